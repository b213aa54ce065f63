package io.orbstrike.sync;

import java.util.random.RandomGenerator;

/**
 * How long a store that fails is left alone.
 *
 * <p>Confined to the sync's thread.
 */
final class StoreBackoff {

    /* The delay doubles with each failure in a row and is drawn from the upper half of that, so that processes that lost
     * the store together do not come back together. Calls that were under way together fail together, and count once.
     * Until the store has answered again there is one call at a time.
     */

    private static final int DOUBLINGS_MAX = 20;

    private final long delayNsMin;
    private final long delayNsMax;
    private final RandomGenerator random;
    private int failures;
    private long failedNs;
    private long pausedUntilNs;

    StoreBackoff(SyncOptions options, RandomGenerator random) {
        this.delayNsMin = options.backoffMin().toNanos();
        this.delayNsMax = options.backoffMax().toNanos();
        this.random = random;
    }

    /** How long to wait after so many failures in a row, 1 and above. */
    long delayNs(int failuresInARow) {
        int doublings = Math.min(failuresInARow, DOUBLINGS_MAX);
        long longest = Math.min(delayNsMax, delayNsMin << doublings);
        long half = longest / 2;
        return Math.max(delayNsMin, half + (long) (random.nextDouble() * (longest - half)));
    }

    /** A call failed that was made at a time. */
    void failed(long calledNs, long nowNs) {
        if (failures == 0 || calledNs - failedNs >= 0) {
            failures++;
            failedNs = nowNs;
            pausedUntilNs = nowNs + delayNs(failures);
        }
    }

    /** The store has answered. */
    void answered() {
        failures = 0;
    }

    boolean isPaused(long nowNs) {
        return failures > 0 && nowNs - pausedUntilNs < 0;
    }

    /** Until when it is paused, if it is. */
    long pausedUntilNs() {
        return pausedUntilNs;
    }

    /** How many calls may be under way. */
    int callsMax(int max) {
        return failures > 0 ? 1 : max;
    }
}
