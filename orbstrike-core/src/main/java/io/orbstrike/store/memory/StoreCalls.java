package io.orbstrike.store.memory;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * How the store's calls are done: on its executor, each within its time, none after the store's end.
 *
 * <p>Thread-safe.
 */
final class StoreCalls {

    private final InstantSource clock;
    private final Executor executor;
    private volatile boolean closed;

    StoreCalls(InstantSource clock, Executor executor) {
        this.clock = requireNonNull(clock, "clock");
        this.executor = requireNonNull(executor, "executor");
    }

    /** Calls from now on are refused. */
    void close() {
        closed = true;
    }

    /** Does a call on the executor, or answers by {@code refused} if that is not possible in time. */
    <T> CompletionStage<T> call(
            Duration remaining,
            Function<? super Throwable, ? extends T> refused,
            Function<? super Instant, ? extends T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        long deadlineMs = deadlineMs(remaining);
        try {
            executor.execute(() -> answer.complete(answer(deadlineMs, refused, work)));
        } catch (RejectedExecutionException e) {
            answer.complete(refused.apply(new StoreException("the store's executor takes no more calls", e)));
        }
        return answer;
    }

    private long deadlineMs(Duration remaining) {
        boolean over = remaining.isZero() || remaining.isNegative();
        return clock.millis() + (over ? -1 : remaining.toMillis());
    }

    private <T> T answer(
            long deadlineMs,
            Function<? super Throwable, ? extends T> refused,
            Function<? super Instant, ? extends T> work) {
        if (closed) {
            return refused.apply(new StoreException("the store is closed", null));
        }
        Instant now = clock.instant();
        long lateMs = now.toEpochMilli() - deadlineMs;
        if (lateMs > 0) {
            return refused.apply(new StoreException("the call came " + lateMs + " ms after its time", null));
        }
        return work.apply(now);
    }
}
