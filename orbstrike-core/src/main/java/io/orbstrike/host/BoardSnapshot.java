package io.orbstrike.host;

import static java.util.Objects.requireNonNull;

/**
 * A board's whole state as captured between two steps, in the form in which the store keeps it.
 *
 * <p>Immutable; the array is not to be changed by anybody.
 *
 * @param epoch in which the board was hosted
 * @param tick of the last step that the state contains, 0 and above
 * @param rosterNumber the highest player id of a join that the state contains, 0 for none
 * @param version the board type's snapshot version in it, 1 and above
 * @param bytes checksummed, with players, inputs, deadlines, random and board
 */
@SuppressWarnings("ArrayRecordComponent") // carried from the host to the store, never compared
public record BoardSnapshot(long epoch, long tick, long rosterNumber, int version, byte[] bytes) {

    /**
     * Checks the ranges.
     *
     * @param epoch in which the board was hosted
     * @param tick of the last step that the state contains, 0 and above
     * @param rosterNumber the highest player id of a join that the state contains, 0 for none
     * @param version the board type's snapshot version in it, 1 and above
     * @param bytes checksummed, with players, inputs, deadlines, random and board
     * @throws IllegalArgumentException if a number is outside
     */
    public BoardSnapshot {
        requireNonNull(bytes, "bytes");
        if (epoch < 0 || tick < 0 || rosterNumber < 0 || version < 1) {
            throw new IllegalArgumentException("epoch " + epoch + ", tick " + tick + ", rosterNumber " + rosterNumber
                    + ", version " + version + ": must be at least 0, 0, 0 and 1");
        }
    }

    /** The same state in another form. */
    BoardSnapshot withBytes(byte[] other) {
        return new BoardSnapshot(epoch, tick, rosterNumber, version, other);
    }

    /** Of two states of one board in one epoch the later. */
    static BoardSnapshot later(BoardSnapshot one, BoardSnapshot other) {
        return other.tick >= one.tick ? other : one;
    }
}
