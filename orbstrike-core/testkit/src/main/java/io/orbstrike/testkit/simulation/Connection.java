package io.orbstrike.testkit.simulation;

/**
 * A connection between two processes. What is sent in one direction arrives in its order, or the connection breaks.
 *
 * <p>Confined to the simulation's thread.
 */
final class Connection {

    private final Network network;
    private final End one;
    private final End other;
    private boolean isClosed;

    private static final class End {

        private final SimulatedNode node;
        private Runnable onBroken = () -> {};
        private long arrivedNs;

        End(SimulatedNode node) {
            this.node = node;
        }
    }

    Connection(Network network, SimulatedNode one, SimulatedNode other) {
        this.network = network;
        this.one = new End(one);
        this.other = new End(other);
    }

    boolean isOf(SimulatedNode node) {
        return one.node == node || other.node == node;
    }

    private End at(SimulatedNode node) {
        return one.node == node ? one : other;
    }

    /** What happens at an end when the connection breaks. */
    void onBroken(SimulatedNode at, Runnable action) {
        at(at).onBroken = action;
    }

    /** Has something happen at an end, after all that was sent there before. */
    void send(SimulatedNode to, Runnable message) {
        if (isClosed) {
            return;
        }
        if (Network.isCut(one.node, other.node)) {
            network.onLoss(this);
            return;
        }
        End end = at(to);
        EventQueue queue = network.queue();
        end.arrivedNs =
                Math.max(end.arrivedNs + 1, queue.nowNs() + network.weather().delayNs());
        queue.at(end.arrivedNs, to, () -> {
            if (!isClosed) {
                message.run();
            }
        });
    }

    /** Ends it at both ends without telling them. */
    void close() {
        isClosed = true;
        network.forget(this);
    }

    /** Breaks it after a while; both ends are told. */
    void reset(long delayNs) {
        network.queue().after(delayNs, null, () -> {
            if (!isClosed) {
                close();
                network.queue().after(0, one.node, one.onBroken);
                network.queue().after(0, other.node, other.onBroken);
            }
        });
    }
}
