package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.agent.Agent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Boards that are known to be attached to this gameserver, and that the host does not have yet.
 *
 * <p>Thread-safe. A hint begins an arrival on its own thread; the rest is said on the agent's.
 */
final class BoardArrivals {

    /** Who waits for longer is better off looking for the board again. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private final Agent agent;
    private final ConcurrentMap<BoardId, CompletableFuture<Void>> boards = new ConcurrentHashMap<>();

    BoardArrivals(Agent agent) {
        this.agent = agent;
    }

    /** A board is on its way, unless that was said before. */
    void begin(BoardId board) {
        CompletableFuture<Void> arrival = new CompletableFuture<>();
        if (boards.putIfAbsent(board, arrival) == null) {
            agent.schedule(WAIT_MAX, () -> {
                boards.remove(board, arrival);
                arrival.complete(null);
            });
        }
    }

    /** The host has the board, or it does not come; nothing happens if that was said before. */
    void end(BoardId board) {
        CompletableFuture<Void> arrival = boards.remove(board);
        if (arrival != null) {
            arrival.complete(null);
        }
    }

    /** No board comes any more. */
    void endAll() {
        boards.keySet().forEach(this::end);
    }

    /** Completes with the end of a board's arrival; empty if none is on its way. */
    Optional<CompletionStage<Void>> arrival(BoardId board) {
        return Optional.ofNullable(boards.get(board));
    }
}
