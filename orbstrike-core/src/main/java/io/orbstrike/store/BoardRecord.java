package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A board as the store knows it.
 *
 * <p>Immutable.
 *
 * @param spec what was fixed at its creation
 * @param token its attachment
 * @param createdAt when it was created, by the store's clock
 */
public record BoardRecord(BoardSpec spec, Token token, Instant createdAt) {

    /**
     * Requires all of it.
     *
     * @param spec what was fixed at its creation
     * @param token its attachment
     * @param createdAt when it was created, by the store's clock
     */
    public BoardRecord {
        requireNonNull(spec, "spec");
        requireNonNull(token, "token");
        requireNonNull(createdAt, "createdAt");
    }
}
