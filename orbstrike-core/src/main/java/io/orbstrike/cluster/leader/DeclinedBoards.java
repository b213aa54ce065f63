package io.orbstrike.cluster.leader;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Incarnation;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which gameservers could not take which boards lately, so that these do not go round among them.
 *
 * <p>Confined to the agent's thread.
 */
final class DeclinedBoards {

    private static final long KEPT_NS = Duration.ofSeconds(10).toNanos();

    /** Boards beyond stay where they are until others are over. */
    private static final int BOARDS_MAX = 10_000;

    private final Map<BoardId, Declines> boards = new HashMap<>();

    /** A gameserver cannot take a board; false if that cannot be noted. */
    boolean tryNote(BoardId board, Incarnation gameserver, long nowNs) {
        boards.values().removeIf(declines -> nowNs - declines.sinceNs >= KEPT_NS);
        if (boards.size() >= BOARDS_MAX && !boards.containsKey(board)) {
            return false;
        }
        boards.computeIfAbsent(board, added -> new Declines(nowNs)).gameservers.add(gameserver);
        return true;
    }

    /** Whether a gameserver could not take a board lately. */
    boolean has(BoardId board, Incarnation gameserver, long nowNs) {
        Declines declines = boards.get(board);
        return declines != null && nowNs - declines.sinceNs < KEPT_NS && declines.gameservers.contains(gameserver);
    }

    private static final class Declines {

        private final long sinceNs;
        private final Set<Incarnation> gameservers = new HashSet<>();

        Declines(long sinceNs) {
            this.sinceNs = sinceNs;
        }
    }
}
