package io.orbstrike.host;

/**
 * Where the slots of boards may lie: at some thousandth of a second of their interval, so that boards with one interval
 * fall due together in groups, and a thread wakes up for a group and not for each board.
 *
 * <p>Immutable.
 *
 * @param originNs a place of every grid of the host; another for each process of a machine, so that they do not all wake up
 *     at once
 * @param intervalNs a board's interval, 1 and above
 * @param partsPerInterval into how many parts it is cut
 */
record SlotGrid(long originNs, long intervalNs, long partsPerInterval) {

    /* Part k of an interval begins at floor(k * interval / parts) after a multiple of the interval. So a slot that lies on
     * the grid still does one interval later, and nothing drifts.
     */

    private static final long PART_NS = 1_000_000;

    /** The grid of boards with an interval: parts of a millisecond or a little less. */
    static SlotGrid of(long originNs, long intervalNs) {
        return new SlotGrid(originNs, intervalNs, (intervalNs + PART_NS - 1) / PART_NS);
    }

    /** The first place at or after a time. */
    long atOrAfter(long timeNs) {
        long offsetNs = offsetNs(timeNs);
        long part = (offsetNs * partsPerInterval + intervalNs - 1) / intervalNs;
        return timeNs - offsetNs + beginNs(part);
    }

    /** The last place at or before a time. */
    long atOrBefore(long timeNs) {
        long offsetNs = offsetNs(timeNs);
        long part = ((offsetNs + 1) * partsPerInterval - 1) / intervalNs;
        return timeNs - offsetNs + beginNs(part);
    }

    private long offsetNs(long timeNs) {
        return Math.floorMod(timeNs - originNs, intervalNs);
    }

    private long beginNs(long part) {
        return part * intervalNs / partsPerInterval;
    }
}
