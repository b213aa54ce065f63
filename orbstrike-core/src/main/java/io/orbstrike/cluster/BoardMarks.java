package io.orbstrike.cluster;

import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.ServedBoard.Phase;
import io.orbstrike.cluster.agent.Backoff;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Behind;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Unknown;

/**
 * Marks boards in the store that are not to be ticked.
 *
 * <p>Confined to the agent's thread.
 */
final class BoardMarks {

    private final GameserverParts parts;
    private final RosterRepairs repairs;
    private final BoardAssertions assertions;

    BoardMarks(GameserverParts parts, RosterRepairs repairs, BoardAssertions assertions) {
        this.parts = parts;
        this.repairs = repairs;
        this.assertions = assertions;
    }

    /** Says why a board is kept and not ticked; repeated until that is known, as long as the board is here. */
    void quarantine(ServedBoard<?, ?> board, String reason) {
        board.quarantine(reason);
        mark(board, reason, 0);
    }

    private void mark(ServedBoard<?, ?> board, String reason, int failures) {
        if (parts.agent().isStopped() || board.phase() != Phase.QUARANTINED) {
            return;
        }
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .attachments()
                                .mark(
                                        board.id(),
                                        board.token(),
                                        reason,
                                        parts.options().storeTimeout()),
                        Unknown::new,
                        outcome -> marked(board, reason, failures, outcome));
    }

    private void marked(ServedBoard<?, ?> board, String reason, int failures, AttachmentStore.MarkOutcome outcome) {
        if (outcome instanceof Fenced fenced) {
            repairs.fenced(board, fenced);
        } else if (outcome instanceof Closed) {
            repairs.closedInStore(board);
        } else if (outcome instanceof Behind) {
            assertions.behind(board); // the mark is part of what is asserted
        } else if (outcome instanceof Unknown || outcome instanceof NotApplied) {
            count(outcome);
            parts.agent()
                    .schedule(
                            Backoff.delay(parts.options().repairInterval(), failures),
                            () -> mark(board, reason, failures + 1));
        }
    }

    private void count(AttachmentStore.MarkOutcome outcome) {
        if (outcome instanceof Unknown) {
            parts.counters().countUnknown(StoreCall.MARK);
        } else {
            parts.counters().countNotApplied(StoreCall.MARK);
        }
    }
}
