package io.orbstrike.testkit.time;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An executor that runs nothing by itself: tasks run on the thread that calls {@link #runDue()} or {@link #advance}, one
 * at a time, by their times and then in the order in which they were handed in. So what happens is the same each time.
 *
 * <p>Thread-safe; tasks are confined to the thread that runs them.
 */
public final class ManualExecutor extends AbstractExecutorService implements ScheduledExecutorService {

    /** So many tasks of one moment are taken for a loop without end. */
    private static final int TASKS_PER_MOMENT_MAX = 1_000_000;

    private final ManualClock clock;
    private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>();
    private long handedIn;
    private boolean shutdown;

    /**
     * Creates an executor without tasks.
     *
     * @param clock gives the time of tasks, and is moved by {@link #advance}
     */
    public ManualExecutor(ManualClock clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Runs everything that is due, and what becomes due by it, without moving the clock.
     *
     * @return how many tasks ran
     * @throws IllegalStateException if it does not end
     */
    public int runDue() {
        int ran = 0;
        Task<?> next = pollDue();
        while (next != null) {
            next.run();
            ran++;
            if (ran == TASKS_PER_MOMENT_MAX) {
                throw new IllegalStateException(ran + " tasks at one moment: they hand in each other without end");
            }
            next = pollDue();
        }
        return ran;
    }

    /**
     * Moves the clock, stopping at the time of each task on the way to run it.
     *
     * @param time how far, zero and above
     */
    public void advance(Duration time) {
        long untilNs = clock.nanoTime() + time.toNanos();
        runDue();
        long nextNs = nextTime(untilNs);
        while (nextNs < untilNs) {
            clock.advance(Duration.ofNanos(Math.max(0, nextNs - clock.nanoTime())));
            runDue();
            nextNs = nextTime(untilNs);
        }
        clock.advance(Duration.ofNanos(Math.max(0, untilNs - clock.nanoTime())));
        runDue();
    }

    /**
     * How many tasks wait, at whatever time.
     *
     * @return 0 and above
     */
    public synchronized int waiting() {
        tasks.removeIf(Task::isCancelled);
        return tasks.size();
    }

    private synchronized @Nullable Task<?> pollDue() {
        Task<?> first = tasks.peek();
        return first == null || first.timeNs > clock.nanoTime() ? null : tasks.poll();
    }

    private synchronized long nextTime(long orNs) {
        tasks.removeIf(Task::isCancelled);
        Task<?> first = tasks.peek();
        return first == null ? orNs : first.timeNs;
    }

    @Override
    public void execute(Runnable command) {
        ScheduledFuture<?> unused = schedule(command, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        requireNonNull(command, "command");
        return add(new Task<>(Executors.callable(command), clock.nanoTime() + unit.toNanos(Math.max(0, delay)), 0));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return add(new Task<>(callable, clock.nanoTime() + unit.toNanos(Math.max(0, delay)), 0));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return repeat(command, initialDelay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return repeat(command, initialDelay, delay, unit);
    }

    /* A task takes no time here, so a fixed delay is a fixed rate. */
    private ScheduledFuture<?> repeat(Runnable command, long initialDelay, long period, TimeUnit unit) {
        requireNonNull(command, "command");
        if (period <= 0) {
            throw new IllegalArgumentException("period " + period + ": must be above 0");
        }
        return add(new Task<>(
                Executors.callable(command),
                clock.nanoTime() + unit.toNanos(Math.max(0, initialDelay)),
                unit.toNanos(period)));
    }

    private synchronized <V> Task<V> add(Task<V> task) {
        if (shutdown) {
            throw new RejectedExecutionException("the executor is shut down");
        }
        task.order = handedIn++;
        tasks.add(task);
        return task;
    }

    private synchronized void addAgain(Task<?> task) {
        if (!shutdown) {
            task.timeNs += task.periodNs;
            task.order = handedIn++;
            tasks.add(task);
        }
    }

    /** Takes no more tasks, and drops those that wait. */
    @Override
    public synchronized void shutdown() {
        shutdown = true;
        tasks.clear();
    }

    @Override
    public synchronized List<Runnable> shutdownNow() {
        List<Runnable> dropped = new ArrayList<>(tasks);
        shutdown();
        return dropped;
    }

    @Override
    public synchronized boolean isShutdown() {
        return shutdown;
    }

    @Override
    public synchronized boolean isTerminated() {
        return shutdown;
    }

    @Override
    public synchronized boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutdown;
    }

    private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {

        private final long periodNs;
        private long timeNs;
        private long order;

        Task(Callable<V> callable, long timeNs, long periodNs) {
            super(callable);
            this.timeNs = timeNs;
            this.periodNs = periodNs;
        }

        @Override
        public void run() {
            if (periodNs == 0) {
                super.run();
            } else if (runAndReset()) {
                addAgain(this);
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            synchronized (ManualExecutor.this) {
                return unit.convert(timeNs - clock.nanoTime(), TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public int compareTo(Delayed other) {
            Task<?> task = (Task<?>) other;
            int byTime = Long.compare(timeNs, task.timeNs);
            return byTime != 0 ? byTime : Long.compare(order, task.order);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
