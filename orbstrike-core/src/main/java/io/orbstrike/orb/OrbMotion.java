package io.orbstrike.orb;

/**
 * The (direction, ring) of an orb in 5 bits: {@code ring << 4 | direction}. In columns it is a byte, on the wire the low
 * bits of an entry.
 *
 * <p>Thread-safe.
 */
final class OrbMotion {

    /** The bit of a raised ring. */
    static final int RING = 1 << 4;

    /** How many bits a motion has. */
    static final int BITS = 5;

    /** How many values fit its bits; not all are motions. */
    static final int VALUES = 1 << BITS;

    private static final int DIRECTION_MASK = RING - 1;

    private OrbMotion() {}

    static int direction(int motion) {
        return motion & DIRECTION_MASK;
    }

    static boolean isRingUp(int motion) {
        return (motion & RING) != 0;
    }

    static boolean isValid(int bits) {
        return bits >= 0 && bits < VALUES && direction(bits) < OrbInput.DIRECTIONS;
    }
}
