package io.orbstrike.host;

/** What a hosted board is doing. */
public enum BoardState {
    /** It ticks. */
    RUNNING,
    /** It has neither viewer nor player and does not tick until one comes. */
    SLEEPING,
    /** It is kept as it is after a step, to go on here or elsewhere. */
    FROZEN,
    /** It threw, and is kept and shown but not ticked. */
    QUARANTINED,
    /** It has ended. */
    CLOSED
}
