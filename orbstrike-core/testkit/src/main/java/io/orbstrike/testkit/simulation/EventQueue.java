package io.orbstrike.testkit.simulation;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is still to happen, by its time and then in the order in which it was handed in.
 *
 * <p>Confined to the simulation's thread.
 */
final class EventQueue {

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowNs;
    private long handedIn;
    private long ran;
    private long digest;

    private record Event(long timeNs, long order, @Nullable SimulatedNode node, Runnable body)
            implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    long nowNs() {
        return nowNs;
    }

    /** How many events have happened. */
    long ran() {
        return ran;
    }

    /** Stands for all that has happened, and when. */
    long digest() {
        return digest;
    }

    /** Something happens at a node, or behind all nodes if there is none. */
    void at(long timeNs, @Nullable SimulatedNode node, Runnable body) {
        events.add(new Event(Math.max(timeNs, nowNs), handedIn++, node, body));
    }

    void after(long delayNs, @Nullable SimulatedNode node, Runnable body) {
        at(nowNs + delayNs, node, body);
    }

    /** Lets the next event happen if it is due by a time; else moves the time there. */
    boolean runNext(long untilNs) {
        Event next = events.peek();
        if (next == null || next.timeNs > untilNs) {
            nowNs = untilNs;
            return false;
        }
        events.remove();
        nowNs = next.timeNs;
        ran++;
        digest = (digest ^ next.timeNs ^ (next.node == null ? 0 : next.node.number())) * MIX;
        if (next.node == null) {
            next.body.run();
        } else {
            next.node.run(next.body);
        }
        return true;
    }
}
