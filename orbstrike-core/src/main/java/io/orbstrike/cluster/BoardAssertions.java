package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.ServedBoard.Phase;
import io.orbstrike.cluster.agent.Backoff;
import io.orbstrike.host.BoardSnapshot;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes boards again that the store has forgotten, as this holder has them (ATTACH-3, ROSTER-3).
 *
 * <p>Confined to the agent's thread.
 */
final class BoardAssertions {

    /* One assertion of a board at a time; one that could not be written is repeated, each time later, as long as the board
     * is here. A store that has forgotten one board has likely forgotten others, so all are saved at once, and those that
     * find the store behind come here (ATTACH-6). Players who left the game stay noted as such: whether the store took this
     * roster or kept its own, the next save names them.
     */

    private static final Logger LOG = System.getLogger(BoardAssertions.class.getName());

    private final GameserverParts parts;
    private final RosterRepairs repairs;
    private final Map<BoardId, ServedBoard<?, ?>> underWay = new HashMap<>();
    private boolean isSpreading;

    BoardAssertions(GameserverParts parts, RosterRepairs repairs) {
        this.parts = parts;
        this.repairs = repairs;
        repairs.onBehind(this::behind);
    }

    /** The store does not know of a board what its holder knows. */
    void behind(ServedBoard<?, ?> board) {
        parts.counters().storeBehind.increment();
        assertBoard(board);
        if (!isSpreading) {
            isSpreading = true;
            parts.agent().schedule(parts.options().repairInterval(), () -> isSpreading = false);
            for (ServedBoard<?, ?> other : parts.boards().after(null)) {
                if (other != board && other.isOpen()) {
                    parts.sync().flush(other.id());
                }
            }
        }
    }

    /** Writes a board again. */
    void assertBoard(ServedBoard<?, ?> board) {
        if (isHere(board) && underWay.putIfAbsent(board.id(), board) == null) {
            capture(board, 0);
        }
    }

    private static boolean isHere(ServedBoard<?, ?> board) {
        return board.isHosted() && (board.phase() == Phase.OPEN || board.phase() == Phase.QUARANTINED);
    }

    private void capture(ServedBoard<?, ?> board, int failures) {
        if (parts.agent().isStopped() || !isHere(board)) {
            underWay.remove(board.id(), board);
            return;
        }
        parts.agent()
                .askHost(
                        () -> board.hosted().snapshot(),
                        captured -> writeAfterOthers(board, Optional.of(captured), failures),
                        failure -> writeAfterOthers(board, Optional.empty(), failures));
    }

    /* What this holder has may replace the store's roster, so it must have all that is written there: an entry whose join is
     * not answered yet would be dropped, and one whose leave is not, kept. A join that is sent later finds the store behind.
     * One whose answer was lost is dropped, and its key named: whoever asks again with it joins anew.
     */
    private void writeAfterOthers(ServedBoard<?, ?> board, Optional<BoardSnapshot> captured, int failures) {
        board.rosterWrites().whenEnded(() -> write(board, captured, failures));
    }

    private void write(ServedBoard<?, ?> board, Optional<BoardSnapshot> captured, int failures) {
        if (parts.agent().isStopped() || !isHere(board)) {
            underWay.remove(board.id(), board);
            return;
        }
        board.repair().expire(parts.agent().nowNs());
        SnapshotStore.Assertion assertion = new SnapshotStore.Assertion(
                board.asserted(),
                board.roster(),
                captured.map(BoardAssertions::snapshot),
                board.repair().unacknowledged());
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .snapshots()
                                .assertBoard(assertion, parts.options().storeTimeout()),
                        Unknown::new,
                        outcome -> written(board, failures, outcome));
    }

    private static SnapshotStore.Snapshot snapshot(BoardSnapshot captured) {
        return new SnapshotStore.Snapshot(
                captured.tick(), captured.rosterNumber(), captured.version(), captured.bytes());
    }

    private void written(ServedBoard<?, ?> board, int failures, SnapshotStore.AssertOutcome outcome) {
        if (outcome instanceof SnapshotStore.Asserted asserted) {
            underWay.remove(board.id(), board);
            parts.counters().boardsAsserted.increment();
            board.noteRosterNumber(asserted.rosterNumber());
            board.listed(null);
            LOG.log(
                    Level.INFO,
                    "board {0}, epoch {1}, was written again",
                    board.id(),
                    board.token().epoch());
        } else if (outcome instanceof Fenced fenced) {
            underWay.remove(board.id(), board);
            repairs.fenced(board, fenced);
        } else if (outcome instanceof Closed) {
            underWay.remove(board.id(), board);
            repairs.closedInStore(board);
        } else {
            count(outcome);
            parts.agent()
                    .schedule(
                            Backoff.delay(parts.options().repairInterval(), failures),
                            () -> capture(board, failures + 1));
        }
    }

    private void count(SnapshotStore.AssertOutcome outcome) {
        if (outcome instanceof NotApplied) {
            parts.counters().countNotApplied(StoreCall.ASSERT);
        } else {
            parts.counters().countUnknown(StoreCall.ASSERT);
        }
    }
}
