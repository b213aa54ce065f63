package io.orbstrike.grpc;

import io.orbstrike.board.BoardId;
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
     * Finds a board.
     *
     * @param id which board
     * @return the board, or empty if it is not hosted in this process
     */
    Optional<HostedBoard<?, ?>> board(BoardId id);
}
