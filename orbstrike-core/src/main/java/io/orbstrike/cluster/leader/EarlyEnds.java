package io.orbstrike.cluster.leader;

import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.cluster.link.ProbeOutcome;
import io.orbstrike.cluster.orchestrator.HeldBackGameservers;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends leases of gameservers that are suspected and proven dead (LEASE-5), and keeps boards away from those that may be dead.
 *
 * <p>Confined to the agent's thread.
 */
final class EarlyEnds {

    /* suspected -> probe -> dead -> lease ended -> leases are looked at now
     *                                          -> the others are probed
     *
     * A leader that is ill sees everybody dead, so it may end few at a time; the others' leases end by themselves. Few is a
     * share of those that lived before it began.
     *
     * Who died may not have died alone: boards that went to one that is dead, too, would lose two holders by one stroke
     * (FAIL-4). So after an end nobody is given boards before he was asked, and no dead one before he renews his lease.
     */

    private static final Logger LOG = System.getLogger(EarlyEnds.class.getName());
    private static final int PERCENT_MAX = 10;

    private final LeaderParts parts;
    private final Brake brake;
    private final HeldBackGameservers heldBack;
    private final @Nullable GameserverLinks links;
    private final Set<Incarnation> probing = new HashSet<>();
    private final Map<Incarnation, Proof> proofs = new HashMap<>();
    private final Queue<End> ends = new ArrayDeque<>();
    private Runnable onEnded = () -> {};
    private boolean looksOnceProbed;

    EarlyEnds(LeaderParts parts, Brake brake, HeldBackGameservers heldBack, Optional<GameserverLinks> links) {
        this.parts = parts;
        this.brake = brake;
        this.heldBack = heldBack;
        this.links = links.orElse(null);
    }

    private record End(Incarnation gameserver, long atNs) {}

    /** That one is dead, until its lease shows that it is not. */
    private static final class Proof {

        Optional<Instant> expiry;
        int renewals;

        Proof(Optional<Instant> expiry) {
            this.expiry = expiry;
        }

        /* One renewal may have come to the store before the death, and be seen after it. */
        boolean isRefutedBy(Optional<Instant> seen) {
            if (!seen.equals(expiry)) {
                expiry = seen;
                renewals++;
            }
            return seen.isEmpty() || renewals > 1;
        }
    }

    /** Sets what is done when a lease was ended. */
    void onEnded(Runnable action) {
        onEnded = action;
    }

    /** Somebody could not reach a gameserver. */
    void suspected(Incarnation gameserver) {
        if (parts.leadership().leads() && !brake.isOn()) {
            probe(gameserver, outcome -> {
                if (outcome == ProbeOutcome.DEAD && parts.gameservers().isLive(gameserver) && mayEnd()) {
                    end(gameserver);
                }
            });
        }
    }

    private void probe(Incarnation gameserver, Consumer<ProbeOutcome> next) {
        Lease lease = parts.gameservers().lease(gameserver);
        GameserverLinks way = links;
        if (way == null || lease == null || !probing.add(gameserver)) {
            return;
        }
        parts.counters().probes.increment();
        Duration timeout = parts.options().failover().probeTimeout();
        parts.agent()
                .askStore(
                        () -> way.link(new GameserverAddress(gameserver, lease.address()))
                                .probe(timeout),
                        failure -> ProbeOutcome.UNKNOWN,
                        outcome -> probed(gameserver, outcome, next));
    }

    private void probed(Incarnation gameserver, ProbeOutcome outcome, Consumer<ProbeOutcome> next) {
        probing.remove(gameserver);
        if (outcome == ProbeOutcome.DEAD) {
            proofs.put(gameserver, new Proof(parts.gameservers().expiry(gameserver)));
        }
        next.accept(outcome);
        if (looksOnceProbed && probing.isEmpty()) {
            looksOnceProbed = false;
            onEnded.run(); // boards may have found nobody who was not in doubt
        }
    }

    private boolean mayEnd() {
        if (!parts.leadership().leads() || brake.isOn()) {
            return false;
        }
        long ttlNs = parts.options().leaseTtl().toNanos();
        ends.removeIf(end -> parts.agent().nowNs() - end.atNs() >= ttlNs);
        Set<Incarnation> before = new HashSet<>(parts.gameservers().live());
        ends.forEach(end -> before.add(end.gameserver()));
        if (ends.size() >= Math.max(1, before.size() * PERCENT_MAX / 100)) {
            parts.counters().earlyEndsHeldBack.increment();
            return false;
        }
        return true;
    }

    private void end(Incarnation gameserver) {
        ends.add(new End(gameserver, parts.agent().nowNs()));
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .leases()
                                .end(gameserver, parts.options().leaseTtl()),
                        Unknown::new,
                        ended -> ended(gameserver, ended));
    }

    private void ended(Incarnation gameserver, LeaseStore.EndOutcome outcome) {
        if (outcome instanceof LeaseStore.Ended) {
            parts.counters().gameserversEndedEarly.increment();
            LOG.log(Level.WARNING, "the lease of {0} was ended: its process is gone", gameserver);
            heldBack.ended(gameserver, parts.agent().nowNs());
            probeOthers(gameserver);
            onEnded.run();
        } else if (outcome instanceof Unknown) {
            parts.counters().storeUnknown.increment();
        } else {
            parts.counters().storeNotApplied.increment();
        }
    }

    private void probeOthers(Incarnation gameserver) {
        for (Incarnation other : parts.gameservers().live()) {
            if (!other.equals(gameserver)) {
                probe(other, outcome -> {});
            }
        }
        looksOnceProbed = !probing.isEmpty();
    }

    /** Leases were read: who renewed his lease is not dead. */
    void judge(LeaseStore.Leases leases) {
        heldBack.look(leases, parts.agent().nowNs());
        proofs.entrySet()
                .removeIf(proven ->
                        proven.getValue().isRefutedBy(parts.gameservers().expiry(proven.getKey())));
    }

    /** Whether a gameserver is to get no boards that another can have: it is out, or has just come back. */
    boolean isHeldBack(Incarnation gameserver) {
        return isOut(gameserver)
                || heldBack.isHeldBack(gameserver, parts.agent().nowNs());
    }

    /** Whether a gameserver is to get no boards at all: most cannot reach it, it is dead, or being asked. */
    boolean isOut(Incarnation gameserver) {
        return heldBack.isAway(gameserver) || proofs.containsKey(gameserver) || probing.contains(gameserver);
    }
}
