package io.orbstrike.server.config;

/**
 * A configuration that cannot be used. Its message is the one line that a person reads; the process ends with exit
 * code 2.
 *
 * <p>Immutable.
 */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message names what is wrong, where, and what would be right, on one line
     */
    public ConfigException(String message) {
        super(message);
    }
}
