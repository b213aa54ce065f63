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
 * @param holderDeaths how many of its holders died since it was last ticked undisturbed for a while (FAIL-4), 0 and above
 */
public record BoardRecord(
        BoardSpec spec, Token token, Instant createdAt, Optional<String> quarantine, int holderDeaths) {

    /**
     * Checks the count, and requires the rest.
     *
     * @param spec what was fixed at its creation
     * @param token its attachment
     * @param createdAt when it was created, by the store's clock
     * @param quarantine why it is kept and not ticked (SNAP-1); empty if it is ticked
     * @param holderDeaths how many of its holders died since it was last ticked undisturbed for a while (FAIL-4), 0 and
     *     above
     * @throws IllegalArgumentException if the count is below 0
     */
    public BoardRecord {
        requireNonNull(spec, "spec");
        requireNonNull(token, "token");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(quarantine, "quarantine");
        if (holderDeaths < 0) {
            throw new IllegalArgumentException("holderDeaths " + holderDeaths + ": must be 0 or above");
        }
    }

    /**
     * A board that was just created.
     *
     * @param spec what was fixed at its creation
     * @param token its attachment
     * @param createdAt when it was created, by the store's clock
     * @return not in quarantine, and nobody has died of it
     */
    public static BoardRecord created(BoardSpec spec, Token token, Instant createdAt) {
        return new BoardRecord(spec, token, createdAt, Optional.empty(), 0);
    }

    /**
     * The same board under another token.
     *
     * @param newToken its attachment
     * @return a new record
     */
    public BoardRecord withToken(Token newToken) {
        return new BoardRecord(spec, newToken, createdAt, quarantine, holderDeaths);
    }

    /**
     * The same board, in quarantine or not.
     *
     * @param reason why it is kept and not ticked; empty if it is ticked
     * @return a new record
     */
    public BoardRecord withQuarantine(Optional<String> reason) {
        return new BoardRecord(spec, token, createdAt, reason, holderDeaths);
    }

    /**
     * The same board with another count.
     *
     * @param deaths how many of its holders died, 0 and above
     * @return a new record
     */
    public BoardRecord withHolderDeaths(int deaths) {
        return new BoardRecord(spec, token, createdAt, quarantine, deaths);
    }
}
