package io.orbstrike.testkit.store;

import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The way of calls to a store behind a {@link RemoteClusterStore}, and of their answers: on it they may be late, and be
 * lost.
 */
public interface StoreTransport {

    /**
     * A call that changes something: it is known not to be applied if the store is not reached.
     *
     * @param call which one
     * @param remaining how much time it has
     * @param request makes the call at the store, with the time that is left when it comes there
     * @param notApplied makes an outcome of what is known not to be applied
     * @param unknown makes an outcome of what is not known
     * @param <T> the outcome
     * @return completes with the outcome
     */
    <T> CompletionStage<T> write(
            StoreCall call,
            Duration remaining,
            Function<Duration, CompletionStage<T>> request,
            Function<NotApplied, T> notApplied,
            Function<Unknown, T> unknown);

    /**
     * A call that changes nothing: without an answer nothing is known.
     *
     * @param call which one
     * @param remaining how much time it has
     * @param request makes the call at the store, with the time that is left when it comes there
     * @param unknown makes an outcome of what is not known
     * @param <T> the outcome
     * @return completes with the outcome
     */
    <T> CompletionStage<T> read(
            StoreCall call,
            Duration remaining,
            Function<Duration, CompletionStage<T>> request,
            Function<Unknown, T> unknown);

    /**
     * A call without an answer.
     *
     * @param call which one
     * @param message makes the call at the store
     */
    void send(StoreCall call, Runnable message);
}
