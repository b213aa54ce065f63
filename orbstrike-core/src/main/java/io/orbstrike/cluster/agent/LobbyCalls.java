package io.orbstrike.cluster.agent;

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
public final class LobbyCalls {

    private final Agent agent;
    private final String process;
    private final int callsInFlightMax;
    private final Duration callTimeMax;
    private final AtomicInteger callsInFlight = new AtomicInteger();
    private final Set<Call<?>> waiting = new HashSet<>();

    /**
     * Makes room for calls.
     *
     * @param agent where they are worked on
     * @param process what stops, as those who wait then are told
     * @param callsInFlightMax how many there may be at a time
     * @param callTimeMax how long each may take at most
     */
    public LobbyCalls(Agent agent, String process, int callsInFlightMax, Duration callTimeMax) {
        this.agent = agent;
        this.process = process;
        this.callsInFlightMax = callsInFlightMax;
        this.callTimeMax = callTimeMax;
    }

    /**
     * How many calls wait.
     *
     * @return 0 and above
     */
    public int callsInFlight() {
        return callsInFlight.get();
    }

    /** The agent has stopped: those that wait are answered. */
    public void stop() {
        agent.execute(() -> List.copyOf(waiting).forEach(call -> call.answerUnavailable(stops())));
    }

    /**
     * Takes a call from any thread: the work gets it on the agent's thread, and it is answered in time whatever the work
     * does.
     *
     * @param remaining how much time it has left
     * @param unavailable makes an answer of the reason why there is none, or throws what the call fails with
     * @param onAnswered hears the answer
     * @param work gets the call
     * @param <T> the answer
     * @return completes with the answer, on any thread
     */
    public <T> CompletionStage<T> call(
            Duration remaining,
            Function<? super String, ? extends T> unavailable,
            Consumer<? super T> onAnswered,
            Consumer<Call<T>> work) {
        Duration capped = remaining.compareTo(callTimeMax) < 0 ? remaining : callTimeMax;
        long remainingNs = Math.max(0, capped.toNanos());
        Call<T> call = new Call<>(
                agent.clock(),
                agent.nowNs() + remainingNs,
                unavailable,
                answer -> {
                    callsInFlight.decrementAndGet();
                    onAnswered.accept(answer);
                },
                failure -> callsInFlight.decrementAndGet());
        boolean tooMany = callsInFlight.incrementAndGet() > callsInFlightMax;
        if (agent.isStopped() || tooMany) {
            call.answerUnavailable(agent.isStopped() ? stops() : "too many calls at a time");
            return call.answer();
        }
        try {
            call.expireBy(agent.timer(
                    Duration.ofNanos(remainingNs), () -> call.answerUnavailable("the time for the call is over")));
            agent.execute(() -> take(call, work));
        } catch (RejectedExecutionException e) {
            call.answerUnavailable(stops());
        }
        return call.answer();
    }

    private <T> void take(Call<T> call, Consumer<Call<T>> work) {
        if (call.isAnswered()) {
            return;
        }
        if (agent.isStopped()) {
            call.answerUnavailable(stops());
            return;
        }
        waiting.add(call);
        call.answer().whenCompleteAsync((answer, failure) -> waiting.remove(call), agent.executor());
        try {
            work.accept(call);
        } catch (RuntimeException e) {
            call.answerUnavailable(process + " failed");
            throw e;
        }
    }

    private String stops() {
        return process + " stops";
    }
}
