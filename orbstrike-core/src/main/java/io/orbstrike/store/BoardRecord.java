package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A board as the store knows it.
 *
 * <p>Immutable.
 *
 * @param spec what was fixed at its creation
 * @param token its attachment
 * @param createdAt when it was created, by the store's clock
 * @param quarantine why it is kept and not ticked (SNAP-1); empty if it is ticked
 */
public record BoardRecord(BoardSpec spec, Token token, Instant createdAt, Optional<String> quarantine) {

    /**
     * Requires all of it.
     *
     * @param spec what was fixed at its creation
     * @param token its attachment
     * @param createdAt when it was created, by the store's clock
     * @param quarantine why it is kept and not ticked (SNAP-1); empty if it is ticked
     */
    public BoardRecord {
        requireNonNull(spec, "spec");
        requireNonNull(token, "token");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(quarantine, "quarantine");
    }

    /**
     * The same board under another token.
     *
     * @param newToken its attachment
     * @return a new record
     */
    public BoardRecord withToken(Token newToken) {
        return new BoardRecord(spec, newToken, createdAt, quarantine);
    }
}
