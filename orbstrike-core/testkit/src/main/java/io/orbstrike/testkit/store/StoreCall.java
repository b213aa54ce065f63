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
    TAKE_BACK_QUOTA
}
