package io.orbstrike.testkit.simulation;

/** Why a stream ended, as a client or a proxy is told. */
enum PlayEnd {
    /** The stay is over; the last frame has said why. */
    STAY_ENDED,
    /** The player is not on the board. */
    UNKNOWN_PLAYER,
    /** A newer stream of the player has taken over. */
    SUPERSEDED,
    /** There is no such board. */
    NO_SUCH_BOARD,
    /** The board is in quarantine. */
    QUARANTINED,
    /** The gameserver does not have the board, or not any more. */
    NOT_THERE,
    /** Nothing is heard of the other end, or nobody has the board: to be tried again. */
    UNAVAILABLE
}
