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
    private final Consumer<? super RuntimeException> onFailed;
    private volatile @Nullable Future<?> expiry;

    /**
     * Begins to wait.
     *
     * @param clock tells how much time is left
     * @param deadlineNs by the clock
     * @param unavailable makes an answer of the reason why there is none, or throws what the call fails with
     * @param onAnswered hears the answer
     * @param onFailed hears that there is none
     */
    public Call(
            NanoClock clock,
            long deadlineNs,
            Function<? super String, ? extends T> unavailable,
            Consumer<? super T> onAnswered,
            Consumer<? super RuntimeException> onFailed) {
        this.clock = clock;
        this.deadlineNs = deadlineNs;
        this.unavailable = unavailable;
        this.onAnswered = onAnswered;
        this.onFailed = onFailed;
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
        if (answer.complete(value)) {
            cancelExpiry();
            onAnswered.accept(value);
        }
    }

    /**
     * Ends it without an answer, unless it was answered.
     *
     * @param failure what the stage fails with
     */
    public void fail(RuntimeException failure) {
        if (answer.completeExceptionally(failure)) {
            cancelExpiry();
            onFailed.accept(failure);
        }
    }

    /**
     * Answers it as unavailable, unless it was answered.
     *
     * @param reason why
     */
    public void answerUnavailable(String reason) {
        T value;
        try {
            value = unavailable.apply(reason);
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        answer(value);
    }

    private void cancelExpiry() {
        Future<?> timer = expiry;
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
