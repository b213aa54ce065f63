package io.orbstrike.board;

import org.jspecify.annotations.Nullable;

/**
 * The root of the exceptions that Orbstrike throws on purpose. Each subclass stands for one thing that a caller does
 * differently; outcomes that are expected are values, not exceptions.
 *
 * <p>Thread-safe.
 */
public class OrbstrikeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception without a cause.
     *
     * @param message ids, what was expected, what was found and the remedy
     */
    public OrbstrikeException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message ids, what was expected, what was found and the remedy
     * @param cause what led to it, or null
     */
    public OrbstrikeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
