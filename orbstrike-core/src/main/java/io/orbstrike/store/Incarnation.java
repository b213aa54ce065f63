package io.orbstrike.store;

import io.orbstrike.board.InvalidValueException;
import java.util.HexFormat;

/**
 * The identity of one process: 128 random bits that it draws once (LEASE-1), written as 32 lower-case hexadecimal digits.
 *
 * <p>Immutable.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record Incarnation(long high, long low) {

    private static final int DIGITS = 32;

    /**
     * Reads an incarnation from its text.
     *
     * @param text 32 hexadecimal digits
     * @return the incarnation
     * @throws InvalidValueException if the text is anything else
     */
    public static Incarnation parse(String text) {
        if (text.length() != DIGITS || !text.chars().allMatch(HexFormat::isHexDigit)) {
            throw new InvalidValueException(
                    "incarnation", "of " + text.length() + " characters", DIGITS + " hexadecimal digits");
        }
        return new Incarnation(
                HexFormat.fromHexDigitsToLong(text, 0, DIGITS / 2),
                HexFormat.fromHexDigitsToLong(text, DIGITS / 2, DIGITS));
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
