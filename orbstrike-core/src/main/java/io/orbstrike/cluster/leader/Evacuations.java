package io.orbstrike.cluster.leader;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.orchestrator.KnownGameservers;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.Unknown;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Moves boards away from gameservers that drain, and some from those that carry much more than others, while this process
 * leads.
 *
 * <p>Confined to the agent's thread.
 */
final class Evacuations {

    private static final int LOOKS_PER_TTL = 8;

    private final Agent agent;
    private final AttachmentStore store;
    private final ClusterOptions options;
    private final OrchestratorCounters counters;
    private final Leadership leadership;
    private final Brake brake;
    private final KnownGameservers gameservers;
    private final Handovers handovers;
    private final Overload overload;
    private final Set<Incarnation> reading = new HashSet<>();

    Evacuations(LeaderParts parts, Brake brake, KnownGameservers gameservers, Handovers handovers) {
        this.agent = parts.agent();
        this.store = parts.store().attachments();
        this.options = parts.options();
        this.counters = parts.counters();
        this.leadership = parts.leadership();
        this.brake = brake;
        this.gameservers = gameservers;
        this.handovers = handovers;
        this.overload = new Overload();
    }

    /** Looks now and at each interval. */
    void start() {
        if (agent.isStopped()) {
            return;
        }
        agent.schedule(options.leaseTtl().dividedBy(LOOKS_PER_TTL), this::start);
        if (!leadership.leads()) {
            overload.forget();
            return;
        }
        if (brake.isOn()) {
            return;
        }
        for (Lease lease : gameservers.leases()) {
            if (lease.draining() && !handovers.isBusy(lease.gameserver())) {
                readBoards(lease.gameserver(), handovers::want);
            }
        }
        overload.look(gameservers.leases(), agent.nowNs()).forEach((gameserver, boards) -> {
            if (!handovers.isBusy(gameserver)) {
                readBoards(gameserver, new Relief(boards));
            }
        });
    }

    /** Takes so many boards that were not moved lately. */
    private final class Relief implements BiConsumer<Incarnation, BoardId> {

        private int boardsLeft;

        Relief(int boards) {
            this.boardsLeft = boards;
        }

        @Override
        public void accept(Incarnation gameserver, BoardId board) {
            if (boardsLeft > 0 && !handovers.isLeftAlone(board)) {
                boardsLeft--;
                counters.boardsRebalanced.increment();
                handovers.want(gameserver, board);
            }
        }
    }

    private void readBoards(Incarnation gameserver, BiConsumer<Incarnation, BoardId> each) {
        if (reading.add(gameserver)) {
            readIndex(gameserver, "", each);
        }
    }

    private void readIndex(Incarnation gameserver, String cursor, BiConsumer<Incarnation, BoardId> each) {
        agent.askStore(
                () -> store.index(gameserver, cursor, options.leaseTtl()),
                Unknown::new,
                outcome -> readTokens(gameserver, outcome, each));
    }

    private void readTokens(
            Incarnation gameserver, AttachmentStore.IndexOutcome outcome, BiConsumer<Incarnation, BoardId> each) {
        if (!(outcome instanceof AttachmentStore.IndexPage page)) {
            counters.storeUnknown.increment();
            reading.remove(gameserver);
        } else if (page.boards().isEmpty()) {
            endPage(gameserver, page, each);
        } else {
            agent.askStore(() -> store.tokens(page.boards(), options.leaseTtl()), Unknown::new, tokens -> {
                if (tokens instanceof AttachmentStore.Tokens known) {
                    if (!known.unknown().isEmpty()) {
                        counters.storeUnknown.increment();
                    }
                    known.tokens().forEach((board, token) -> {
                        if (token.holder().equals(gameserver)) {
                            each.accept(gameserver, board);
                        }
                    });
                } else {
                    counters.storeUnknown.increment();
                }
                endPage(gameserver, page, each);
            });
        }
    }

    private void endPage(
            Incarnation gameserver, AttachmentStore.IndexPage page, BiConsumer<Incarnation, BoardId> each) {
        if (page.nextCursor().isEmpty()) {
            reading.remove(gameserver);
        } else {
            readIndex(gameserver, page.nextCursor(), each);
        }
    }
}
