package io.orbstrike.host;

/**
 * What came of opening a stream.
 *
 * <p>Immutable.
 */
public sealed interface OpenOutcome {

    /**
     * The stream is open; its first frame, a keyframe, follows.
     *
     * @param viewer the stream's end at the host
     */
    record Opened(Viewer viewer) implements OpenOutcome {}

    /**
     * A stream with the same or a higher number is or was open.
     *
     * @param streamNumber the highest number seen
     */
    record Superseded(long streamNumber) implements OpenOutcome {}

    /** The player is not on the board: never joined, or his stay has ended. */
    enum UnknownPlayer implements OpenOutcome {
        /** The only value. */
        INSTANCE
    }

    /** The board has closed or is not hosted here any more. */
    enum Gone implements OpenOutcome {
        /** The only value. */
        INSTANCE
    }

    /** The board is in quarantine. */
    enum Quarantined implements OpenOutcome {
        /** The only value. */
        INSTANCE
    }

    /** The board's command queue is full, or it is being recovered and the player may yet come back with it; try again. */
    enum Busy implements OpenOutcome {
        /** The only value. */
        INSTANCE
    }
}
