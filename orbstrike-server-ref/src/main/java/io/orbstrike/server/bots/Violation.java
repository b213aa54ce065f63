package io.orbstrike.server.bots;

/**
 * Something that a stream showed and must not have.
 *
 * <p>Immutable.
 *
 * @param kind what was checked
 * @param stream which player's stream, from 0; {@link #ALL_STREAMS} if it is about all of them
 * @param board the board's id, empty if it is about all boards
 * @param tick the tick at which it was seen, 0 if at none
 * @param expected what would have been right
 * @param found what there was
 */
record Violation(Kind kind, int stream, String board, long tick, String expected, String found) {

    static final int ALL_STREAMS = -1;

    /** What is checked. */
    enum Kind {
        /** Of all frames that were due, too many never came. */
        MISSED,
        /** Frames of one epoch lay too far apart. */
        GAP,
        /** The first frame of a higher epoch came too late. */
        FAILOVER_GAP,
        /** A delta did not continue the frame before it. */
        TICK_GAP,
        /** A frame was not newer than the one before it. */
        REGRESSION,
        /** Two viewers of one tick saw different boards, or an orb did not go where its input led it. */
        WRONG_POSITION,
        /** An orb that was steered never moved. */
        NOT_MOVED,
        /** A stream or a call ended with an error. */
        STREAM_ERROR
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.name());
        if (stream != ALL_STREAMS) {
            text.append(" stream ").append(stream);
        }
        if (!board.isEmpty()) {
            text.append(" board ").append(board);
        }
        if (tick != 0) {
            text.append(" tick ").append(tick);
        }
        return text + ": expected " + expected + ", found " + found;
    }
}
