package io.orbstrike.orb;

import io.orbstrike.board.InvalidValueException;

/**
 * What a player wants until he says otherwise: a direction, and whether his ring is to be up. There are 18 values and no
 * more objects than that.
 *
 * <p>Directions are 0 for none, then in steps of 45 degrees from the positive x axis towards the positive y axis: 1 is
 * (+x, 0), 2 is (+x, +y), 3 is (0, +y), 4 is (-x, +y), 5 is (-x, 0), 6 is (-x, -y), 7 is (0, -y), 8 is (+x, -y).
 *
 * <p>Immutable.
 */
public final class OrbInput {

    /** How many directions there are, none included. */
    public static final int DIRECTIONS = 9;

    private static final OrbInput[] ALL = new OrbInput[2 * OrbMotion.RING];

    static {
        for (int direction = 0; direction < DIRECTIONS; direction++) {
            ALL[direction] = new OrbInput(direction);
            ALL[direction | OrbMotion.RING] = new OrbInput(direction | OrbMotion.RING);
        }
    }

    /** Stand still with the ring down, as a player who has said nothing. */
    public static final OrbInput NEUTRAL = ALL[0];

    private final int motion;

    private OrbInput(int motion) {
        this.motion = motion;
    }

    /**
     * The input for a direction and a wish for the ring.
     *
     * @param direction 0 to 8
     * @param ringWanted true if the ring is to be up as soon and as long as energy allows
     * @return one of the 18 values
     * @throws InvalidValueException if the direction is outside its range
     */
    public static OrbInput of(int direction, boolean ringWanted) {
        InvalidValueException.requireInRange("direction", direction, 0, DIRECTIONS - 1, "");
        return ALL[direction | (ringWanted ? OrbMotion.RING : 0)];
    }

    /**
     * Where the player wants to move.
     *
     * @return 0 to 8
     */
    public int direction() {
        return OrbMotion.direction(motion);
    }

    /**
     * Whether the player wants his ring up.
     *
     * @return true if so
     */
    public boolean isRingWanted() {
        return OrbMotion.isRingUp(motion);
    }

    int motion() {
        return motion;
    }

    @Override
    public String toString() {
        return "OrbInput[direction=" + direction() + ", ringWanted=" + isRingWanted() + "]";
    }
}
