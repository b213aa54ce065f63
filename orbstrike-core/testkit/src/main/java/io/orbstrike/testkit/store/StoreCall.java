package io.orbstrike.testkit.store;

/** A call of a store. */
public enum StoreCall {
    /** {@link io.orbstrike.store.BoardStore#create}. */
    CREATE_BOARD,
    /** {@link io.orbstrike.store.BoardStore#get}. */
    GET_BOARD,
    /** {@link io.orbstrike.store.BoardStore#close}. */
    CLOSE_BOARD,
    /** {@link io.orbstrike.store.BoardStore#list}. */
    LIST_BOARDS,
    /** {@link io.orbstrike.store.RosterStore#join}. */
    JOIN_ROSTER,
    /** {@link io.orbstrike.store.RosterStore#leave}. */
    LEAVE_ROSTER,
    /** {@link io.orbstrike.store.RosterStore#read}. */
    READ_ROSTER,
    /** {@link io.orbstrike.store.QuotaStore#enter}. */
    ENTER_QUOTA,
    /** {@link io.orbstrike.store.QuotaStore#takeBack}. */
    TAKE_BACK_QUOTA,
    /** {@link io.orbstrike.store.LeaseStore#login}. */
    LOGIN,
    /** {@link io.orbstrike.store.LeaseStore#logout}. */
    LOGOUT,
    /** {@link io.orbstrike.store.LeaseStore#end}. */
    END_LEASE,
    /** {@link io.orbstrike.store.LeaseStore#forget}. */
    FORGET_LEASE,
    /** {@link io.orbstrike.store.LeaseStore#read}. */
    READ_LEASES,
    /** {@link io.orbstrike.store.ElectionStore#campaign}. */
    CAMPAIGN,
    /** {@link io.orbstrike.store.ElectionStore#report}. */
    REPORT,
    /** {@link io.orbstrike.store.ElectionStore#resign}. */
    RESIGN,
    /** {@link io.orbstrike.store.ElectionStore#leader}. */
    READ_LEADER,
    /** {@link io.orbstrike.store.AttachmentStore#attach}. */
    ATTACH_BOARD,
    /** {@link io.orbstrike.store.AttachmentStore#tokens}. */
    READ_TOKENS,
    /** {@link io.orbstrike.store.AttachmentStore#index}. */
    READ_INDEX,
    /** {@link io.orbstrike.store.AttachmentStore#enter}. */
    ENTER_INDEX,
    /** {@link io.orbstrike.store.AttachmentStore#remove}. */
    REMOVE_FROM_INDEX,
    /** {@link io.orbstrike.store.AttachmentStore#sweep}. */
    SWEEP_BOARDS,
    /** {@link io.orbstrike.store.AttachmentStore#mark}. */
    MARK_BOARD,
    /** {@link io.orbstrike.store.AttachmentStore#forgetDeaths}. */
    FORGET_DEATHS,
    /** {@link io.orbstrike.store.SnapshotStore#save}. */
    SAVE_SNAPSHOTS,
    /** {@link io.orbstrike.store.SnapshotStore#load}. */
    LOAD_BOARD,
    /** {@link io.orbstrike.store.SnapshotStore#assertBoard}. */
    ASSERT_BOARD,
    /** {@link io.orbstrike.store.SnapshotStore#handOver}. */
    HAND_OVER_BOARD,
    /** {@link io.orbstrike.store.StoreHints#publish}. */
    PUBLISH_HINT,
    /** {@link io.orbstrike.store.StoreHints.Listener#onHint}. */
    HEAR_HINT
}
