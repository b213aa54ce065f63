package io.orbstrike.cluster.agent;

import io.orbstrike.host.NanoClock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a process's control plane: everything that follows from calls, stages and timers runs here, one after
 * another, and one that fails does not end the others.
 *
 * <p>Thread-safe.
 */
public final class Agent {

    private static final Logger LOG = System.getLogger(Agent.class.getName());

    private final ScheduledExecutorService executor;
    private final NanoClock clock;
    private final LongAdder failures;
    private final AtomicReference<@Nullable Thread> running = new AtomicReference<>();
    private volatile boolean stopped;

    /**
     * Creates an agent.
     *
     * @param executor runs one task at a time
     * @param clock tells its time
     * @param failures counts the tasks that failed
     */
    public Agent(ScheduledExecutorService executor, NanoClock clock, LongAdder failures) {
        this.executor = executor;
        this.clock = clock;
        this.failures = failures;
    }

    /**
     * An executor for an agent that is given none: of one thread, which drops what is not due when it ends.
     *
     * @param threadFactory makes the thread
     * @return to be shut down by who asked for it
     */
    public static ScheduledExecutorService singleThread(ThreadFactory threadFactory) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threadFactory);
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    /**
     * Its clock.
     *
     * @return as handed in
     */
    public NanoClock clock() {
        return clock;
    }

    /**
     * Where its tasks run.
     *
     * @return as handed in
     */
    public ScheduledExecutorService executor() {
        return executor;
    }

    /**
     * The time.
     *
     * @return in nanoseconds, by the agent's clock
     */
    public long nowNs() {
        return clock.nanoTime();
    }

    /** What is still to come finds {@link #isStopped()}. */
    public void stop() {
        stopped = true;
    }

    /**
     * Whether nothing more is to be begun.
     *
     * @return true after {@link #stop()}
     */
    public boolean isStopped() {
        return stopped;
    }

    /**
     * Runs a task on the agent's thread, soon; never, if the executor has ended.
     *
     * @param task what
     */
    public void execute(Runnable task) {
        try {
            executor.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the executor has ended", e);
        }
    }

    /**
     * Runs a task on the agent's thread, later.
     *
     * @param delay how much later
     * @param task what
     * @return to be cancelled if it is not needed any more
     * @throws RejectedExecutionException if the executor has ended
     */
    public Future<?> timer(Duration delay, Runnable task) {
        return executor.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Runs a task on the agent's thread, later; never, if the executor has ended.
     *
     * @param delay how much later
     * @param task what
     */
    public void schedule(Duration delay, Runnable task) {
        try {
            Future<?> unused = timer(delay, task);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the executor has ended", e);
        }
    }

    /**
     * Continues on the agent's thread with what a stage brings, or with what is made of its failure.
     *
     * @param asked asks the store
     * @param ifFailed makes an answer of a failure
     * @param next gets the answer
     * @param <T> the answer
     */
    public <T> void askStore(
            Supplier<? extends CompletionStage<? extends T>> asked,
            Function<? super Throwable, ? extends T> ifFailed,
            Consumer<? super T> next) {
        askHost(asked, next, failure -> next.accept(ifFailed.apply(failure)));
    }

    /**
     * Continues on the agent's thread with what a stage brings, or elsewhere if it fails or is not made for a failure.
     *
     * @param asked asks the host
     * @param next gets the answer
     * @param failed gets the failure
     * @param <T> the answer
     */
    public <T> void askHost(
            Supplier<? extends CompletionStage<? extends T>> asked,
            Consumer<? super T> next,
            Consumer<? super Throwable> failed) {
        CompletionStage<? extends T> stage;
        try {
            stage = asked.get();
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedFuture(e);
        }
        stage.whenCompleteAsync(
                (value, failure) -> guarded(() -> {
                    if (failure == null) {
                        next.accept(value);
                    } else {
                        failed.accept(failure);
                    }
                }),
                executor);
    }

    /* The one catch of the control plane: what a task leaves undone is asked for again by callers and repairs. */
    private void guarded(Runnable task) {
        Thread current = Thread.currentThread();
        Thread other = running.getAndSet(current);
        if (other != null && other != current) {
            throw new IllegalStateException("the agent runs on " + other.getName() + " and on " + current.getName()
                    + " at once: hand in an executor of a single thread");
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            failures.increment();
            LOG.log(Level.ERROR, "a task of the control plane failed", e);
        } catch (Error e) {
            current.getUncaughtExceptionHandler().uncaughtException(current, e); // executors and stages keep it silent
            throw e;
        } finally {
            running.set(other);
        }
    }
}
