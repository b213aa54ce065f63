package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.host.HostedBoard;
import java.util.Optional;

/**
 * Where a server finds the boards that are played on through it.
 *
 * <p>Thread-safe; called on lanes, must not block.
 */
@FunctionalInterface
public interface Boards {

    /**
     * The boards of a gameserver.
     *
     * @param gameserver is kept
     * @return finds its boards, and those that it keeps and does not tick
     */
    static Boards of(Gameserver gameserver) {
        requireNonNull(gameserver, "gameserver");
        return new Boards() {
            @Override
            public Optional<HostedBoard<?, ?>> board(BoardId id) {
                return gameserver.board(id);
            }

            @Override
            public boolean isQuarantined(BoardId id) {
                return gameserver.isQuarantined(id);
            }
        };
    }

    /**
     * Finds a board.
     *
     * @param id which board
     * @return the board, or empty if it is not hosted in this process
     */
    Optional<HostedBoard<?, ?>> board(BoardId id);

    /**
     * Tells of a board that is not hosted whether it is kept in quarantine.
     *
     * @param id which board
     * @return true if whoever plays on it is to be told so; false unless overridden
     */
    default boolean isQuarantined(BoardId id) {
        return false;
    }
}
