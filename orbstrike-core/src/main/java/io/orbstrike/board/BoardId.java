package io.orbstrike.board;

import java.util.HexFormat;

/**
 * The identity of a board: 128 bits, written as 32 lower-case hexadecimal digits.
 *
 * <p>Immutable.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record BoardId(long high, long low) implements Comparable<BoardId> {

    private static final int DIGITS = 32;

    /**
     * Reads an id from its text.
     *
     * @param text 32 hexadecimal digits
     * @return the id
     * @throws InvalidValueException if the text is anything else
     */
    public static BoardId parse(String text) {
        if (text.length() != DIGITS || !text.chars().allMatch(HexFormat::isHexDigit)) {
            throw new InvalidValueException("board", shortened(text), "32 hexadecimal digits");
        }
        return new BoardId(
                HexFormat.fromHexDigitsToLong(text, 0, DIGITS / 2),
                HexFormat.fromHexDigitsToLong(text, DIGITS / 2, DIGITS));
    }

    @Override
    public int compareTo(BoardId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }

    private static String shortened(String text) {
        return "\"" + (text.length() <= 40 ? text : text.substring(0, 40) + "...") + "\"";
    }
}
