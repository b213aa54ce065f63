package io.orbstrike.testkit.simulation;

import io.orbstrike.host.NanoClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process: its tasks happen as events of its own, on a clock that runs at its own rate. It can be paused, so that what
 * happens to it waits, and can crash, so that nothing happens to it any more.
 *
 * <p>Confined to the simulation's thread.
 */
class SimulatedNode extends AbstractExecutorService implements ScheduledExecutorService {

    private static final int ROUNDS_MAX = 100_000;

    private enum Phase {
        RUNNING,
        PAUSED,
        CRASHED
    }

    private final EventQueue queue;
    private final String name;
    private final int number;
    private final double rate;
    private final NanoClock clock = this::localNs;
    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private Phase phase = Phase.RUNNING;
    private final Queue<Runnable> backlog = new ArrayDeque<>();
    private long costNs;
    private long busyUntilNs;
    private boolean isWorking;
    private boolean isCutFromStore;
    private boolean isCutFromNodes;

    /**
     * Starts a process.
     *
     * @param rate how much faster than true time its clock runs, 1 for not at all
     */
    SimulatedNode(EventQueue queue, String name, int number, double rate) {
        this.queue = queue;
        this.name = name;
        this.number = number;
        this.rate = rate;
    }

    int number() {
        return number;
    }

    NanoClock clock() {
        return clock;
    }

    private long localNs() {
        return (long) (queue.nowNs() * rate);
    }

    /** When its clock will show a time. */
    private long trueNs(long localNs) {
        long timeNs = (long) Math.ceil(localNs / rate);
        return (long) (timeNs * rate) < localNs ? timeNs + 1 : timeNs;
    }

    boolean isCrashed() {
        return phase == Phase.CRASHED;
    }

    boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    boolean isPaused() {
        return phase == Phase.PAUSED;
    }

    /** Whether what runs now runs in this process. */
    boolean isWorking() {
        return isWorking;
    }

    boolean isCutFromStore() {
        return isCutFromStore;
    }

    boolean isCutFromNodes() {
        return isCutFromNodes;
    }

    void cut(boolean fromStore, boolean fromNodes) {
        isCutFromStore = fromStore;
        isCutFromNodes = fromNodes;
    }

    void crash() {
        phase = Phase.CRASHED;
        ready.clear();
        waiting.clear();
    }

    void pause() {
        if (phase == Phase.RUNNING) {
            phase = Phase.PAUSED;
        }
    }

    void resume() {
        if (phase == Phase.PAUSED) {
            phase = Phase.RUNNING;
            waiting.forEach(body -> queue.after(0, this, body));
            waiting.clear();
            queue.after(0, this, () -> {});
        }
    }

    /** From now on each event keeps the process busy for a time, and others wait for it. */
    void burden(long costOfEventNs) {
        costNs = costOfEventNs;
    }

    /** Something happens in this process, and all that follows from it at once. */
    void run(Runnable body) {
        if (costNs == 0) {
            runNow(body);
            return;
        }
        backlog.add(body);
        if (backlog.size() == 1) {
            queue.at(busyUntilNs, null, this::runBacklog);
        }
    }

    private void runBacklog() {
        runNow(backlog.remove());
        busyUntilNs = queue.nowNs() + costNs;
        if (!backlog.isEmpty()) {
            queue.at(busyUntilNs, null, this::runBacklog);
        }
    }

    private void runNow(Runnable body) {
        if (phase == Phase.PAUSED) {
            waiting.add(body);
        } else if (phase == Phase.RUNNING) {
            isWorking = true;
            body.run();
            settle();
            isWorking = false;
        }
    }

    private void settle() {
        int rounds = 0;
        do {
            while (phase == Phase.RUNNING && !ready.isEmpty()) {
                ready.remove().run();
            }
            if (rounds++ > ROUNDS_MAX) {
                throw new IllegalStateException(this + ": what it does at one moment does not end");
            }
        } while (phase == Phase.RUNNING && work());
    }

    /** Does what else is due in the process; false if nothing was. */
    boolean work() {
        return false;
    }

    /** Has something happen in this process when its own clock shows a time. */
    void wakeAt(long localNs, Runnable body) {
        queue.at(trueNs(localNs), this, body);
    }

    /** Has something happen in this process after a while by its own clock. */
    void later(Duration delay, Runnable body) {
        wakeAt(localNs() + delay.toNanos(), body);
    }

    @Override
    public void execute(Runnable command) {
        if (phase == Phase.CRASHED) {
            return;
        }
        ready.add(command);
        if (!isWorking) {
            queue.after(0, this, () -> {});
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Timer timer = new Timer(command, localNs() + unit.toNanos(Math.max(0, delay)));
        if (phase != Phase.CRASHED) {
            wakeAt(timer.dueNs, timer);
        }
        return timer;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("a control plane schedules tasks without values");
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException("a control plane schedules each task anew");
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("a control plane schedules each task anew");
    }

    @Override
    public void shutdown() {
        throw new UnsupportedOperationException("a process is crashed, its executor is not shut down");
    }

    @Override
    public List<Runnable> shutdownNow() {
        throw new UnsupportedOperationException("a process is crashed, its executor is not shut down");
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }

    @Override
    public String toString() {
        return name;
    }

    private final class Timer implements ScheduledFuture<Object>, Runnable {

        private final long dueNs;
        private @Nullable Runnable command;
        private boolean isCancelled;

        Timer(Runnable command, long dueNs) {
            this.command = command;
            this.dueNs = dueNs;
        }

        @Override
        public void run() {
            Runnable due = command;
            command = null;
            if (due != null) {
                due.run();
            }
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            isCancelled = command != null;
            command = null;
            return isCancelled;
        }

        @Override
        public boolean isCancelled() {
            return isCancelled;
        }

        @Override
        public boolean isDone() {
            return command == null;
        }

        @Override
        public Object get() {
            throw new RejectedExecutionException("nothing waits in a simulation");
        }

        @Override
        public Object get(long timeout, TimeUnit unit) {
            return get();
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNs - localNs(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
