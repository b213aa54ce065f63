package io.orbstrike.cluster.leader;

import io.orbstrike.cluster.FailoverOptions;
import io.orbstrike.store.Incarnation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;

/**
 * Waits, coming from no live gameserver, until those that start have logged in, so that the first one does not get all
 * boards (FAIL-5).
 *
 * <p>Confined to the agent's thread.
 */
final class ColdStart {

    /* RUNNING -> nobody lives -> EMPTY -> somebody logs in -> GATHERING -> nobody new for a while -> RUNNING
     *
     * A process that has just started cannot tell those that have just logged in from those that ran for long: in its first
     * moments it takes them for the former. One that takes over from another leader does not.
     */

    private enum Phase {
        RUNNING,
        EMPTY,
        GATHERING
    }

    private static final Logger LOG = System.getLogger(ColdStart.class.getName());

    private final LeaderParts parts;
    private final FailoverOptions options;
    private Phase phase = Phase.RUNNING;
    private Set<Incarnation> known = Set.of();
    private long judgedTerm;
    private long startedNs;
    private long firstLoginNs;
    private long lastLoginNs;

    ColdStart(LeaderParts parts) {
        this.parts = parts;
        this.options = parts.options().failover();
    }

    /** The process has started. */
    void start() {
        startedNs = parts.agent().nowNs();
    }

    /** Whether it waits for more to log in. */
    boolean isWaiting() {
        return phase != Phase.RUNNING;
    }

    /** Leases were read. */
    void judge() {
        long nowNs = parts.agent().nowNs();
        if (judgedTerm != parts.leadership().term()) {
            judgedTerm = parts.leadership().term();
            boolean isYoung = nowNs - startedNs < options.coldStartMax().toNanos();
            phase = isYoung ? Phase.EMPTY : Phase.RUNNING;
        }
        Set<Incarnation> live = parts.gameservers().live();
        if (live.isEmpty()) {
            phase = Phase.EMPTY;
        } else if (phase == Phase.EMPTY) {
            phase = Phase.GATHERING;
            firstLoginNs = nowNs;
            lastLoginNs = nowNs;
            parts.counters().coldStarts.increment();
            LOG.log(Level.INFO, "the first gameservers have logged in; boards wait for others");
        } else if (phase == Phase.GATHERING) {
            gather(live, nowNs);
        }
        known = live;
    }

    private void gather(Set<Incarnation> live, long nowNs) {
        if (!known.containsAll(live)) {
            lastLoginNs = nowNs;
        }
        boolean isQuiet = nowNs - lastLoginNs >= options.coldStartQuiet().toNanos();
        boolean isLate = nowNs - firstLoginNs >= options.coldStartMax().toNanos();
        if (isQuiet || isLate) {
            phase = Phase.RUNNING;
            LOG.log(Level.INFO, "boards are attached to {0} gameservers", live.size());
        }
    }
}
