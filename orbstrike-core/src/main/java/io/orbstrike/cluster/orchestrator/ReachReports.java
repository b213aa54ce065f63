package io.orbstrike.cluster.orchestrator;

import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.cluster.link.ProbeOutcome;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.ElectionStore.Candidate;
import io.orbstrike.store.ElectionStore.Reported;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Finds out which gameservers this orchestrator cannot reach, tells the store at each interval, and hears what all
 * orchestrators say (LEASE-6).
 *
 * <p>Confined to the agent's thread.
 */
public final class ReachReports {

    /* in doubt -> probed at each interval -> answers: reached
     *                                     -> twice in a row no answer: reported, until it answers or has no lease
     *
     * In doubt is whom a stream or a creation did not reach, and whom another orchestrator reports: so one that carries no
     * stream there has an opinion as soon as anybody has one. Who is in nobody's doubt is asked by nobody.
     *
     * Hints may be lost, and only a leader makes something of them. Reports are the store's to keep: they say all that is so
     * at each interval, and end with the orchestrator that made them.
     */

    private static final int FAILURES_MIN = 2;

    private final Agent agent;
    private final ElectionStore store;
    private final ClusterOptions options;
    private final KnownGameservers gameservers;
    private final GameserverLinks links;
    private final HeldBackGameservers heldBack;
    private final LongAdder storeUnknown;
    private final LongAdder storeNotApplied;
    private final Map<Incarnation, Doubt> doubts = new HashMap<>();
    private boolean isReporting;
    private boolean isStopped;

    /**
     * Doubts nobody yet.
     *
     * @param agent of the orchestrator
     * @param store where reports are
     * @param options the cluster's times
     * @param gameservers those that live
     * @param links to them
     * @param heldBack judges by what all orchestrators say
     * @param storeUnknown counts reports without an answer
     * @param storeNotApplied counts reports that did not reach the store
     */
    public ReachReports(
            Agent agent,
            ElectionStore store,
            ClusterOptions options,
            KnownGameservers gameservers,
            GameserverLinks links,
            HeldBackGameservers heldBack,
            LongAdder storeUnknown,
            LongAdder storeNotApplied) {
        this.agent = agent;
        this.store = store;
        this.options = options;
        this.gameservers = gameservers;
        this.links = links;
        this.heldBack = heldBack;
        this.storeUnknown = storeUnknown;
        this.storeNotApplied = storeNotApplied;
    }

    private static final class Doubt {

        int failures;
        boolean isAsked;
    }

    /**
     * Reports now and at each interval.
     *
     * @param self who this process is in the election
     */
    public void start(Candidate self) {
        if (!isStopped && !agent.isStopped()) {
            agent.schedule(options.renewInterval(), () -> start(self));
            doubts.keySet().removeIf(this::isOver);
            report(self);
            List.copyOf(doubts.keySet()).forEach(this::probe);
        }
    }

    /** Reports no more: the process resigns. */
    public void stop() {
        isStopped = true;
    }

    /* One that is away and misses a renewal is not reached by that. */
    private boolean isOver(Incarnation gameserver) {
        return !gameservers.live().containsKey(gameserver) && !heldBack.isAway(gameserver);
    }

    /**
     * A gameserver may be out of reach; it is asked at the next interval.
     *
     * @param gameserver which
     */
    public void doubt(Incarnation gameserver) {
        if (doubts.size() < ElectionStore.UNREACHED_MAX && gameservers.live().containsKey(gameserver)) {
            doubts.computeIfAbsent(gameserver, added -> new Doubt());
        }
    }

    private void probe(Incarnation gameserver) {
        Doubt doubt = doubts.get(gameserver);
        GameserverAddress address = gameservers.address(gameserver);
        if (doubt == null || doubt.isAsked || address == null) {
            return;
        }
        doubt.isAsked = true;
        Duration timeout = options.failover().probeTimeout();
        agent.askStore(
                () -> links.link(address).probe(timeout),
                failure -> ProbeOutcome.UNKNOWN,
                outcome -> probed(gameserver, doubt, outcome));
    }

    private void probed(Incarnation gameserver, Doubt doubt, ProbeOutcome outcome) {
        doubt.isAsked = false;
        if (outcome == ProbeOutcome.ALIVE) {
            doubts.remove(gameserver, doubt);
        } else {
            doubt.failures++;
        }
    }

    private void report(Candidate self) {
        if (isReporting) {
            return;
        }
        isReporting = true;
        Set<Incarnation> unreached = new HashSet<>();
        doubts.forEach((gameserver, doubt) -> {
            if (doubt.failures >= FAILURES_MIN) {
                unreached.add(gameserver);
            }
        });
        Duration ttl = options.leaseTtl();
        agent.askStore(() -> store.report(self, unreached, ttl, ttl), Unknown::new, this::answered);
    }

    private void answered(ElectionStore.ReportOutcome outcome) {
        isReporting = false;
        if (outcome instanceof Reported reported) {
            heldBack.reported(reported, agent.nowNs());
            reported.unreached().keySet().forEach(this::doubt);
        } else if (outcome instanceof NotApplied) {
            storeNotApplied.increment();
        } else {
            storeUnknown.increment();
        }
    }
}
