package io.orbstrike.store;

/**
 * There is neither board nor tombstone.
 *
 * <p>Immutable.
 */
public enum Absent
        implements
                BoardStore.GetOutcome, RosterStore.ReadOutcome, AttachmentStore.AttachOutcome,
                SnapshotStore.LoadOutcome {
    /** The only value. */
    INSTANCE
}
