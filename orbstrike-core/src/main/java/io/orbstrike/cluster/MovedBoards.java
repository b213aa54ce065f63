package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.host.NanoClock;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Boards that were here until lately, and are held by others (HAND-5).
 *
 * <p>Written on the agent's thread, read on any.
 */
final class MovedBoards {

    private static final long KEPT_NS = Duration.ofSeconds(10).toNanos();

    private final NanoClock clock;
    private final ConcurrentMap<BoardId, Moved> boards = new ConcurrentHashMap<>();

    MovedBoards(NanoClock clock) {
        this.clock = clock;
    }

    /** A board is held by another, and others are forgotten whose time is over. */
    void add(BoardId board, Token token) {
        long nowNs = clock.nanoTime();
        boards.values().removeIf(moved -> moved.isOver(nowNs));
        boards.put(board, new Moved(token, nowNs));
    }

    /** A board is here again. */
    void remove(BoardId board) {
        boards.remove(board);
    }

    /** Under which token a board goes on elsewhere; empty if that is long ago, or it was never here. */
    Optional<Token> token(BoardId board) {
        Moved moved = boards.get(board);
        return moved == null || moved.isOver(clock.nanoTime()) ? Optional.empty() : Optional.of(moved.token());
    }

    /** What is answered to who asks for a board that is not here. */
    Lobby.NotHere notHere(BoardId board) {
        return new Lobby.NotHere(
                token(board).map(token -> token.epoch().value()).orElse(0L));
    }

    private record Moved(Token token, long sinceNs) {

        boolean isOver(long nowNs) {
            return nowNs - sinceNs >= KEPT_NS;
        }
    }
}
