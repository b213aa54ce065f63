package io.orbstrike.host;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.PlayerId;

/**
 * A player as a board's roster names him.
 *
 * <p>Immutable.
 *
 * @param player his id, the roster number of his join
 * @param index the place that he was given, 0 and above; where two name one place, the higher id has it
 * @param joinData what he brings, admitted before
 * @param <J> what a player brings when he joins
 */
public record RosterPlayer<J>(PlayerId player, int index, J joinData) {

    /**
     * Checks the index.
     *
     * @param player his id, the roster number of his join
     * @param index the place that he was given, 0 and above; where two name one place, the higher id has it
     * @param joinData what he brings, admitted before
     * @throws IllegalArgumentException if it is below 0
     */
    public RosterPlayer {
        requireNonNull(player, "player");
        requireNonNull(joinData, "joinData");
        if (index < 0) {
            throw new IllegalArgumentException("index " + index + ": must be 0 or above");
        }
    }
}
