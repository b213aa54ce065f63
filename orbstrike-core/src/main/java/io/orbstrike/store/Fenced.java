package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

/**
 * The caller does not hold the board any more (ATTACH-3). Nothing has changed; the caller stops writing first.
 *
 * <p>Immutable.
 *
 * @param holder the token that counts
 */
public record Fenced(Token holder)
        implements BoardStore.CloseOutcome,
                RosterStore.JoinOutcome,
                RosterStore.LeaveOutcome,
                AttachmentStore.MarkOutcome,
                SnapshotStore.SaveOutcome,
                SnapshotStore.AssertOutcome,
                SnapshotStore.HandOverOutcome {

    /**
     * Requires the token.
     *
     * @param holder the token that counts
     */
    public Fenced {
        requireNonNull(holder, "holder");
    }
}
