package io.orbstrike.host;

import java.util.Comparator;

/**
 * Which of a player's streams is the newest: the client's own number first, and of one number the latest attempt of the
 * proxy that carries that stream.
 *
 * <p>Immutable.
 *
 * @param number 1 and above, raised by the client with each stream
 * @param attempt 0 without a proxy; with one 1 and above, raised by it each time it opens the client's stream again
 */
public record StreamNumber(long number, int attempt) implements Comparable<StreamNumber> {

    private static final Comparator<StreamNumber> ORDER =
            Comparator.comparingLong(StreamNumber::number).thenComparingInt(StreamNumber::attempt);

    /**
     * Checks the ranges.
     *
     * @param number 1 and above, raised by the client with each stream
     * @param attempt 0 without a proxy; with one 1 and above, raised by it each time it opens the client's stream again
     * @throws IllegalArgumentException if one is below its range
     */
    public StreamNumber {
        if (number < 1) {
            throw new IllegalArgumentException("streamNumber " + number + ": must be 1 or above");
        }
        if (attempt < 0) {
            throw new IllegalArgumentException("attempt " + attempt + ": must be 0 or above");
        }
    }

    @Override
    public int compareTo(StreamNumber other) {
        return ORDER.compare(this, other);
    }
}
