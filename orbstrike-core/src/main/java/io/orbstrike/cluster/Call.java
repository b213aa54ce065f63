package io.orbstrike.cluster;

import io.orbstrike.host.NanoClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call of the lobby that waits for its answer.
 *
 * <p>Confined to the agent's thread, but for its stage.
 *
 * @param <T> the answer
 */
final class Call<T> {

    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private final NanoClock clock;
    private final long deadlineNs;
    private final Function<? super String, ? extends T> unavailable;
    private final Consumer<? super T> onAnswered;
    private volatile @Nullable Future<?> expiry;

    Call(
            NanoClock clock,
            long deadlineNs,
            Function<? super String, ? extends T> unavailable,
            Consumer<? super T> onAnswered) {
        this.clock = clock;
        this.deadlineNs = deadlineNs;
        this.unavailable = unavailable;
        this.onAnswered = onAnswered;
    }

    void expireBy(Future<?> timer) {
        this.expiry = timer;
    }

    CompletionStage<T> answer() {
        return answer;
    }

    boolean isAnswered() {
        return answer.isDone();
    }

    /** How much time is left, zero or above. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadlineNs - clock.nanoTime()));
    }

    void answer(T value) {
        if (!answer.complete(value)) {
            return;
        }
        Future<?> timer = expiry;
        if (timer != null) {
            timer.cancel(false);
        }
        onAnswered.accept(value);
    }

    void answerUnavailable(String reason) {
        answer(unavailable.apply(reason));
    }
}
