package io.orbstrike.testkit.simulation;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The ways between processes. What is on its way to or from one that is cut off is lost; one that has crashed resets its
 * connections, which the other end learns a moment later.
 *
 * <p>Confined to the simulation's thread.
 */
final class Network {

    /** A connection of which nothing is heard for so long is given up. */
    private static final long SILENCE_MAX_NS = Duration.ofSeconds(5).toNanos();

    private final EventQueue queue;
    private final Weather weather;
    private final Set<Connection> connections = new LinkedHashSet<>();

    Network(EventQueue queue, Weather weather) {
        this.queue = queue;
        this.weather = weather;
    }

    EventQueue queue() {
        return queue;
    }

    Weather weather() {
        return weather;
    }

    static boolean isCut(SimulatedNode from, SimulatedNode to) {
        return from.isCutFromNodes() || to.isCutFromNodes();
    }

    /**
     * Asks another process, and completes in the asking one: with the answer, or with what stands for none once the time is
     * over, or at once if there is nobody or the process dies.
     *
     * @param refused the answer if there is no process
     * @param lost the answer if nothing is heard
     */
    <T> CompletionStage<T> call(
            SimulatedNode from,
            SimulatedNode to,
            Duration remaining,
            T refused,
            T lost,
            Supplier<CompletionStage<T>> asked) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        queue.after(remaining.toNanos(), from, () -> answer.complete(lost));
        if (weather.loses()) {
            return answer;
        }
        Connection connection = connect(from, to);
        connection.onBroken(from, () -> answer.complete(refused));
        CompletableFuture<T> unused = answer.whenComplete((value, failure) -> connection.close());
        connection.send(
                to,
                () -> asked.get()
                        .whenComplete((value, failure) -> connection.send(from, () -> {
                            if (failure == null) {
                                answer.complete(value);
                            } else {
                                answer.completeExceptionally(failure);
                            }
                        })));
        return answer;
    }

    /** A connection in both directions, each in order. */
    Connection connect(SimulatedNode one, SimulatedNode other) {
        Connection connection = new Connection(this, one, other);
        connections.add(connection);
        if (isCut(one, other)) {
            connection.reset(SILENCE_MAX_NS);
        } else if (one.isCrashed() || other.isCrashed()) {
            connection.reset(weather.delayNs());
        }
        return connection;
    }

    void forget(Connection connection) {
        connections.remove(connection);
    }

    /** A process has crashed: who was connected to it learns of it. */
    void onCrash(SimulatedNode node) {
        for (Connection connection : List.copyOf(connections)) {
            if (connection.isOf(node)) {
                connection.reset(weather.delayNs());
            }
        }
    }

    /** A process was paused or cut off: who is connected to it gives up after a while, if it lasts. */
    void onSilence(SimulatedNode node, long lastsNs) {
        if (lastsNs < SILENCE_MAX_NS) {
            return;
        }
        for (Connection connection : List.copyOf(connections)) {
            if (connection.isOf(node)) {
                connection.reset(SILENCE_MAX_NS);
            }
        }
    }

    /** What was sent got lost: the connection does not survive that. */
    void onLoss(Connection connection) {
        connection.reset(SILENCE_MAX_NS);
    }
}
