package io.orbstrike.server.config;

/**
 * A failure that a person can understand from one line, such as a port that is in use; the process ends with exit code 1.
 *
 * <p>Immutable.
 */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message names what failed and what can be done, on one line
     */
    public StartException(String message) {
        super(message);
    }
}
