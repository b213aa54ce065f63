package io.orbstrike.cluster;

import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.ServedBoard.Phase;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Unknown;

/**
 * Marks boards in the store that are not to be ticked.
 *
 * <p>Confined to the agent's thread.
 */
final class BoardMarks {

    private final GameserverParts parts;

    BoardMarks(GameserverParts parts) {
        this.parts = parts;
    }

    /** Says why a board is kept and not ticked; repeated until that is known, as long as the board is here. */
    void quarantine(ServedBoard<?, ?> board, String reason) {
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

    /* What else can come of it, another board's token or a tombstone, ends the board by its saves. */
    private void marked(ServedBoard<?, ?> board, String reason, int failures, AttachmentStore.MarkOutcome outcome) {
        if (outcome instanceof Unknown) {
            parts.counters().countUnknown(StoreCall.MARK);
        } else if (outcome instanceof NotApplied) {
            parts.counters().countNotApplied(StoreCall.MARK);
        } else {
            return;
        }
        parts.agent()
                .schedule(
                        Backoff.delay(parts.options().repairInterval(), failures),
                        () -> mark(board, reason, failures + 1));
    }
}
