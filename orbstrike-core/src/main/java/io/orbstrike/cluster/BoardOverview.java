package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Incarnation;

/**
 * A board as an operator sees it, a moment ago.
 *
 * <p>Immutable.
 *
 * @param id the board
 * @param type the board type's name
 * @param epoch of its attachment, 1 and above
 * @param tick how many steps were simulated, 0 while it is not hosted
 * @param gameserver who holds it
 * @param players how many players are on it
 * @param state what it is doing
 */
public record BoardOverview(
        BoardId id, String type, long epoch, long tick, Incarnation gameserver, int players, State state) {

    /** What a board is doing. */
    public enum State {
        /** It is being made or recovered. */
        STARTING,
        /** It ticks. */
        RUNNING,
        /** Nobody watches, so it does not tick. */
        SLEEPING,
        /** It threw or cannot be read: kept, and not ticked. */
        QUARANTINED
    }

    /**
     * Requires all of it.
     *
     * @param id the board
     * @param type the board type's name
     * @param epoch of its attachment, 1 and above
     * @param tick how many steps were simulated, 0 while it is not hosted
     * @param gameserver who holds it
     * @param players how many players are on it
     * @param state what it is doing
     */
    public BoardOverview {
        requireNonNull(id, "id");
        requireNonNull(type, "type");
        requireNonNull(gameserver, "gameserver");
        requireNonNull(state, "state");
    }
}
