package io.orbstrike.store;

/**
 * The store knows less than the caller's token says: there is neither board nor tombstone, or its epoch is lower
 * (ATTACH-3). It has forgotten, nothing has changed, and the holder asserts what it has.
 *
 * <p>Immutable.
 */
public enum Behind
        implements
                RosterStore.JoinOutcome, RosterStore.LeaveOutcome, AttachmentStore.MarkOutcome,
                SnapshotStore.SaveOutcome, SnapshotStore.HandOverOutcome {
    /** The only value. */
    INSTANCE
}
