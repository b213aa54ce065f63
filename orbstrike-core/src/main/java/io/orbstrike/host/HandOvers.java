package io.orbstrike.host;

import java.util.ArrayList;
import java.util.List;

/**
 * Frames that a loop has handed to lanes and not woken them for yet, so that a group of boards that are due together
 * wakes a lane once.
 *
 * <p>Confined to the loop's thread.
 */
final class HandOvers {

    /* A frame waits for the steps of the boards after it in the group, and no longer than this by what those steps have
     * cost before: one that costs much finds nothing waiting.
     */

    private static final long WAIT_NS_MAX = 200_000;
    private static final int WAITING_MAX = 256;

    private final TickCounters counters;
    private final int waitingMax;
    private final List<Audience> audiences = new ArrayList<>();
    private final List<PublishedFrame> frames = new ArrayList<>();
    private long nowNs;
    private long sinceNs;

    /** {@code inboxSize} is how many messages a lane takes before it is woken. */
    HandOvers(TickCounters counters, int inboxSize) {
        this.counters = counters;
        this.waitingMax = Math.min(WAITING_MAX, inboxSize / 2);
    }

    /** Says that a step starts, and how long it is expected to take. */
    void beforeStep(long startNs, long expectedNs) {
        nowNs = startNs;
        if (!audiences.isEmpty() && startNs + expectedNs - sinceNs > WAIT_NS_MAX) {
            wake();
        }
    }

    /** Remembers to wake the lane of an audience that a frame was handed to. */
    void add(Audience audience, PublishedFrame frame) {
        if (audiences.size() == waitingMax) {
            wake();
        }
        if (audiences.isEmpty()) {
            sinceNs = nowNs;
        }
        audiences.add(audience);
        frames.add(frame);
    }

    /** Wakes all lanes that wait for it. */
    void wake() {
        for (int i = 0; i < audiences.size(); i++) {
            LaneDesk desk = audiences.get(i).desk;
            desk.wake();
            if (desk.isEnded()) {
                counters.eventsDropped.add(frames.get(i).eventCountFor(audiences.get(i)));
            }
        }
        audiences.clear();
        frames.clear();
    }
}
