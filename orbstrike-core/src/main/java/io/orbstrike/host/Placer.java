package io.orbstrike.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which loop gets a board, and how the slots of boards are spread in time.
 *
 * <p>Thread-safe.
 */
final class Placer {

    /* A loop's load is nanoseconds of work per second of its boards' schedules, as last measured, and what was placed since
     * counted with the mean cost of a board. Without any measurement boards are counted.
     *
     * Boards start at multiples of the golden ratio of their interval: any number of them in a row is spread evenly
     * over the places of the grid.
     */

    private static final double GOLDEN = 0.6180339887498949;
    private static final long STAGGER_NS_MAX = 250_000_000L;
    private static final double FIRST_COST = 1_000;

    private final List<TickLoop> loops;
    private final double[] loadNsPerSecond;
    private double boardCost = FIRST_COST;
    private double phase;

    Placer(List<TickLoop> loops) {
        this.loops = loops;
        this.loadNsPerSecond = new double[loops.size()];
    }

    /** The loop with the least load that is neither stuck nor dead; the first if all are. */
    TickLoop place(long nowNs, long stuckAfterNs) {
        TickLoop usable = placeElsewhere(nowNs, stuckAfterNs);
        return usable == null ? loops.get(0) : usable;
    }

    /** The loop with the least load that is neither stuck nor dead, or null. */
    synchronized @Nullable TickLoop placeElsewhere(long nowNs, long stuckAfterNs) {
        int best = -1;
        for (int i = 0; i < loadNsPerSecond.length; i++) {
            boolean usable = !loops.get(i).isDead() && loops.get(i).stuckOn(nowNs, stuckAfterNs) == null;
            if (usable && (best < 0 || loadNsPerSecond[i] < loadNsPerSecond[best])) {
                best = i;
            }
        }
        if (best < 0) {
            return null;
        }
        loadNsPerSecond[best] += boardCost;
        return loops.get(best);
    }

    /** When a new board has its first slot: within its interval, and soon. */
    synchronized long firstSlotNs(long nowNs, SlotGrid grid) {
        phase += GOLDEN;
        phase -= Math.floor(phase);
        long staggerNs = (long) (phase * Math.min(grid.intervalNs(), STAGGER_NS_MAX));
        return grid.atOrAfter(nowNs + staggerNs);
    }

    /** Takes up what was measured. */
    synchronized void measured(double[] loads, double meanBoardCost) {
        System.arraycopy(loads, 0, loadNsPerSecond, 0, loads.length);
        boardCost = Math.max(FIRST_COST, meanBoardCost);
    }
}
