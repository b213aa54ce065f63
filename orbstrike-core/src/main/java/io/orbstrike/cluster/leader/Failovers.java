package io.orbstrike.cluster.leader;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Attaches boards of gameservers that do not live to ones that do, while this process leads.
 *
 * <p>Confined to the agent's thread.
 */
final class Failovers {

    /* Leases are read often, in one call. The index of each gameserver whose lease has ended is read until it stayed without a
     * board of his for longer than any creation could still be under way, then he is forgotten (ATTACH-5). Beside that all
     * boards are gone through, at once after an election and slowly from then on, for holders that no index led to.
     *
     *   lease ended / sweep -> board and token -> spec read -> target chosen -> attach -> hint
     */

    private static final Logger LOG = System.getLogger(Failovers.class.getName());
    private static final int LOOKS_PER_TTL = 8;
    private static final int WAITING_MAX = 100_000;
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

    private final Agent agent;
    private final ClusterStore store;
    private final ClusterOptions options;
    private final OrchestratorCounters counters;
    private final Leadership leadership;
    private final LiveGameservers gameservers = new LiveGameservers();
    private final Map<BoardId, Token> wanted = new HashMap<>();
    private final Queue<BoardId> waiting = new ArrayDeque<>();
    private final Map<BoardId, Stranger> strangers = new HashMap<>();
    private final Set<Incarnation> reading = new HashSet<>();
    private final Map<Incarnation, Long> emptySinceNs = new HashMap<>();
    private int inFlight;
    private boolean isLooking;
    private boolean isSweeping;
    private long sweptTerm;
    private long sweepingTerm;
    private long startedNs;
    private long lookedNs;
    private String sweepCursor = "";

    Failovers(
            Agent agent,
            ClusterStore store,
            ClusterOptions options,
            OrchestratorCounters counters,
            Leadership leadership) {
        this.agent = agent;
        this.store = store;
        this.options = options;
        this.counters = counters;
        this.leadership = leadership;
    }

    /**
     * A board whose holder has no lease that was read.
     *
     * @param token its token
     * @param seenNs when the store said so
     */
    private record Stranger(Token token, long seenNs) {}

    /** Looks now and at each interval, and goes through all boards, as long as this process leads. */
    void start() {
        startedNs = agent.nowNs();
        lookedNs = startedNs;
        runLooks();
        runSweeps();
    }

    private void runLooks() {
        if (agent.isStopped()) {
            return;
        }
        agent.schedule(options.leaseTtl().dividedBy(LOOKS_PER_TTL), this::runLooks);
        if (leadership.leads()) {
            look();
        }
    }

    private void runSweeps() {
        if (agent.isStopped()) {
            return;
        }
        agent.schedule(SWEEP_INTERVAL, this::runSweeps);
        if (leadership.leads() && sweptTerm == leadership.term()) {
            sweep();
        }
    }

    /**
     * Whether everything was looked through in this term and nothing is left to be moved, as of a look at least a TTL after
     * the start: whoever died before has no lease any more then. Another one's leadership counts as that, once it cannot be
     * that of somebody who died before.
     */
    boolean isSettled() {
        Duration grace = options.leaseTtl().plus(options.renewInterval().multipliedBy(2));
        boolean isOtherAlive = leadership.isLedByOther() && agent.nowNs() - startedNs > grace.toNanos();
        boolean isDone = leadership.leads()
                && sweptTerm == leadership.term()
                && lookedNs - startedNs >= options.leaseTtl().toNanos()
                && gameservers.isAnyLive()
                && reading.isEmpty()
                && strangers.isEmpty()
                && wanted.isEmpty();
        return isDone || isOtherAlive;
    }

    private void look() {
        if (isLooking) {
            return;
        }
        isLooking = true;
        long sentNs = agent.nowNs();
        agent.askStore(() -> store.leases().read(options.leaseTtl()), Unknown::new, outcome -> looked(sentNs, outcome));
    }

    private void looked(long sentNs, LeaseStore.ReadOutcome outcome) {
        isLooking = false;
        if (!(outcome instanceof LeaseStore.Leases leases)) {
            counters.storeUnknown.increment();
            return;
        }
        gameservers.update(leases);
        lookedNs = sentNs;
        emptySinceNs.keySet().retainAll(gameservers.ended());
        wantStrangers(sentNs);
        for (Incarnation ended : gameservers.ended()) {
            if (reading.add(ended)) {
                readIndex(ended, "", false);
            }
        }
        if (sweptTerm != leadership.term()) {
            sweep();
        }
        next();
    }

    /* A holder that no lease told of may have logged in since; leases that were read after his board was say. */
    private void wantStrangers(long sentNs) {
        strangers
                .values()
                .removeIf(stranger -> gameservers.isLive(stranger.token().holder()));
        Iterator<Map.Entry<BoardId, Stranger>> rest = strangers.entrySet().iterator();
        while (rest.hasNext()) {
            Map.Entry<BoardId, Stranger> next = rest.next();
            if (next.getValue().seenNs() - sentNs <= 0) {
                want(next.getKey(), next.getValue().token());
                rest.remove();
            }
        }
    }

    private void readIndex(Incarnation ended, String cursor, boolean hadBoards) {
        agent.askStore(
                () -> store.attachments().index(ended, cursor, options.leaseTtl()),
                Unknown::new,
                outcome -> readTokens(ended, hadBoards, outcome));
    }

