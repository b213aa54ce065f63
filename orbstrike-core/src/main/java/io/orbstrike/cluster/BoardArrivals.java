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
    private final ConcurrentMap<BoardId, Arrival> boards = new ConcurrentHashMap<>();

    BoardArrivals(Agent agent) {
        this.agent = agent;
    }

    /** A board is on its way, unless that was said before. */
    void begin(BoardId board) {
        Arrival arrival = new Arrival();
        if (boards.putIfAbsent(board, arrival) == null) {
            endWaitLater(board, arrival);
        }
    }

    /** A board is on its way, and stays so until its end is said, however long that takes. On the agent's thread. */
    void beginLong(BoardId board) {
        begin(board);
        Arrival arrival = boards.get(board);
        if (arrival != null) {
            arrival.isLong = true;
        }
        if (agent.isStopped()) {
            end(board); // after the end of all others
        }
    }

    private void endWaitLater(BoardId board, Arrival arrival) {
        agent.schedule(WAIT_MAX, () -> {
            if (arrival.isLong && !agent.isStopped()) {
                if (arrival.endWait()) {
                    endWaitLater(board, arrival);
                }
            } else {
                boards.remove(board, arrival);
                arrival.end();
            }
        });
    }

    /** The host has the board, or it does not come; nothing happens if that was said before. */
    void end(BoardId board) {
        Arrival arrival = boards.remove(board);
        if (arrival != null) {
            arrival.end();
        }
    }

    /** No board comes any more. */
    void endAll() {
        boards.keySet().forEach(this::end);
    }

    /**
     * Completes with the end of a board's arrival, or once that was waited for so long that it is better looked for again; empty
     * if none is on its way.
     */
    Optional<CompletionStage<Void>> await(BoardId board) {
        return Optional.ofNullable(boards.get(board)).map(Arrival::await);
    }

    /** Whether anybody has waited for a board that is on its way, in the last wait or the one before. */
    boolean isAwaited(BoardId board) {
        Arrival arrival = boards.get(board);
        return arrival != null && arrival.isAwaited();
    }

    /** One board's; it has more than one wait if it is long. */
    private static final class Arrival {

        private volatile boolean isLong;
        private boolean isAwaited;
        private boolean wasAwaited;
        private CompletableFuture<Void> wait = new CompletableFuture<>();
        private boolean hasEnded;

        synchronized CompletionStage<Void> await() {
            isAwaited = true;
            return wait;
        }

        synchronized boolean isAwaited() {
            return isAwaited || wasAwaited;
        }

        void end() {
            CompletableFuture<Void> ended;
            synchronized (this) {
                hasEnded = true;
                ended = wait;
            }
            ended.complete(null);
        }

        /** Ends what was waited until now; false if the arrival has ended. */
        boolean endWait() {
            CompletableFuture<Void> ended;
            synchronized (this) {
                if (hasEnded) {
                    return false;
                }
                ended = wait;
                wait = new CompletableFuture<>();
                wasAwaited = isAwaited;
                isAwaited = false;
            }
            ended.complete(null);
            return true;
        }
    }
}
