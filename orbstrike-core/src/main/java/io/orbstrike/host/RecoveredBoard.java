package io.orbstrike.host;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.PlayerId;
import java.util.List;

/**
 * A board that was brought back, and what became of its roster: each of the roster's players is in one of the lists.
 *
 * <p>Immutable.
 *
 * @param board it ticks
 * @param players who is on it, by rising id
 * @param gone who is on the roster and has left the game, by rising id
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
public record RecoveredBoard<J, I>(HostedBoard<J, I> board, List<PlayerId> players, List<PlayerId> gone) {

    /**
     * Copies the lists.
     *
     * @param board it ticks
     * @param players who is on it, by rising id
     * @param gone who is on the roster and has left the game, by rising id
     */
    public RecoveredBoard {
        requireNonNull(board, "board");
        players = List.copyOf(players);
        gone = List.copyOf(gone);
    }
}
