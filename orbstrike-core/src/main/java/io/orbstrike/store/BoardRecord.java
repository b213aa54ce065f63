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
 * @param previous the token of the attachment before, whose holder may have a newer state than the store (FAIL-3); empty
 *     if there was none, if that holder handed it over, or if the store had forgotten the board since
 */
public record BoardRecord(
        BoardSpec spec,
        Token token,
        Instant createdAt,
        Optional<String> quarantine,
        int holderDeaths,
        Optional<Token> previous) {

    /**
     * Checks the count, and requires the rest.
     *
     * @param spec what was fixed at its creation
     * @param token its attachment
     * @param createdAt when it was created, by the store's clock
     * @param quarantine why it is kept and not ticked (SNAP-1); empty if it is ticked
     * @param holderDeaths how many of its holders died since it was last ticked undisturbed for a while (FAIL-4), 0 and
     *     above
     * @param previous the token of the attachment before, whose holder may have a newer state than the store (FAIL-3);
     *     empty if there was none, if that holder handed it over, or if the store had forgotten the board since
     * @throws IllegalArgumentException if the count is below 0
     */
    public BoardRecord {
        requireNonNull(spec, "spec");
        requireNonNull(token, "token");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(quarantine, "quarantine");
        requireNonNull(previous, "previous");
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
        return new BoardRecord(spec, token, createdAt, Optional.empty(), 0, Optional.empty());
    }

    /**
     * The same board under another token, before which none is known.
     *
     * @param newToken its attachment
     * @return a new record
     */
    public BoardRecord withToken(Token newToken) {
        return new BoardRecord(spec, newToken, createdAt, quarantine, holderDeaths, Optional.empty());
    }

    /**
     * The same board attached anew, not by its holder: who had it may have a newer state than the store.
     *
     * @param newToken its attachment
     * @return a new record
     */
    public BoardRecord attachedAnew(Token newToken) {
        return new BoardRecord(spec, newToken, createdAt, quarantine, holderDeaths, Optional.of(token));
    }

    /**
     * The same board, in quarantine or not.
     *
     * @param reason why it is kept and not ticked; empty if it is ticked
     * @return a new record
     */
    public BoardRecord withQuarantine(Optional<String> reason) {
        return new BoardRecord(spec, token, createdAt, reason, holderDeaths, previous);
    }

    /**
     * The same board with another count.
     *
     * @param deaths how many of its holders died, 0 and above
     * @return a new record
     */
    public BoardRecord withHolderDeaths(int deaths) {
        return new BoardRecord(spec, token, createdAt, quarantine, deaths, previous);
    }
}
