package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

/**
 * The store was asked and its answer is not known. A write may have been applied or not; it is never read as yes or no,
 * but asked again with the same key or token. It is not applied after the time that was left for the call (ROUTE-5).
 *
 * <p>Immutable.
 *
 * @param cause what went wrong
 */
public record Unknown(Throwable cause)
        implements BoardStore.CreateOutcome,
                BoardStore.GetOutcome,
                BoardStore.CloseOutcome,
                BoardStore.ListOutcome,
                RosterStore.JoinOutcome,
                RosterStore.LeaveOutcome,
                RosterStore.ReadOutcome,
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
                SnapshotStore.HandOverOutcome,
                LeaseStore.ReadOutcome,
                ElectionStore.LeaderOutcome,
                AttachmentStore.TokensOutcome,
                AttachmentStore.IndexOutcome,
                AttachmentStore.SweepOutcome,
                SnapshotStore.LoadOutcome {

    /**
     * Requires the cause.
     *
     * @param cause what went wrong
     */
    public Unknown {
        requireNonNull(cause, "cause");
    }
}
