package io.orbstrike.host;

import java.util.IdentityHashMap;

/**
 * The lanes on which a host has viewers, each with one desk as long as a board has viewers there.
 *
 * <p>Thread-safe: tick threads call it when a board gets its first viewer on a lane, or loses its last.
 */
final class LaneDesks {

    private final int messagesMax;
    private final LaneTally.Totals totals = new LaneTally.Totals();
    private final IdentityHashMap<Lane, Entry> byLane = new IdentityHashMap<>();

    LaneDesks(int messagesMax) {
        this.messagesMax = messagesMax;
    }

    LaneTally.Totals totals() {
        return totals;
    }

    synchronized LaneDesk acquire(Lane lane) {
        Entry entry = byLane.computeIfAbsent(
                lane, missing -> new Entry(new LaneDesk(missing, messagesMax, new LaneTally(totals))));
        entry.boards++;
        return entry.desk;
    }

    synchronized void release(LaneDesk desk) {
        Entry entry = byLane.get(desk.lane());
        if (entry != null && entry.desk == desk && --entry.boards == 0) {
            byLane.remove(desk.lane());
        }
    }

    synchronized int size() {
        return byLane.size();
    }

    private static final class Entry {
        final LaneDesk desk;
        int boards;

        Entry(LaneDesk desk) {
            this.desk = desk;
        }
    }
}
