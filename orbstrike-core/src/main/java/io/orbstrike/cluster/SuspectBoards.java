package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.ServedBoard.Phase;
import io.orbstrike.cluster.agent.Backoff;
import io.orbstrike.host.BoardState;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Behind;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Watches boards whose holders died: one suspect at a time is started, and who is ticked for long enough is trusted again
 * (FAIL-4).
 *
 * <p>Confined to the agent's thread.
 */
final class SuspectBoards {

    /* From its second holder's death on a board is a suspect. While one starts no other may, so that it is known which of
     * them ends the process. It is cleared once it was ticked for a while, or sleeps, or is not here any more. The deaths are
     * forgotten in the store after more of the board's time; time in which it sleeps does not count.
     */

    private static final int SUSPECT_AT_DEATHS = 2;
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);
    private static final Duration SLOW_CHECK_INTERVAL = Duration.ofSeconds(1);
    private static final long NOT_HOSTED = -1;

    private final GameserverParts parts;
    private final RosterRepairs repairs;
    private final BoardAssertions assertions;
    private Runnable onCleared = () -> {};
    private @Nullable BoardId starting;

    SuspectBoards(GameserverParts parts, RosterRepairs repairs, BoardAssertions assertions) {
        this.parts = parts;
        this.repairs = repairs;
        this.assertions = assertions;
    }

    /** Sets what is done when another suspect may be started. */
    void onCleared(Runnable action) {
        onCleared = action;
    }

    /** Whether so many holders died that the board is not to be started by anybody. */
    boolean isPoisonous(int holderDeaths) {
        return holderDeaths >= parts.cluster().failover().quarantineAtDeaths();
    }

    /** Whether a board may be started now; if it is a suspect, no other may be until it is cleared. */
    boolean tryStart(BoardId board, int holderDeaths) {
        if (holderDeaths < SUSPECT_AT_DEATHS) {
            return true;
        }
        if (starting != null && !starting.equals(board)) {
            return false;
        }
        starting = board;
        return true;
    }

    /** A suspect is read anew, to be started: no other is until it is cleared, or is not started after all. */
    void choose(BoardId board) {
        starting = board;
    }

    /** A board is not started. */
    void dismiss(BoardId board) {
        if (board.equals(starting)) {
            starting = null;
        }
    }

    /** Whether a suspect was chosen or started that is not cleared yet. */
    boolean isStarting() {
        return starting != null;
    }

    /** A board was started: its deaths are forgotten in time. */
    void watch(ServedBoard<?, ?> board) {
        if (board.holderDeaths() > 0) {
            check(board, NOT_HOSTED);
        } else {
            clear(board.id()); // it was chosen, and has been forgiven since
        }
    }

    private void check(ServedBoard<?, ?> board, long firstTick) {
        boolean isHere = parts.boards().get(board.id()) == board
                && (board.phase() == Phase.STARTING || board.phase() == Phase.OPEN || board.phase() == Phase.MOVING);
        if (!isHere || parts.agent().isStopped()) {
            clear(board.id());
            return;
        }
        long first = firstTick;
        if (board.isHosted()) {
            long tick = board.hosted().status().tick();
            first = firstTick == NOT_HOSTED ? tick : firstTick;
            Duration ticked = board.hosted().tickInterval().multipliedBy(tick - first);
            if (board.hosted().status().state() == BoardState.SLEEPING
                    || ticked.compareTo(parts.cluster().failover().suspectClearedAfter()) >= 0) {
                clear(board.id());
            }
            boolean isOver = ticked.compareTo(parts.cluster().failover().deathsForgottenAfter()) >= 0;
            if (isOver && board.isOpen()) {
                forget(board, 0);
                return;
            }
        }
        long from = first;
        Duration interval = board.id().equals(starting) ? CHECK_INTERVAL : SLOW_CHECK_INTERVAL;
        parts.agent().schedule(interval, () -> check(board, from));
    }

    private void clear(BoardId board) {
        if (board.equals(starting)) {
            starting = null;
            onCleared.run();
        }
    }

    private void forget(ServedBoard<?, ?> board, int failures) {
        if (parts.agent().isStopped() || !board.isOpen()) {
            return;
        }
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .attachments()
                                .forgetDeaths(
                                        board.id(),
                                        board.token(),
                                        parts.options().storeTimeout()),
                        Unknown::new,
                        outcome -> forgotten(board, failures, outcome));
    }

    private void forgotten(ServedBoard<?, ?> board, int failures, AttachmentStore.MarkOutcome outcome) {
        if (outcome instanceof AttachmentStore.Marked) {
            board.forgetDeaths();
            parts.counters().boardsCleared.increment();
        } else if (outcome instanceof Fenced fenced) {
            repairs.fenced(board, fenced);
        } else if (outcome instanceof Closed) {
            repairs.closedInStore(board);
        } else if (outcome instanceof Behind) {
            board.forgetDeaths();
            assertions.behind(board); // the count is part of what is asserted
        } else {
            count(outcome);
            parts.agent()
                    .schedule(
                            Backoff.delay(parts.options().repairInterval(), failures),
                            () -> forget(board, failures + 1));
        }
    }

    private void count(AttachmentStore.MarkOutcome outcome) {
        if (outcome instanceof NotApplied) {
            parts.counters().countNotApplied(StoreCall.FORGET_DEATHS);
        } else {
            parts.counters().countUnknown(StoreCall.FORGET_DEATHS);
        }
    }
}
