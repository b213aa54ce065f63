package io.orbstrike.redis;

import io.orbstrike.redis.RedisCounters.CallResult;
import io.orbstrike.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call from the moment it was made until its stage completes: by its I/O thread, or at its deadline by the timer. The
 * timer knows whether anything was sent, so a call that has not been is known not to be applied, and never is.
 *
 * <p>Thread-safe.
 */
final class PendingCall<T> {

    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final long deadlineNs;
    private final Work<T> work;
    private final Failed<T> failed;
    private final Consumer<CallResult> onEnd;
    private volatile @Nullable Future<?> timer;

    PendingCall(long deadlineNs, Failed<T> failed, Work<T> work, Consumer<CallResult> onEnd) {
        this.deadlineNs = deadlineNs;
        this.failed = failed;
        this.work = work;
        this.onEnd = onEnd;
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    void endAtDeadlineBy(Future<?> newTimer) {
        timer = newTimer;
        if (answer.isDone()) {
            newTimer.cancel(false);
        }
    }

    /** Something is about to be sent. False if the call has ended: then nothing may be sent. */
    boolean beginToSend() {
        return state.compareAndSet(State.WAITING, State.SENT) || state.get() == State.SENT;
    }

    /** Does the work, on an I/O thread. */
    void run(Exchange exchange) {
        if (state.get() == State.ENDED) {
            return;
        }
        try {
            end(work.run(exchange), CallResult.ANSWERED);
        } catch (CallFailure e) {
            fail(e);
        } catch (RuntimeException e) {
            fail(CallFailure.unknown("Redis holds or answered what this store does not write", e));
        }
    }

    /** The work will not be done. */
    void refuse(String reason) {
        fail(CallFailure.notApplied(reason, null));
    }

    /** The time is over. */
    void expire() {
        if (state.compareAndSet(State.WAITING, State.ENDED)) {
            complete(
                    failed.notApplied(new StoreException("Redis was not reached in time", null)),
                    CallResult.NOT_APPLIED);
        } else {
            fail(CallFailure.unknown("Redis did not answer in time", null));
        }
    }

    private void fail(CallFailure failure) {
        boolean unknown = failure.mayBeApplied();
        StoreException cause = failure.asStoreException();
        end(
                unknown ? failed.unknown(cause) : failed.notApplied(cause),
                unknown ? CallResult.UNKNOWN : CallResult.NOT_APPLIED);
    }

    private void end(T outcome, CallResult result) {
        if (state.getAndSet(State.ENDED) != State.ENDED) {
            complete(outcome, result);
        }
    }

    private void complete(T outcome, CallResult result) {
        answer.complete(outcome);
        onEnd.accept(result);
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
    }

    private enum State {
        WAITING,
        SENT,
        ENDED
    }

    /** What is done on an I/O thread. */
    @FunctionalInterface
    interface Work<T> {

        /**
         * Does it.
         *
         * @throws CallFailure if Redis did not do it, or it is not known whether
         */
        T run(Exchange exchange) throws CallFailure;
    }

    /** The outcomes of calls that fail. */
    record Failed<T>(
            Function<? super Throwable, ? extends T> whenNotApplied,
            Function<? super Throwable, ? extends T> whenUnknown) {

        T notApplied(Throwable cause) {
            return whenNotApplied.apply(cause);
        }

        T unknown(Throwable cause) {
            return whenUnknown.apply(cause);
        }
    }
}
