package io.orbstrike.store;

import io.orbstrike.board.InvalidValueException;

/**
 * Who a board is counted for, as an authenticator says and never as the request claims.
 *
 * <p>Immutable.
 *
 * @param name 1 to 256 characters
 */
public record Creator(String name) {

    private static final int LENGTH_MAX = 256;

    /**
     * Checks the length.
     *
     * @param name 1 to 256 characters
     * @throws InvalidValueException if it is empty or longer than 256
     */
    public Creator {
        InvalidValueException.requireInRange("length of creator", name.length(), 1, LENGTH_MAX, "characters");
    }
}
