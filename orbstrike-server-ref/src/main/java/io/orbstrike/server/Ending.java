package io.orbstrike.server;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * That a process ends, so that nobody who starts it waits on.
 *
 * <p>Thread-safe.
 */
final class Ending {

    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CountDownLatch latch = new CountDownLatch(1);

    /** The end begins; may be said twice. */
    void begin() {
        begun.complete(null);
        latch.countDown();
    }

    boolean hasBegun() {
        return begun.isDone();
    }

    /** Blocks until the stage completes, with a value that is not null; empty if the end begins before that. */
    <T> Optional<T> await(CompletionStage<T> stage) {
        CompletableFuture<T> result = stage.toCompletableFuture();
        CompletableFuture.anyOf(result, begun).join();
        return begun.isDone() ? Optional.empty() : Optional.of(result.join());
    }

    /** Blocks until the end begins, for a time at most; whether it has begun. */
    boolean awaitAtMost(Duration time) {
        try {
            return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
