package io.orbstrike.orb;

/**
 * The table of velocity vectors: by direction, how far an orb moves in a tick, in 1/1024 unit. It is made once, when a
 * board is created, and then travels with the board.
 *
 * <p>Thread-safe.
 */
final class OrbVelocities {

    /** Two numbers, x and y, per direction. */
    static final int LENGTH = 2 * OrbInput.DIRECTIONS;

    private static final int[] SIGN_X = {0, 1, 1, 0, -1, -1, -1, 0, 1};
    private static final int[] SIGN_Y = {0, 0, 1, 1, 1, 0, -1, -1, -1};

    private OrbVelocities() {}

    /**
     * Computes the table. An axis gets {@code speed * tick * 1024 / 1000}, a diagonal that divided by the root of 2 on
     * both axes, each rounded to the nearest integer.
     *
     * @param speed units per second, 1 to 5,000
     * @param tickIntervalMs 1 to 1,000
     * @return x and y of direction 0, x and y of direction 1, and so on
     */
    static int[] of(int speed, int tickIntervalMs) {
        // The exact length is numerator / 125, since 1024 / 1000 = 128 / 125.
        long numerator = (long) speed * tickIntervalMs * 128;
        int axis = (int) ((2 * numerator + 125) / 250);
        // round(d / sqrt(2)) = floor((floor(sqrt(2 d^2)) + 1) / 2)
        int diagonal = (int) ((floorSqrt(2 * numerator * numerator / (125 * 125)) + 1) / 2);
        int[] table = new int[LENGTH];
        for (int direction = 1; direction < OrbInput.DIRECTIONS; direction++) {
            int length = SIGN_X[direction] * SIGN_Y[direction] == 0 ? axis : diagonal;
            table[2 * direction] = SIGN_X[direction] * length;
            table[2 * direction + 1] = SIGN_Y[direction] * length;
        }
        return table;
    }

    /**
     * The integer square root, by Newton's method on integers.
     *
     * @param value 0 and above
     * @return the greatest integer whose square is at most {@code value}
     */
    static long floorSqrt(long value) {
        if (value < 2) {
            return value;
        }
        long root = 1L << ((65 - Long.numberOfLeadingZeros(value)) / 2);
        while (true) {
            long next = (root + value / root) >> 1;
            if (next >= root) {
                return root;
            }
            root = next;
        }
    }
}
