package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import java.time.Duration;

/**
 * A listed board as lists show it.
 *
 * <p>Immutable.
 *
 * @param id the board
 * @param type the board type's name
 * @param players how many were on its roster; may be as old as the last sync
 * @param maxPlayers how many fit
 * @param tickInterval how long a tick lasts
 * @param epoch of its attachment; may be as old as the last sync
 * @param quarantined whether it is kept and not ticked; a store says so of its own knowledge (LIST-3), whoever saves a listing need not
 */
public record BoardSummary(
        BoardId id, String type, int players, int maxPlayers, Duration tickInterval, Epoch epoch, boolean quarantined) {

    /**
     * Requires all of it.
     *
     * @param id the board
     * @param type the board type's name
     * @param players how many were on its roster; may be as old as the last sync
     * @param maxPlayers how many fit
     * @param tickInterval how long a tick lasts
     * @param epoch of its attachment; may be as old as the last sync
     * @param quarantined whether it is kept and not ticked
     */
    public BoardSummary {
        requireNonNull(id, "id");
        requireNonNull(type, "type");
        requireNonNull(tickInterval, "tickInterval");
        requireNonNull(epoch, "epoch");
    }

    /**
     * A board that is not in quarantine.
     *
     * @param id the board
     * @param type the board type's name
     * @param players how many were on its roster; may be as old as the last sync
     * @param maxPlayers how many fit
     * @param tickInterval how long a tick lasts
     * @param epoch of its attachment; may be as old as the last sync
     */
    public BoardSummary(BoardId id, String type, int players, int maxPlayers, Duration tickInterval, Epoch epoch) {
        this(id, type, players, maxPlayers, tickInterval, epoch, false);
    }

    /**
     * The same board, in quarantine or not.
     *
     * @param isQuarantined whether it is
     * @return a copy
     */
    public BoardSummary withQuarantined(boolean isQuarantined) {
        return new BoardSummary(id, type, players, maxPlayers, tickInterval, epoch, isQuarantined);
    }
}
