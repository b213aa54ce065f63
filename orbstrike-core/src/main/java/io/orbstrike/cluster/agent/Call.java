package io.orbstrike.cluster.agent;

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
public final class Call<T> {

    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private final NanoClock clock;
    private final long deadlineNs;
    private final Function<? super String, ? extends T> unavailable;
    private final Consumer<? super T> onAnswered;
    private volatile @Nullable Future<?> expiry;

    /**
     * Begins to wait.
     *
     * @param clock tells how much time is left
     * @param deadlineNs by the clock
     * @param unavailable makes an answer of the reason why there is none
     * @param onAnswered hears the answer
     */
    public Call(
            NanoClock clock,
            long deadlineNs,
            Function<? super String, ? extends T> unavailable,
            Consumer<? super T> onAnswered) {
        this.clock = clock;
        this.deadlineNs = deadlineNs;
        this.unavailable = unavailable;
        this.onAnswered = onAnswered;
    }

    /**
     * Sets what answers it in the end.
     *
     * @param timer is cancelled with the answer
     */
    public void expireBy(Future<?> timer) {
        this.expiry = timer;
    }

    /**
     * The answer.
     *
     * @return completes with it, on any thread
     */
    public CompletionStage<T> answer() {
        return answer;
    }

    /**
     * Whether it was answered.
     *
     * @return true once it was
     */
    public boolean isAnswered() {
        return answer.isDone();
    }

    /**
     * How much time is left.
     *
     * @return zero or above
     */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadlineNs - clock.nanoTime()));
    }

    /**
     * Answers it, unless it was answered.
     *
     * @param value the answer
     */
    public void answer(T value) {
        if (!answer.complete(value)) {
            return;
        }
        Future<?> timer = expiry;
        if (timer != null) {
            timer.cancel(false);
        }
        onAnswered.accept(value);
    }

    /**
     * Answers it as unavailable, unless it was answered.
     *
     * @param reason why
     */
    public void answerUnavailable(String reason) {
        answer(unavailable.apply(reason));
    }
}
