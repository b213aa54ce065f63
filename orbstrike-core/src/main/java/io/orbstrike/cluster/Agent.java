package io.orbstrike.cluster;

import io.orbstrike.host.NanoClock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a gameserver's control plane: everything that follows from calls, stages and timers runs here, one after
 * another, and one that fails does not end the others.
 *
 * <p>Thread-safe.
 */
final class Agent {

    private static final Logger LOG = System.getLogger(Agent.class.getName());

    private final ScheduledExecutorService executor;
    private final NanoClock clock;
    private final GameserverOptions options;
    private final GameserverCounters counters;
    private final AtomicInteger callsInFlight = new AtomicInteger();
    private final AtomicReference<@Nullable Thread> running = new AtomicReference<>();
    private final Set<Call<?>> waiting = new HashSet<>();
    private volatile boolean stopped;

    Agent(ScheduledExecutorService executor, NanoClock clock, GameserverOptions options, GameserverCounters counters) {
        this.executor = executor;
        this.clock = clock;
        this.options = options;
        this.counters = counters;
    }

    long nowNs() {
        return clock.nanoTime();
    }

    int callsInFlight() {
        return callsInFlight.get();
    }

    /** Takes no call from now on, and answers those that wait; what is still to come finds {@link #isStopped()}. */
    void stop() {
        stopped = true;
        execute(() -> List.copyOf(waiting).forEach(call -> call.answerUnavailable("the gameserver stops")));
    }

    boolean isStopped() {
        return stopped;
    }

    /**
     * Takes a call from any thread: the work gets it on the agent's thread, and it is answered in time whatever the work
     * does.
     */
    <T> CompletionStage<T> call(
            Duration remaining,
            Function<? super String, ? extends T> unavailable,
            Consumer<? super T> onAnswered,
            Consumer<Call<T>> work) {
        Duration capped = remaining.compareTo(options.callTimeMax()) < 0 ? remaining : options.callTimeMax();
        long remainingNs = Math.max(0, capped.toNanos());
        Call<T> call = new Call<>(clock, clock.nanoTime() + remainingNs, unavailable, answer -> {
            callsInFlight.decrementAndGet();
            onAnswered.accept(answer);
        });
        boolean tooMany = callsInFlight.incrementAndGet() > options.callsInFlightMax();
        if (stopped || tooMany) {
            call.answerUnavailable(stopped ? "the gameserver stops" : "too many calls at a time");
            return call.answer();
        }
        try {
            call.expireBy(executor.schedule(
                    () -> guarded(() -> call.answerUnavailable("the time for the call is over")),
                    remainingNs,
                    TimeUnit.NANOSECONDS));
            executor.execute(() -> guarded(() -> take(call, work)));
        } catch (RejectedExecutionException e) {
            call.answerUnavailable("the gameserver stops");
        }
        return call.answer();
    }

    private <T> void take(Call<T> call, Consumer<Call<T>> work) {
        if (call.isAnswered()) {
            return;
        }
        if (stopped) {
            call.answerUnavailable("the gameserver stops");
            return;
        }
        waiting.add(call);
        call.answer().whenCompleteAsync((answer, failure) -> waiting.remove(call), executor);
        try {
            work.accept(call);
        } catch (RuntimeException e) {
            call.answerUnavailable("the gameserver failed");
            throw e;
        }
    }

    /** Runs a task on the agent's thread, soon. */
    void execute(Runnable task) {
        try {
            executor.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the executor has ended", e);
        }
    }

    /** Runs a task on the agent's thread, later. */
    void schedule(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> unused = executor.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the executor has ended", e);
        }
    }

    /** Continues on the agent's thread with what a stage brings, or with what {@code ifFailed} makes of its failure. */
    <T> void askStore(
            Supplier<? extends CompletionStage<? extends T>> asked,
            Function<? super Throwable, ? extends T> ifFailed,
            Consumer<? super T> next) {
        askHost(asked, next, failure -> next.accept(ifFailed.apply(failure)));
    }

    /** Continues on the agent's thread with what a stage brings, or elsewhere if it fails or is not made for a failure. */
    <T> void askHost(
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
            counters.agentFailures.increment();
            LOG.log(Level.ERROR, "a task of the gameserver's agent failed", e);
        } catch (Error e) {
            current.getUncaughtExceptionHandler().uncaughtException(current, e); // executors and stages keep it silent
            throw e;
        } finally {
            running.set(other);
        }
    }
}
