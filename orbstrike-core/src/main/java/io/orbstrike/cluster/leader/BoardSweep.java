package io.orbstrike.cluster.leader;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Goes through all boards, at once after an election and slowly from then on, for holders that no index led to (ATTACH-5).
 *
 * <p>Confined to the agent's thread.
 */
final class BoardSweep {

    private static final int STRANGERS_MAX = 100_000;
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final LeaderParts parts;
    private final BoardAttaches attaches;
    private final Map<BoardId, Stranger> strangers = new HashMap<>();
    private boolean isSweeping;
    private long sweptTerm;
    private long sweepingTerm;
    private String cursor = "";

    BoardSweep(LeaderParts parts, BoardAttaches attaches) {
        this.parts = parts;
        this.attaches = attaches;
    }

    /**
     * A board whose holder has no lease that was read.
     *
     * @param token its token
     * @param seenNs when the store said so
     */
    private record Stranger(Token token, long seenNs) {}

    /** Goes on at each interval. */
    void run() {
        if (parts.agent().isStopped()) {
            return;
        }
        parts.agent().schedule(INTERVAL, this::run);
        if (parts.leadership().leads() && hasSwept()) {
            sweep();
        }
    }

    /** Whether all boards were gone through in this term, and none is left whose holder is not known. */
    boolean isSettled() {
        return hasSwept() && strangers.isEmpty();
    }

    private boolean hasSwept() {
        return sweptTerm == parts.leadership().term();
    }

    /** Leases were read that were asked for at a time. */
    void looked(long sentNs) {
        wantStrangers(sentNs);
        if (!hasSwept()) {
            sweep();
        }
    }

    /* A holder that no lease told of may have logged in since; leases that were read after his board was say. */
    private void wantStrangers(long sentNs) {
        strangers
                .values()
                .removeIf(
                        stranger -> parts.gameservers().isLive(stranger.token().holder()));
        Iterator<Map.Entry<BoardId, Stranger>> rest = strangers.entrySet().iterator();
        while (rest.hasNext()) {
            Map.Entry<BoardId, Stranger> next = rest.next();
            if (next.getValue().seenNs() - sentNs <= 0) {
                attaches.want(next.getKey(), next.getValue().token());
                rest.remove();
            }
        }
    }

    private void sweep() {
        if (isSweeping) {
            return;
        }
        isSweeping = true;
        long term = parts.leadership().term();
        if (sweepingTerm != term) {
            sweepingTerm = term;
            cursor = "";
        }
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .attachments()
                                .sweep(cursor, parts.options().leaseTtl()),
                        Unknown::new,
                        outcome -> swept(term, outcome));
    }

    private void swept(long term, AttachmentStore.SweepOutcome outcome) {
        isSweeping = false;
        if (!(outcome instanceof AttachmentStore.SweepPage page)) {
            parts.counters().storeUnknown.increment();
            return;
        }
        long nowNs = parts.agent().nowNs();
        page.tokens().forEach((board, token) -> {
            if (parts.gameservers().hasEnded(token.holder())) {
                attaches.want(board, token);
            } else if (!parts.gameservers().isLive(token.holder()) && strangers.size() < STRANGERS_MAX) {
                strangers.put(board, new Stranger(token, nowNs));
            }
        });
        cursor = page.nextCursor();
        attaches.next();
        if (cursor.isEmpty()) {
            sweptTerm = term;
        } else if (sweptTerm != term && parts.leadership().leads()) {
            sweep();
        }
    }
}
