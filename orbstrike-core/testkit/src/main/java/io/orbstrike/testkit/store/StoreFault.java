package io.orbstrike.testkit.store;

/** What goes wrong with a call to a {@link FaultyClusterStore}. */
public enum StoreFault {
    /** Nothing: the store answers. */
    NONE,
    /** The store is not reached, and that is known: writes are not applied. */
    UNREACHED,
    /** The request is lost on its way: nothing is applied, and that is not known. */
    REQUEST_LOST,
    /** The answer is lost on its way: the write is applied, and that is not known. */
    ANSWER_LOST,
    /** The request waits until {@link FaultyClusterStore#release()}, then goes to the store. */
    REQUEST_HELD,
    /** The request goes to the store, the answer waits until {@link FaultyClusterStore#release()}. */
    ANSWER_HELD
}
