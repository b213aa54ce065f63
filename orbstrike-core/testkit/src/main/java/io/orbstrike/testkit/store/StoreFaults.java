package io.orbstrike.testkit.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.NotApplied;
import io.orbstrike.store.StoreException;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What goes wrong with the calls of a {@link FaultyClusterStore}, and what it holds back.
 *
 * <p>Thread-safe.
 */
final class StoreFaults implements StoreTransport {

    private final InstantSource clock;
    private final Map<StoreCall, StoreFault> faults = new EnumMap<>(StoreCall.class);
    private final Map<StoreCall, Integer> calls = new EnumMap<>(StoreCall.class);
    private final List<Runnable> held = new ArrayList<>();

    StoreFaults(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    synchronized void fail(StoreCall call, StoreFault fault) {
        faults.put(requireNonNull(call, "call"), requireNonNull(fault, "fault"));
    }

    synchronized int calls(StoreCall call) {
        return calls.getOrDefault(call, 0);
    }

    int release() {
        List<Runnable> released;
        synchronized (this) {
            released = List.copyOf(held);
            held.clear();
        }
        released.forEach(Runnable::run);
        return released.size();
    }

    private synchronized void hold(Runnable action) {
        held.add(action);
    }

    private synchronized StoreFault next(StoreCall call) {
        calls.merge(call, 1, Integer::sum);
        return faults.getOrDefault(call, StoreFault.NONE);
    }

    @Override
    public <T> CompletionStage<T> write(
            StoreCall call,
            Duration remaining,
            Function<Duration, CompletionStage<T>> request,
            Function<NotApplied, T> notApplied,
            Function<Unknown, T> unknown) {
        return call(
                call,
                remaining,
                request,
                cause -> notApplied.apply(new NotApplied(cause)),
                cause -> unknown.apply(new Unknown(cause)));
    }

    @Override
    public <T> CompletionStage<T> read(
            StoreCall call,
            Duration remaining,
            Function<Duration, CompletionStage<T>> request,
            Function<Unknown, T> unknown) {
        Function<StoreException, T> noAnswer = cause -> unknown.apply(new Unknown(cause));
        return call(call, remaining, request, noAnswer, noAnswer);
    }

    private <T> CompletionStage<T> call(
            StoreCall call,
            Duration remaining,
            Function<Duration, CompletionStage<T>> request,
            Function<StoreException, T> notReached,
            Function<StoreException, T> unknown) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Instant deadline = clock.instant().plus(remaining);
        switch (next(call)) {
            case NONE -> forward(request.apply(remaining), answer, answer::complete);
            case UNREACHED -> answer.complete(notReached.apply(failure(call, "is not reached")));
            case REQUEST_LOST -> answer.complete(unknown.apply(failure(call, "lost the request")));
            case ANSWER_LOST ->
                forward(
                        request.apply(remaining),
                        answer,
                        value -> answer.complete(unknown.apply(failure(call, "lost the answer"))));
            case REQUEST_HELD ->
                hold(() ->
                        forward(request.apply(Duration.between(clock.instant(), deadline)), answer, answer::complete));
            case ANSWER_HELD -> forward(request.apply(remaining), answer, value -> hold(() -> answer.complete(value)));
        }
        return answer;
    }

    /* It comes, comes when it is released, or does not come. */
    @Override
    public void send(StoreCall call, Runnable message) {
        switch (next(call)) {
            case NONE, ANSWER_LOST, ANSWER_HELD -> message.run();
            case UNREACHED, REQUEST_LOST -> {}
            case REQUEST_HELD -> hold(message);
        }
    }

    private static <T> void forward(CompletionStage<T> asked, CompletableFuture<T> answer, Consumer<T> onAnswer) {
        asked.whenCompleteAsync(
                (value, failure) -> {
                    if (failure == null) {
                        onAnswer.accept(value);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                },
                Runnable::run);
    }

    private static StoreException failure(StoreCall call, String what) {
        return new StoreException(call + ": the faulty store " + what, null);
    }
}
