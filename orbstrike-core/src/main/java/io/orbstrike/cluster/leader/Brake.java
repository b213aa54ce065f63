package io.orbstrike.cluster.leader;

import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Says when no board moves, since what looks like many deaths is more likely the store's or the leader's own fault (FAIL-2).
 *
 * <p>Confined to the agent's thread.
 */
final class Brake {

    /* It is applied, or applied anew, by each new reason; the same lost gameservers are one reason, however often they are
     * seen. A lease that was ended early, or in order by one that drains, was not lost. What has changed in the store is not
     * told by the store itself: that its notifications were interrupted is as near as it comes.
     */

    private static final Logger LOG = System.getLogger(Brake.class.getName());
    private static final int LOST_MIN = 2;
    private static final int LOST_PART = 3;

    private final LeaderParts parts;
    private final Duration length;
    private final Set<Incarnation> lostBefore = new HashSet<>();
    private boolean isListening;
    private long listeningNs;
    private boolean isApplied;
    private long untilNs;

    Brake(LeaderParts parts) {
        this.parts = parts;
        Duration twoTtls = parts.options().leaseTtl().multipliedBy(2);
        Duration min = parts.options().failover().brakeMin();
        this.length = twoTtls.compareTo(min) > 0 ? twoTtls : min;
    }

    /** Whether nothing is to be moved now. */
    boolean isOn() {
        if (isApplied && parts.agent().nowNs() - untilNs >= 0) {
            isApplied = false;
            LOG.log(Level.INFO, "boards are moved again");
        }
        return isApplied;
    }

    /** Looks for many that lost their leases within one TTL. */
    void judge(LeaseStore.Leases leases) {
        Instant since = leases.storeTime().minus(parts.options().leaseTtl());
        Set<Incarnation> lost = new HashSet<>();
        int live = 0;
        for (Lease.Recorded recorded : leases.leases()) {
            if (recorded.isLiveAt(leases.storeTime())) {
                live++;
            } else if (wasLost(recorded) && recorded.expiresAt().isAfter(since)) {
                lost.add(recorded.lease().gameserver());
            }
        }
        lostBefore.retainAll(lost);
        boolean areMany = lost.size() >= LOST_MIN && lost.size() * LOST_PART > live + lost.size();
        if (areMany && lostBefore.addAll(lost)) {
            apply(lost.size() + " of " + (live + lost.size()) + " gameservers lost their leases at once");
        }
    }

    private static boolean wasLost(Lease.Recorded recorded) {
        return recorded.endedEarly().isEmpty() && !recorded.lease().draining();
    }

    /** The store did not answer this process for a while, or the process stood still. */
    void missedRenewals() {
        apply("renewals of this process in the election were missed");
    }

    /** Notifications of the store were interrupted; at first they had only not begun yet, and that may be told twice. */
    void hintsLost() {
        long nowNs = parts.agent().nowNs();
        if (!isListening) {
            isListening = true;
            listeningNs = nowNs;
        } else if (nowNs - listeningNs > parts.options().leaseTtl().toNanos()) {
            apply("the store's notifications were interrupted");
        }
    }

    private void apply(String why) {
        if (!isOn()) {
            isApplied = true;
            parts.counters().brakes.increment();
            if (parts.leadership().leads()) {
                LOG.log(Level.WARNING, "no board is moved for {0} ms: {1}", length.toMillis(), why);
            }
        }
        untilNs = parts.agent().nowNs() + length.toNanos();
    }
}
