package io.orbstrike.store;

import org.jspecify.annotations.Nullable;

/**
 * A board's epoch: it rises each time the board is attached anew.
 *
 * <p>Immutable.
 *
 * @param value 1 and above
 */
public record Epoch(long value) implements Comparable<Epoch> {

    /**
     * Checks the range.
     *
     * @param value 1 and above
     * @throws IllegalArgumentException if {@code value} is below 1
     */
    public Epoch {
        if (value < 1) {
            throw new IllegalArgumentException("epoch " + value + ": must be 1 or above");
        }
    }

    /**
     * The epoch that an attach gives out (ATTACH-1): above the previous one, and not below the store's clock, so that a
     * store that forgot the previous one does not repeat it.
     *
     * @param previous the board's last known epoch, or null
     * @param storeClockMs the store's clock, in milliseconds since 1970
     * @return max(previous + 1, storeClockMs), at least 1
     */
    public static Epoch after(@Nullable Epoch previous, long storeClockMs) {
        long above = previous == null ? 1 : previous.value + 1;
        return new Epoch(Math.max(above, storeClockMs));
    }

    @Override
    public int compareTo(Epoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
