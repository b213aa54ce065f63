package io.orbstrike.server.bots;

import io.orbstrike.server.bots.Violation.Kind;

/**
 * What the viewers of one board knew of it at the newest {@link #TICKS_KEPT} ticks, as hashes. All viewers of a tick must
 * know the same, however they came to it: by the keyframe of that tick, or by an older one and deltas.
 *
 * <p>Thread-safe.
 */
final class BoardLedger {

    static final int TICKS_KEPT = 1_024;

    private final String board;
    private final Violations violations;
    private final long[] epochs = new long[TICKS_KEPT];
    private final long[] ticks = new long[TICKS_KEPT];
    private final long[] hashes = new long[TICKS_KEPT];
    private final int[] streams = new int[TICKS_KEPT];
    private long compared;

    BoardLedger(String board, Violations violations) {
        this.board = board;
        this.violations = violations;
    }

    /**
     * A stream knows the board as of a tick. The first one to say so is believed.
     *
     * @param tick 1 and above
     * @param hash of everything that is known
     */
    synchronized void onKnown(int stream, long epoch, long tick, long hash) {
        int at = (int) (tick % TICKS_KEPT);
        boolean isKept = ticks[at] == tick && epochs[at] == epoch;
        if (isKept) {
            compared++;
            if (hashes[at] != hash) {
                violations.add(new Violation(
                        Kind.WRONG_POSITION,
                        stream,
                        board,
                        tick,
                        "state " + Long.toHexString(hashes[at]) + " as stream " + streams[at] + " knows it",
                        "state " + Long.toHexString(hash)));
            }
        } else if (epoch > epochs[at] || (epoch == epochs[at] && tick > ticks[at])) {
            epochs[at] = epoch;
            ticks[at] = tick;
            hashes[at] = hash;
            streams[at] = stream;
        }
    }

    /** How often two streams were compared. */
    synchronized long compared() {
        return compared;
    }
}
