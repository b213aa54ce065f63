package io.orbstrike.sync;

import io.orbstrike.host.NanoClock;
import io.orbstrike.store.SnapshotStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * What the parts of a sync share.
 *
 * <p>Immutable; the parts are confined to the sync's thread, unless they say otherwise.
 *
 * @param store where states go
 * @param options intervals and bounds
 * @param clock the only source of time
 * @param executor continues what tick threads and the store bring
 * @param schedule who is next
 * @param load what is under way
 * @param backoff how the store does
 * @param metrics what was counted
 */
record SyncParts(
        SnapshotStore store,
        SyncOptions options,
        NanoClock clock,
        OrderedExecutor executor,
        SyncSchedule schedule,
        SyncLoad load,
        StoreBackoff backoff,
        SyncMetrics metrics) {

    private static final Logger LOG = System.getLogger(SyncParts.class.getName());

    /** Tells a board something; what it throws is its own affair. */
    void tell(SyncEntry entry, Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            boardFailed(entry, e);
        }
    }

    /** Runs a piece of the sync's own work; what it leaves undone comes up again or not, and the rest goes on. */
    void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            metrics.countFailure();
            LOG.log(Level.ERROR, "a task of the sync failed", e);
        } catch (Error e) {
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, e); // stages and executors keep it silent
            throw e;
        }
    }

    void boardFailed(SyncEntry entry, RuntimeException failure) {
        metrics.countFailure();
        LOG.log(Level.ERROR, () -> "the sync of board " + entry.id() + " threw", failure);
    }
}
