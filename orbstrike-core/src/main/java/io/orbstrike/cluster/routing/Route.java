package io.orbstrike.cluster.routing;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.store.Token;

/**
 * Where a board is.
 *
 * <p>Immutable.
 *
 * @param board which board
 * @param token of its attachment; its holder is the gameserver
 * @param gameserver who holds it, and where that is reached
 */
public record Route(BoardId board, Token token, GameserverAddress gameserver) implements RouteOutcome {

    /**
     * Requires all of it.
     *
     * @param board which board
     * @param token of its attachment; its holder is the gameserver
     * @param gameserver who holds it, and where that is reached
     */
    public Route {
        requireNonNull(board, "board");
        requireNonNull(token, "token");
        requireNonNull(gameserver, "gameserver");
    }
}
