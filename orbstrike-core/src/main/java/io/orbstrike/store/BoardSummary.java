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
 */
public record BoardSummary(BoardId id, String type, int players, int maxPlayers, Duration tickInterval, Epoch epoch) {

    /**
     * Requires all of it.
     *
     * @param id the board
     * @param type the board type's name
     * @param players how many were on its roster; may be as old as the last sync
     * @param maxPlayers how many fit
     * @param tickInterval how long a tick lasts
     * @param epoch of its attachment; may be as old as the last sync
     */
    public BoardSummary {
        requireNonNull(id, "id");
        requireNonNull(type, "type");
        requireNonNull(tickInterval, "tickInterval");
        requireNonNull(epoch, "epoch");
    }
}
