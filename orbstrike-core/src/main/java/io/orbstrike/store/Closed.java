package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

/**
 * The board has closed: its tombstone is there (ATTACH-4). Nothing has changed.
 *
 * <p>Immutable.
 *
 * @param epoch the last epoch of the board
 */
public record Closed(Epoch epoch)
        implements BoardStore.CreateOutcome,
                BoardStore.GetOutcome,
                BoardStore.CloseOutcome,
                RosterStore.JoinOutcome,
                RosterStore.LeaveOutcome,
                RosterStore.ReadOutcome,
                AttachmentStore.AttachOutcome,
                AttachmentStore.MarkOutcome,
                SnapshotStore.SaveOutcome,
                SnapshotStore.LoadOutcome,
                SnapshotStore.AssertOutcome,
                SnapshotStore.HandOverOutcome {

    /**
     * Requires the epoch.
     *
     * @param epoch the last epoch of the board
     */
    public Closed {
        requireNonNull(epoch, "epoch");
    }
}
