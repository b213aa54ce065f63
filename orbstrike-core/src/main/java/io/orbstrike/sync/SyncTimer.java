package io.orbstrike.sync;

import io.orbstrike.host.NanoClock;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Wakes the sync at a time that can only be moved forward.
 *
 * <p>Confined to the sync's thread.
 */
final class SyncTimer {

    /* A task that is overtaken by an earlier one finds that it is not the one that counts, and does nothing. So there are
     * no more of them than times that were moved forward within one of the longest waits.
     */

    private final ScheduledExecutorService executor;
    private final NanoClock clock;
    private final Runnable onWake;
    private boolean set;
    private long wakeNs;
    private long turn;

    SyncTimer(ScheduledExecutorService executor, NanoClock clock, Runnable onWake) {
        this.executor = executor;
        this.clock = clock;
        this.onWake = onWake;
    }

    /** Wakes not later than at a time. */
    void wakeBy(long timeNs) {
        if (set && wakeNs - timeNs <= 0) {
            return;
        }
        set = true;
        wakeNs = timeNs;
        long mine = ++turn;
        try {
            ScheduledFuture<?> unused =
                    executor.schedule(() -> wake(mine), Math.max(0, timeNs - clock.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            set = false; // the executor has ended, and with it the sync
        }
    }

    private void wake(long mine) {
        if (mine == turn) {
            set = false;
            onWake.run();
        }
    }
}
