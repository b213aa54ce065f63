package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

/**
 * The store was not reached, or refused the write without looking at it: too late, or no room. Nothing has changed and
 * nothing will by this call.
 *
 * <p>Immutable.
 *
 * @param cause what went wrong
 */
public record NotApplied(Throwable cause)
        implements BoardStore.CreateOutcome,
                BoardStore.CloseOutcome,
                RosterStore.JoinOutcome,
                RosterStore.LeaveOutcome,
                QuotaStore.EnterOutcome,
                QuotaStore.TakeBackOutcome,
                LeaseStore.LoginOutcome,
                LeaseStore.EndOutcome,
                ElectionStore.CampaignOutcome,
                ElectionStore.ReportOutcome,
                ElectionStore.ResignOutcome,
                AttachmentStore.AttachOutcome,
                AttachmentStore.IndexedOutcome,
                AttachmentStore.MarkOutcome,
                SnapshotStore.SaveOutcome,
                SnapshotStore.AssertOutcome,
                SnapshotStore.HandOverOutcome {

    /**
     * Requires the cause.
     *
     * @param cause what went wrong
     */
    public NotApplied {
        requireNonNull(cause, "cause");
    }
}
