package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.ServedBoard.Phase;
import io.orbstrike.cluster.agent.Backoff;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Tells the store of boards that have ended, and ends those that nobody was told of.
 *
 * <p>Confined to the agent's thread.
 */
final class BoardEnds {

    /* A board that has ended here stays in ServedBoards until the store is known to have its tombstone, so it counts for
     * the bound on boards, and its key finds it ended. A creation that was not acknowledged waits its grace; then, unless
     * a call with its key has made the board or is about to, the store is asked whether it is there, and it is closed.
     */

    /** How many creations may wait to be asked for again. What is beyond is unavailable. */
    private static final int UNACKNOWLEDGED_MAX = 1_024;

    private final GameserverParts parts;
    private final BoardMarks marks;
    private final Map<BoardId, Boolean> unacknowledged = new HashMap<>();
    private Predicate<BoardId> isUnderWay = id -> false;

    BoardEnds(GameserverParts parts, BoardMarks marks) {
        this.parts = parts;
        this.marks = marks;
    }

    /** Boards that are not to be closed as unacknowledged. */
    void leaveAlone(Predicate<BoardId> underWay) {
        isUnderWay = underWay;
    }

    boolean hasRoom() {
        return unacknowledged.size() < UNACKNOWLEDGED_MAX;
    }

    /** Whether nobody was told of a board that the store has. One that was attached anew since is like any other. */
    boolean isUnacknowledged(BoardRecord board) {
        return unacknowledged.containsKey(board.spec().id()) && isOfItsCreation(board);
    }

    /** Whether a board that nobody was told of is being closed. */
    boolean isClosing(BoardId board) {
        return unacknowledged.getOrDefault(board, false);
    }

    void ended(ServedBoard<?, ?> board) {
        if (board.phase() == Phase.LOST) {
            parts.boards().remove(board);
        } else if (board.phase() != Phase.ENDED) {
            board.enter(Phase.ENDED);
            parts.sync().remove(board.id());
            close(board);
        }
    }

    /** The board threw: whoever holds it later is not to tick it either. */
    void quarantined(ServedBoard<?, ?> board, String reason) {
        if (board.phase() == Phase.OPEN || board.phase() == Phase.MOVING || board.phase() == Phase.STARTING) {
            board.enter(Phase.QUARANTINED);
            marks.quarantine(board, reason);
        }
    }

    void close(ServedBoard<?, ?> board) {
        close(board.id(), board.token(), 0, () -> parts.boards().remove(board));
    }

    void keepUnacknowledged(BoardId board) {
        if (unacknowledged.putIfAbsent(board, false) == null) {
            parts.agent().schedule(parts.options().unacknowledgedGrace(), () -> look(board, 0));
        }
    }

    private void look(BoardId board, int failures) {
        if (parts.agent().isStopped()) {
            return;
        }
        if (isUnderWay.test(board)) {
            parts.agent().schedule(parts.options().unacknowledgedGrace(), () -> look(board, 0));
            return;
        }
        if (parts.boards().get(board) != null) {
            unacknowledged.remove(board);
            return;
        }
        unacknowledged.put(board, true);
        parts.agent()
                .askStore(
                        () -> parts.store().boards().get(board, parts.options().storeTimeout()),
                        Unknown::new,
                        outcome -> looked(board, failures, outcome));
    }

    private void looked(BoardId board, int failures, BoardStore.GetOutcome outcome) {
        if (outcome instanceof Unknown) {
            parts.counters().countUnknown(StoreCall.GET);
            parts.agent()
                    .schedule(
                            Backoff.delay(parts.options().repairInterval(), failures), () -> look(board, failures + 1));
        } else if (outcome instanceof BoardStore.Found found && isOfItsCreation(found.board())) {
            parts.counters().unacknowledgedEnded.increment();
            close(board, found.board().token(), 0, () -> unacknowledged.remove(board));
        } else {
            unacknowledged.remove(board);
        }
    }

    /* One that was attached anew since has been somebody else's, who may have told of it. */
    private boolean isOfItsCreation(BoardRecord board) {
        return board.token().holder().equals(parts.incarnation())
                && board.token().epoch().value() == board.createdAt().toEpochMilli();
    }

    private void close(BoardId board, Token token, int failures, Runnable known) {
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .boards()
                                .close(board, token, parts.options().storeTimeout()),
                        Unknown::new,
                        outcome -> closed(board, token, failures, known, outcome));
    }

    private void closed(BoardId board, Token token, int failures, Runnable known, BoardStore.CloseOutcome outcome) {
        if (outcome instanceof Closed) {
            known.run();
            return;
        }
        if (outcome instanceof Fenced) {
            parts.counters().storeFenced.increment();
            known.run();
            return;
        }
        if (outcome instanceof NotApplied) {
            parts.counters().countNotApplied(StoreCall.CLOSE);
        } else {
            parts.counters().countUnknown(StoreCall.CLOSE);
        }
        if (!parts.agent().isStopped()) {
            parts.agent()
                    .schedule(
                            Backoff.delay(parts.options().repairInterval(), failures),
                            () -> close(board, token, failures + 1, known));
        }
    }
}
