package io.orbstrike.testkit.simulation;

import io.orbstrike.store.NotApplied;
import io.orbstrike.store.StoreException;
import io.orbstrike.store.Unknown;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreTransport;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A process's calls to the store: request and answer take their time, and each may be lost. A call that nothing is heard
 * of is unknown when its time is over.
 *
 * <p>Confined to the simulation's thread.
 */
final class StoreConnection implements StoreTransport {

    /** What does the same when it comes again before its time is over. */
    private static final Set<StoreCall> REPEATABLE = EnumSet.of(
            StoreCall.CREATE_BOARD,
            StoreCall.JOIN_ROSTER,
            StoreCall.LEAVE_ROSTER,
            StoreCall.LOGIN,
            StoreCall.CAMPAIGN,
            StoreCall.ATTACH_BOARD,
            StoreCall.ENTER_INDEX,
            StoreCall.SAVE_SNAPSHOTS,
            StoreCall.ASSERT_BOARD,
            StoreCall.HAND_OVER_BOARD);

    private final StoreException unheard = new StoreException("the store was not heard of", null);
    private final SimulatedNode node;
    private final SimulatedStore store;
    private final Network network;
    private final Ambush ambush;

    StoreConnection(SimulatedNode node, SimulatedStore store, Network network, Ambush ambush) {
        this.node = node;
        this.store = store;
        this.network = network;
        this.ambush = ambush;
    }

    /** A call under way. */
    private final class Attempt<T> {

        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final StoreCall call;
        private final long deadlineNs;
        private final Function<Duration, CompletionStage<T>> request;
        private final T unknown;
        private final boolean isWrite;

        Attempt(
                StoreCall call,
                Duration remaining,
                Function<Duration, CompletionStage<T>> request,
                T unknown,
                boolean isWrite) {
            this.call = call;
            this.deadlineNs = network.queue().nowNs() + remaining.toNanos();
            this.request = request;
            this.unknown = unknown;
            this.isWrite = isWrite;
        }

        void giveUp() {
            network.queue().at(deadlineNs, node, () -> answer.complete(unknown));
        }

        void send() {
            EventQueue queue = network.queue();
            Weather weather = network.weather();
            if (weather.loses() || ambush.isLost(call, node)) {
                giveUp();
                return;
            }
            if (!node.isRunning()) { // it stopped in the midst of this: the request leaves when it goes on, if ever
                queue.after(0, node, this::send);
                return;
            }
            queue.after(weather.delayNs(), null, this::arrive);
            if (REPEATABLE.contains(call) && weather.repeats()) {
                queue.after(weather.delayNs() + weather.delayNs(), null, this::repeat);
            }
        }

        private void arrive() {
            if (store.isAway() || node.isCutFromStore()) {
                giveUp();
                return;
            }
            T value = apply();
            boolean isLost = ambush.isAnswerLost(call, node);
            long arrivalNs = network.queue().nowNs() + network.weather().delayNs();
            if (isLost || network.weather().loses() || arrivalNs > deadlineNs) {
                giveUp();
            } else {
                network.queue().at(arrivalNs, node, () -> answer.complete(value));
            }
        }

        private void repeat() {
            if (!store.isAway() && !node.isCutFromStore()) {
                apply();
            }
        }

        private T apply() {
            Duration left = Duration.ofNanos(deadlineNs - network.queue().nowNs());
            T value = answered(request.apply(left));
            if (isWrite && !left.isNegative()) {
                store.onApplied(request);
            }
            return value;
        }
    }

    /** The store in memory has done a call when it returns. */
    private static <T> T answered(CompletionStage<T> stage) {
        CompletableFuture<T> done = stage.toCompletableFuture();
        if (!done.isDone()) {
            throw new IllegalStateException("the store in memory answers at once");
        }
        return done.join();
    }

    @Override
    public <T> CompletionStage<T> write(
            StoreCall call,
            Duration remaining,
            Function<Duration, CompletionStage<T>> request,
            Function<NotApplied, T> notApplied,
            Function<Unknown, T> unknown) {
        Attempt<T> attempt = new Attempt<>(call, remaining, request, unknown.apply(new Unknown(unheard)), true);
        if (isUnreached()) {
            T value = notApplied.apply(new NotApplied(unheard));
            network.queue().after(network.weather().delayNs(), node, () -> attempt.answer.complete(value));
        } else {
            attempt.send();
        }
        return attempt.answer;
    }

    @Override
    public <T> CompletionStage<T> read(
            StoreCall call,
            Duration remaining,
            Function<Duration, CompletionStage<T>> request,
            Function<Unknown, T> unknown) {
        Attempt<T> attempt = new Attempt<>(call, remaining, request, unknown.apply(new Unknown(unheard)), false);
        if (isUnreached()) {
            network.queue().after(network.weather().delayNs(), node, () -> attempt.answer.complete(attempt.unknown));
        } else {
            attempt.send();
        }
        return attempt.answer;
    }

    @Override
    public void send(StoreCall call, Runnable message) {
        if (!network.weather().loses()) {
            network.queue().after(network.weather().delayNs(), null, () -> {
                if (!store.isAway() && !node.isCutFromStore()) {
                    message.run();
                }
            });
        }
    }

    /** Sometimes it is known at once that the store is not there. */
    private boolean isUnreached() {
        return (store.isAway() || node.isCutFromStore()) && network.weather().flips();
    }
}
