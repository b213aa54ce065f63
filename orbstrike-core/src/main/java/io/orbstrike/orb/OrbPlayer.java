package io.orbstrike.orb;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.InvalidValueException;

/**
 * What a player brings when he joins.
 *
 * <p>Immutable.
 *
 * @param name shown to all, at most 50 code points and no control characters; may be empty, need not be unique
 * @param color one of 5 colours, 0 to 4
 */
public record OrbPlayer(String name, int color) {

    /** The longest name in code points. */
    public static final int MAX_NAME_CODE_POINTS = 50;

    /** How many colours there are. */
    public static final int COLORS = 5;

    static final int MAX_NAME_BYTES = 4 * MAX_NAME_CODE_POINTS;

    /**
     * Checks name and colour.
     *
     * @param name at most 50 code points and no control characters; may be empty
     * @param color 0 to 4
     * @throws InvalidValueException if the name is too long, holds a control character or half a surrogate pair, or the
     *     colour is outside its range
     */
    public OrbPlayer {
        requireNonNull(name, "name");
        int codePoints = name.codePointCount(0, name.length());
        if (codePoints > MAX_NAME_CODE_POINTS) {
            throw new InvalidValueException(
                    "name", "of " + codePoints + " code points", "at most " + MAX_NAME_CODE_POINTS + " code points");
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException("name", "with a control character", "free of control characters");
        }
        if (name.codePoints().anyMatch(OrbPlayer::isSurrogate)) {
            throw new InvalidValueException("name", "with half a surrogate pair", "well-formed Unicode");
        }
        InvalidValueException.requireInRange("color", color, 0, COLORS - 1, "");
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
