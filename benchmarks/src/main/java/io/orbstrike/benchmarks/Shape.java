package io.orbstrike.benchmarks;

/**
 * How many boards a host has, and how many players each.
 *
 * <p>Immutable.
 *
 * @param boards 1 and above
 * @param players per board, 1 and above
 */
record Shape(int boards, int players) {

    /** Reads {@code 100x10}: boards by players. */
    static Shape parse(String text) {
        String[] parts = text.split("x", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("shape " + text + ": must be BOARDSxPLAYERS");
        }
        return new Shape(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }
}
