package io.orbstrike.testkit.simulation;

/** The steps of a handover, and of a drain that ends with it, at each of which something may go wrong. */
enum HandoverStep {
    /** The source is asked to hand the board over. */
    PREPARE,
    /** The source has frozen the board and is about to write. */
    FREEZE,
    /** The store has the write, and the source does not know it yet. */
    WRITE,
    /** The target has read the state that it is to go on from. */
    FIRST_TICK,
    /** A proxy opens a stream where the board has gone. */
    SWITCH,
    /** A gameserver that is empty ends its lease. */
    LOGOUT
}