    private void readTokens(Incarnation ended, boolean hadBoards, AttachmentStore.IndexOutcome outcome) {
        if (!(outcome instanceof AttachmentStore.IndexPage page)) {
            counters.storeUnknown.increment();
            reading.remove(ended);
            return;
        }
        if (page.boards().isEmpty()) {
            endPage(ended, page, hadBoards);
            return;
        }
        agent.askStore(() -> store.attachments().tokens(page.boards(), options.leaseTtl()), Unknown::new, tokens -> {
            if (tokens instanceof AttachmentStore.Tokens known) {
                boolean found = false;
                for (Map.Entry<BoardId, Token> board : known.tokens().entrySet()) {
                    if (board.getValue().holder().equals(ended)) {
                        found = true;
                        want(board.getKey(), board.getValue());
                    }
                }
                endPage(ended, page, hadBoards || found);
            } else {
                counters.storeUnknown.increment();
                reading.remove(ended);
            }
        });
    }

    private void endPage(Incarnation ended, AttachmentStore.IndexPage page, boolean hadBoards) {
        if (!page.nextCursor().isEmpty()) {
            readIndex(ended, page.nextCursor(), hadBoards);
            return;
        }
        reading.remove(ended);
        next();
        if (hadBoards) {
            emptySinceNs.remove(ended);
            return;
        }
        long sinceNs = emptySinceNs.computeIfAbsent(ended, key -> agent.nowNs());
        if (agent.nowNs() - sinceNs > options.forgetAfter().toNanos()) {
            emptySinceNs.remove(ended);
            agent.askStore(() -> store.leases().forget(ended, options.leaseTtl()), Unknown::new, this::forgotten);
        }
    }

    private void forgotten(LeaseStore.EndOutcome outcome) {
        if (outcome instanceof LeaseStore.Ended) {
            counters.gameserversForgotten.increment();
        }
    }

    private void sweep() {
        if (isSweeping) {
            return;
        }
        isSweeping = true;
        long term = leadership.term();
        if (sweepingTerm != term) {
            sweepingTerm = term;
            sweepCursor = "";
        }
        agent.askStore(
                () -> store.attachments().sweep(sweepCursor, options.leaseTtl()),
                Unknown::new,
                outcome -> swept(term, outcome));
    }

    private void swept(long term, AttachmentStore.SweepOutcome outcome) {
        isSweeping = false;
        if (!(outcome instanceof AttachmentStore.SweepPage page)) {
            counters.storeUnknown.increment();
            return;
        }
        long nowNs = agent.nowNs();
        page.tokens().forEach((board, token) -> {
            if (gameservers.hasEnded(token.holder())) {
                want(board, token);
            } else if (!gameservers.isLive(token.holder()) && strangers.size() < WAITING_MAX) {
                strangers.put(board, new Stranger(token, nowNs));
            }
        });
        sweepCursor = page.nextCursor();
        next();
        if (sweepCursor.isEmpty()) {
            sweptTerm = term;
        } else if (sweptTerm != term && leadership.leads()) {
            sweep();
        }
    }

    private void want(BoardId board, Token token) {
        if (wanted.size() < WAITING_MAX && wanted.putIfAbsent(board, token) == null) {
            waiting.add(board);
        }
    }

    private void next() {
        boolean isFresh = agent.nowNs() - lookedNs < options.leaseTtl().toNanos();
        while (isFresh && inFlight < options.attachesInFlightMax() && !waiting.isEmpty() && leadership.leads()) {
            BoardId board = waiting.remove();
            inFlight++;
            agent.askStore(
                    () -> store.boards().get(board, options.leaseTtl()), Unknown::new, outcome -> read(board, outcome));
        }
    }

    private void done(BoardId board) {
        wanted.remove(board);
        inFlight--;
        next();
    }

    private void read(BoardId board, BoardStore.GetOutcome outcome) {
        Token expected = wanted.get(board);
        if (!(outcome instanceof BoardStore.Found found)) {
            if (outcome instanceof Unknown) {
                counters.storeUnknown.increment();
            }
            done(board);
            return;
        }
        Optional<Incarnation> target = found.board().token().equals(expected)
                        && !gameservers.isLive(found.board().token().holder())
                ? gameservers.choose(
                        found.board().spec().type(), found.board().spec().maxPlayers())
                : Optional.empty();
        if (target.isEmpty()) {
            counters.boardsWithoutTarget.increment();
            done(board);
            return;
        }
        gameservers.give(target.get());
        agent.askStore(
                () -> store.attachments().attach(board, found.board().token(), target.get(), options.leaseTtl()),
                Unknown::new,
                attached -> attached(board, attached));
    }

    private void attached(BoardId board, AttachmentStore.AttachOutcome outcome) {
        if (outcome instanceof AttachmentStore.Attached attached) {
            counters.boardsAttached.increment();
            LOG.log(Level.INFO, "board {0} goes to {1}", board, attached.token());
            store.hints().publish(new StoreHints.Attached(board, attached.token()));
        } else if (outcome instanceof AttachmentStore.HeldByOther) {
            counters.attachesOvertaken.increment();
        } else if (outcome instanceof NotApplied) {
            counters.storeNotApplied.increment();
        } else if (outcome instanceof Unknown) {
            counters.storeUnknown.increment();
        }
        done(board);
    }
}
