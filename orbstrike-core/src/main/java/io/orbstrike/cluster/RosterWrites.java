package io.orbstrike.cluster;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.TreeSet;

/**
 * The joins and leaves of one board that the store is asked to write and has not answered yet.
 *
 * <p>Confined to the agent's thread.
 */
final class RosterWrites {

    /* Each has a number, and who waits does so for those that were under way when he came: later ones do not hold him up. */

    private final TreeSet<Long> underWay = new TreeSet<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long last;

    private record Waiting(long until, Runnable action) {}

    /** A write is sent; returns its number, by which it is to be ended. */
    long begin() {
        last++;
        underWay.add(last);
        return last;
    }

    /** The store has answered a write, or it is not known whether it has it. */
    void end(long write) {
        underWay.remove(write);
        while (!waiting.isEmpty() && isOver(waiting.element().until())) {
            waiting.remove().action().run();
        }
    }

    /** Does something once all writes that are under way now have ended. */
    void whenEnded(Runnable action) {
        if (underWay.isEmpty()) {
            action.run();
        } else {
            waiting.add(new Waiting(last, action));
        }
    }

    private boolean isOver(long until) {
        return underWay.isEmpty() || underWay.first() > until;
    }
}
