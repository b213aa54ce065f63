package io.orbstrike.host;

import io.orbstrike.board.BoardTimeouts;
import java.time.Duration;

/**
 * When a board is due: the slots of its ticks, and its deadlines.
 *
 * <p>Confined to the tick thread.
 */
final class BoardSchedule {

    /* Slot n is at start + n * interval, however late steps come, so nothing drifts. A step that comes a whole interval
     * late or more stands for the newest slot that has passed; those before it are dropped and counted, never made up for.
     *
     * Sums of System.nanoTime() may wrap, so times are compared by their difference, and deadlines are kept as flags
     * beside times and not as a far future.
     */

    static final long NEVER = Long.MAX_VALUE;

    private final long intervalNs;
    private final SlotGrid grid;
    private final long sleepAfterNs;
    private final long closeUnwatchedAfterNs;
    private final boolean hasLifetime;
    private final long lifetimeEndNs;
    private long nextSlotNs;
    private long slotsDropped;
    private boolean isAtOnce;
    private boolean unwatched;
    private long unwatchedSinceNs;

    /**
     * Makes a schedule.
     *
     * @param grid where slots may lie
     * @param firstSlotNs when the first tick is due; on the grid
     * @param lifetimeLeftNs how long the board may still live, {@link #NEVER} for ever
     * @param unwatchedLeftNs how long it may stay without viewer and player, {@link #NEVER} if it has some
     */
    BoardSchedule(
            SlotGrid grid,
            BoardTimeouts timeouts,
            long nowNs,
            long firstSlotNs,
            long lifetimeLeftNs,
            long unwatchedLeftNs) {
        this.intervalNs = grid.intervalNs();
        this.grid = grid;
        this.sleepAfterNs = saturatedNs(timeouts.sleepAfter());
        this.closeUnwatchedAfterNs = saturatedNs(timeouts.closeUnwatchedAfter());
        this.hasLifetime = lifetimeLeftNs != NEVER;
        this.lifetimeEndNs = hasLifetime ? nowNs + lifetimeLeftNs : 0;
        this.nextSlotNs = firstSlotNs;
        if (unwatchedLeftNs != NEVER) {
            unwatched = true;
            unwatchedSinceNs = nowNs - (closeUnwatchedAfterNs - Math.min(unwatchedLeftNs, closeUnwatchedAfterNs));
        }
    }

    /** A duration in nanoseconds, at most about 146 years. */
    static long saturatedNs(Duration duration) {
        long half = Long.MAX_VALUE >> 1;
        return duration.compareTo(Duration.ofNanos(half)) > 0 ? half : duration.toNanos();
    }

    long intervalNs() {
        return intervalNs;
    }

    /** How many slots were dropped in this epoch. */
    long slotsDropped() {
        return slotsDropped;
    }

    /** When the next step is due. */
    long nextSlotNs() {
        return nextSlotNs;
    }

    /** How late a step that starts now is. */
    long latenessNs(long nowNs) {
        return nowNs - nextSlotNs;
    }

    /**
     * Uses the slot of a step that starts now, and drops those that have passed.
     *
     * @return how many were dropped
     */
    long useSlot(long nowNs) {
        long lateNs = Math.max(0, nowNs - nextSlotNs);
        long dropped = lateNs / intervalNs;
        slotsDropped += dropped;
        nextSlotNs += (dropped + 1) * intervalNs;
        return dropped;
    }

    /**
     * Goes on after a pause: drops the slots that have passed, and starts anew if there were any.
     *
     * @return how many were dropped
     */
    long resume(long nowNs) {
        long lateNs = nowNs - nextSlotNs;
        if (lateNs <= 0) {
            return 0;
        }
        long dropped = lateNs / intervalNs;
        slotsDropped += dropped;
        restart(nowNs);
        return dropped;
    }

    /** Starts the slots anew, the first of them now: the place of the grid that has just passed. */
    void restart(long nowNs) {
        nextSlotNs = grid.atOrBefore(nowNs);
    }

    /** Lets the next step be due now, ahead of its slot; false if it is due already. */
    boolean stepAtOnce(long nowNs) {
        if (nextSlotNs - nowNs <= 0) {
            return false;
        }
        restart(nowNs);
        isAtOnce = true;
        return true;
    }

    /** Whether the step that is made was asked for ahead of its slot: true once. */
    boolean takeAtOnce() {
        boolean was = isAtOnce;
        isAtOnce = false;
        return was;
    }

    /** Starts the slots anew at a place of the grid. */
    void restartAt(long slotNs) {
        nextSlotNs = slotNs;
    }

    SlotGrid grid() {
        return grid;
    }

    /** Notes whether there is a viewer or a player. */
    void noteOccupied(boolean occupied, long nowNs) {
        if (occupied) {
            unwatched = false;
        } else if (!unwatched) {
            unwatched = true;
            unwatchedSinceNs = nowNs;
        }
    }

    boolean isSleepDue(long nowNs) {
        return unwatched && nowNs - unwatchedSinceNs >= sleepAfterNs;
    }

    boolean isEndDue(long nowNs) {
        return (hasLifetime && nowNs - lifetimeEndNs >= 0)
                || (unwatched && nowNs - unwatchedSinceNs >= closeUnwatchedAfterNs);
    }

    /** When a board that sleeps has to be looked at again; at most {@code longestNs} from now. */
    long deadlineNs(long nowNs, long longestNs) {
        long left = longestNs;
        if (hasLifetime) {
            left = Math.min(left, lifetimeEndNs - nowNs);
        }
        if (unwatched) {
            left = Math.min(left, unwatchedSinceNs + closeUnwatchedAfterNs - nowNs);
        }
        return nowNs + Math.max(0, left);
    }

    /** How much of the lifetime is left, {@link #NEVER} if it has no end. */
    long lifetimeLeftNs(long nowNs) {
        return hasLifetime ? Math.max(0, lifetimeEndNs - nowNs) : NEVER;
    }

    /** How long the board may stay without viewer and player, {@link #NEVER} if it has some. */
    long unwatchedLeftNs(long nowNs) {
        return unwatched ? Math.max(0, unwatchedSinceNs + closeUnwatchedAfterNs - nowNs) : NEVER;
    }
}
