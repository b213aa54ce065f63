package io.orbstrike.board;

/**
 * The identity of a player on one board: the roster number of his join, so it rises with each join and is never used
 * again on that board.
 *
 * <p>Immutable.
 *
 * @param value 1 and above
 */
public record PlayerId(long value) implements Comparable<PlayerId> {

    /**
     * Checks the range.
     *
     * @param value 1 and above
     * @throws IllegalArgumentException if {@code value} is below 1
     */
    public PlayerId {
        if (value < 1) {
            throw new IllegalArgumentException("player id " + value + ": must be 1 or above");
        }
    }

    @Override
    public int compareTo(PlayerId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
