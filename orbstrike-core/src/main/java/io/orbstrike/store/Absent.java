package io.orbstrike.store;

/**
 * There is neither board nor tombstone.
 *
 * <p>Immutable.
 */
public enum Absent implements BoardStore.GetOutcome, RosterStore.ReadOutcome {
    /** The only value. */
    INSTANCE
}
