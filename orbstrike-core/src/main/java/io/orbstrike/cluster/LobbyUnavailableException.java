package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.OrbstrikeException;
import java.time.Duration;

/**
 * A question to a lobby has no answer now: something that it takes is out of reach.
 *
 * <p>Immutable.
 */
public final class LobbyUnavailableException extends OrbstrikeException {

    private static final long serialVersionUID = 1L;

    private final transient Duration retryAfter;

    /**
     * Says why.
     *
     * @param reason what was missing
     * @param retryAfter when to ask again
     */
    public LobbyUnavailableException(String reason, Duration retryAfter) {
        super(reason);
        this.retryAfter = requireNonNull(retryAfter, "retryAfter");
    }

    /**
     * When to ask again.
     *
     * @return above zero
     */
    public Duration retryAfter() {
        return retryAfter;
    }
}
