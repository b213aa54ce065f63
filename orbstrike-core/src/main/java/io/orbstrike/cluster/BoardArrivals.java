package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Boards that are attached to this gameserver, as far as it has heard, and that the host does not have yet.
 *
 * <p>Written on the agent's thread, read on any.
 */
final class BoardArrivals {

    private final ConcurrentMap<BoardId, CompletableFuture<Void>> boards = new ConcurrentHashMap<>();

    /** A board is to be fetched. */
    void begin(BoardId board) {
        boards.putIfAbsent(board, new CompletableFuture<>());
    }

    /** The host has the board, or it does not come; nothing happens if that was said before. */
    void end(BoardId board) {
        CompletableFuture<Void> arrival = boards.remove(board);
        if (arrival != null) {
            arrival.complete(null);
        }
    }

    /** Completes with the end of a board's arrival; empty if none is under way. */
    Optional<CompletionStage<Void>> arrival(BoardId board) {
        return Optional.ofNullable(boards.get(board));
    }
}
