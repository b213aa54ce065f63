package io.orbstrike.cluster.link;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.SnapshotStore;

/** What came of asking a holder for its board's newest state (FAIL-3). */
public sealed interface YieldOutcome {

    /**
     * The holder has stopped after this state.
     *
     * @param snapshot of the last step
     */
    record Yielded(SnapshotStore.Snapshot snapshot) implements YieldOutcome {
        /**
         * Requires the state.
         *
         * @param snapshot of the last step
         */
        public Yielded {
            requireNonNull(snapshot, "snapshot");
        }
    }

    /** The gameserver does not hold the board under that token. */
    enum NotHere implements YieldOutcome {
        /** The only value. */
        INSTANCE
    }

    /** It was not reached, or not in time. */
    enum Unknown implements YieldOutcome {
        /** The only value. */
        INSTANCE
    }
}
