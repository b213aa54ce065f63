package io.orbstrike.store;

import io.orbstrike.board.OrbstrikeException;
import org.jspecify.annotations.Nullable;

/**
 * Why a store did not do what was asked: not reached, too late, full, or out of order. It is not thrown but carried by
 * {@link NotApplied} and {@link Unknown}.
 *
 * <p>Immutable.
 */
public final class StoreException extends OrbstrikeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was asked and what hindered it
     * @param cause what led to it, or null
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
