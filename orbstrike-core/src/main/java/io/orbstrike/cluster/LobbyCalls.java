package io.orbstrike.cluster;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The calls of the lobby that wait for their answers, as many as there may be.
 *
 * <p>Thread-safe.
 */
final class LobbyCalls {

    private final Agent agent;
    private final GameserverOptions options;
    private final AtomicInteger callsInFlight = new AtomicInteger();
    private final Set<Call<?>> waiting = new HashSet<>();

    LobbyCalls(Agent agent, GameserverOptions options) {
        this.agent = agent;
        this.options = options;
    }

    int callsInFlight() {
        return callsInFlight.get();
    }

    /** The agent has stopped: those that wait are answered. */
    void stop() {
        agent.execute(() -> List.copyOf(waiting).forEach(call -> call.answerUnavailable("the gameserver stops")));
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
        Call<T> call = new Call<>(agent.clock(), agent.nowNs() + remainingNs, unavailable, answer -> {
            callsInFlight.decrementAndGet();
            onAnswered.accept(answer);
        });
        boolean tooMany = callsInFlight.incrementAndGet() > options.callsInFlightMax();
        if (agent.isStopped() || tooMany) {
            call.answerUnavailable(agent.isStopped() ? "the gameserver stops" : "too many calls at a time");
            return call.answer();
        }
        try {
            call.expireBy(agent.timer(
                    Duration.ofNanos(remainingNs), () -> call.answerUnavailable("the time for the call is over")));
            agent.execute(() -> take(call, work));
        } catch (RejectedExecutionException e) {
            call.answerUnavailable("the gameserver stops");
        }
        return call.answer();
    }

    private <T> void take(Call<T> call, Consumer<Call<T>> work) {
        if (call.isAnswered()) {
            return;
        }
        if (agent.isStopped()) {
            call.answerUnavailable("the gameserver stops");
            return;
        }
        waiting.add(call);
        call.answer().whenCompleteAsync((answer, failure) -> waiting.remove(call), agent.executor());
        try {
            work.accept(call);
        } catch (RuntimeException e) {
            call.answerUnavailable("the gameserver failed");
            throw e;
        }
    }
}
