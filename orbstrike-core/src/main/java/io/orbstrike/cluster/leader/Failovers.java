package io.orbstrike.cluster.leader;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;

/**
 * Looks which gameservers live, and has boards of those that do not attached to ones that do, while this process leads.
 *
 * <p>Confined to the agent's thread.
 */
final class Failovers {

    /* Leases are read often, in one call. What they say goes to each part in turn: may boards move, whose indexes are to be
     * read, whose boards were found by the sweep.
     */

    private static final int LOOKS_PER_TTL = 8;

    private final LeaderParts parts;
    private final Brake brake;
    private final EarlyEnds earlyEnds;
    private final ColdStart coldStart;
    private final BoardAttaches attaches;
    private final EndedIndexes indexes;
    private final BoardSweep sweep;
    private boolean isLooking;
    private boolean looksAgain;
    private long startedNs;
    private long lookedNs;

    Failovers(LeaderParts parts, Brake brake, EarlyEnds earlyEnds) {
        this.parts = parts;
        this.brake = brake;
        this.earlyEnds = earlyEnds;
        this.coldStart = new ColdStart(parts);
        this.attaches = new BoardAttaches(parts, this::mayMove, earlyEnds::isHeldBack, earlyEnds::isOut);
        this.indexes = new EndedIndexes(parts, attaches);
        this.sweep = new BoardSweep(parts, attaches);
    }

    /** Looks now and at each interval, and goes through all boards, as long as this process leads. */
    void start() {
        startedNs = parts.agent().nowNs();
        lookedNs = startedNs;
        coldStart.start();
        runLooks();
        sweep.run();
    }

    private void runLooks() {
        if (parts.agent().isStopped()) {
            return;
        }
        parts.agent().schedule(parts.options().leaseTtl().dividedBy(LOOKS_PER_TTL), this::runLooks);
        if (!isLooking) {
            look();
        }
    }

    /**
     * Whether everything was looked through in this term and nothing is left to be moved, as of a look at least a TTL after
     * the start: whoever died before has no lease any more then. Another one's leadership counts as that, once it cannot be
     * that of somebody who died before.
     */
    boolean isSettled() {
        Duration ttl = parts.options().leaseTtl();
        Duration grace = ttl.plus(parts.options().renewInterval().multipliedBy(2));
        boolean isOtherAlive =
                parts.leadership().isLedByOther() && parts.agent().nowNs() - startedNs > grace.toNanos();
        boolean isDone = parts.leadership().leads()
                && lookedNs - startedNs >= ttl.toNanos()
                && !parts.gameservers().live().isEmpty()
                && !coldStart.isWaiting()
                && sweep.isSettled()
                && indexes.isIdle()
                && attaches.isIdle();
        return isDone || isOtherAlive;
    }

    /** The holder of a board cannot take it. */
    void declined(BoardId board, Token token) {
        if (parts.leadership().leads()) {
            attaches.declined(board, token);
        }
    }

    /** Viewers wait for a board. */
    void awaited(BoardId board) {
        if (parts.leadership().leads()) {
            attaches.prefer(board);
        }
    }

    /** Looks now, or once more after a look that is under way. */
    void look() {
        if (isLooking) {
            looksAgain = true;
        } else if (parts.leadership().leads()) {
            isLooking = true;
            long sentNs = parts.agent().nowNs();
            parts.agent()
                    .askStore(
                            () -> parts.store().leases().read(parts.options().leaseTtl()),
                            Unknown::new,
                            outcome -> looked(sentNs, outcome));
        }
    }

    private void looked(long sentNs, LeaseStore.ReadOutcome outcome) {
        isLooking = false;
        if (outcome instanceof LeaseStore.Leases leases) {
            lookedNs = sentNs;
            parts.gameservers().update(leases, parts.agent().nowNs());
            brake.judge(leases);
            coldStart.judge();
            earlyEnds.judge(leases);
            indexes.read();
            sweep.looked(sentNs);
            attaches.next();
        } else {
            parts.counters().storeUnknown.increment();
        }
        if (looksAgain) {
            looksAgain = false;
            look();
        }
    }

    private boolean mayMove() {
        boolean isFresh =
                parts.agent().nowNs() - lookedNs < parts.options().leaseTtl().toNanos();
        return isFresh && parts.leadership().leads() && !brake.isOn() && !coldStart.isWaiting();
    }
}
