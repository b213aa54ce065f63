package io.orbstrike.cluster.leader;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Goes through the indexes of gameservers whose leases have ended, for boards that they still hold, and forgets those that
 * have none left (ATTACH-5).
 *
 * <p>Confined to the agent's thread.
 */
final class EndedIndexes {

    /* The index of one whose lease has ended is read at each look, until it stayed without a board of his for longer than
     * any creation could still be under way; then he is forgotten.
     */

    private final LeaderParts parts;
    private final BoardAttaches attaches;
    private final Set<Incarnation> reading = new HashSet<>();
    private final Map<Incarnation, Long> emptySinceNs = new HashMap<>();

    EndedIndexes(LeaderParts parts, BoardAttaches attaches) {
        this.parts = parts;
        this.attaches = attaches;
    }

    /** Whether none is being read. */
    boolean isIdle() {
        return reading.isEmpty();
    }

    /** Leases were read: the indexes of those that have ended are gone through, unless they are already. */
    void read() {
        emptySinceNs.keySet().retainAll(parts.gameservers().ended());
        for (Incarnation ended : parts.gameservers().ended()) {
            if (reading.add(ended)) {
                readPage(ended, "", false);
            }
        }
    }

    private void readPage(Incarnation ended, String cursor, boolean hadBoards) {
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .attachments()
                                .index(ended, cursor, parts.options().leaseTtl()),
                        Unknown::new,
                        outcome -> readTokens(ended, hadBoards, outcome));
    }

    private void readTokens(Incarnation ended, boolean hadBoards, AttachmentStore.IndexOutcome outcome) {
        if (!(outcome instanceof AttachmentStore.IndexPage page)) {
            breakOff(ended);
        } else if (page.boards().isEmpty()) {
            endPage(ended, page, hadBoards);
        } else {
            parts.agent()
                    .askStore(
                            () -> parts.store()
                                    .attachments()
                                    .tokens(page.boards(), parts.options().leaseTtl()),
                            Unknown::new,
                            tokens -> wantThose(ended, page, hadBoards, tokens));
        }
    }

    private void wantThose(
            Incarnation ended,
            AttachmentStore.IndexPage page,
            boolean hadBoards,
            AttachmentStore.TokensOutcome outcome) {
        if (!(outcome instanceof AttachmentStore.Tokens known)) {
            breakOff(ended);
            return;
        }
        boolean found = !known.unknown().isEmpty();
        for (Map.Entry<BoardId, Token> board : known.tokens().entrySet()) {
            if (board.getValue().holder().equals(ended)) {
                found = true;
                attaches.want(board.getKey(), board.getValue());
            }
        }
        endPage(ended, page, hadBoards || found);
    }

    private void breakOff(Incarnation ended) {
        parts.counters().storeUnknown.increment();
        reading.remove(ended);
    }

    private void endPage(Incarnation ended, AttachmentStore.IndexPage page, boolean hadBoards) {
        if (!page.nextCursor().isEmpty()) {
            readPage(ended, page.nextCursor(), hadBoards);
            return;
        }
        reading.remove(ended);
        attaches.next();
        if (hadBoards) {
            emptySinceNs.remove(ended);
            return;
        }
        long sinceNs = emptySinceNs.computeIfAbsent(ended, key -> parts.agent().nowNs());
        if (parts.agent().nowNs() - sinceNs > parts.options().forgetAfter().toNanos()) {
            emptySinceNs.remove(ended);
            parts.agent()
                    .askStore(
                            () -> parts.store()
                                    .leases()
                                    .forget(ended, parts.options().leaseTtl()),
                            Unknown::new,
                            this::forgotten);
        }
    }

    private void forgotten(LeaseStore.EndOutcome outcome) {
        if (outcome instanceof LeaseStore.Ended) {
            parts.counters().gameserversForgotten.increment();
        }
    }
}
