package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.host.HostedBoard;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

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
            public Optional<CompletionStage<Void>> arrival(BoardId id) {
                return gameserver.arrival(id);
            }

            @Override
            public boolean isQuarantined(BoardId id) {
                return gameserver.isQuarantined(id);
            }

            @Override
            public OptionalLong movedTo(BoardId id) {
                return gameserver
                        .movedTo(id)
                        .map(token -> OptionalLong.of(token.epoch().value()))
                        .orElse(OptionalLong.empty());
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
     * Tells when a board is hosted in this process that is not yet, so that who wants to play on it waits and is not sent
     * away. Asked before {@link #board}: a board that has arrived is not on its way any more.
     *
     * @param id which board
     * @return completes when the board is hosted, or is not waited for any longer, on any thread; empty if it is not known
     *     to be on its way, and unless overridden
     */
    default Optional<CompletionStage<Void>> arrival(BoardId id) {
        return Optional.empty();
    }

    /**
     * Tells of a board that is not hosted whether it is kept in quarantine.
     *
     * @param id which board
     * @return true if whoever plays on it is to be told so; false unless overridden
     */
    default boolean isQuarantined(BoardId id) {
        return false;
    }

    /**
     * Tells of a board that is not hosted whether it goes on elsewhere.
     *
     * @param id which board
     * @return the epoch in which it does, if it was here until lately; empty unless overridden
     */
    default OptionalLong movedTo(BoardId id) {
        return OptionalLong.empty();
    }
}
