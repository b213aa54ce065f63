package io.orbstrike.cluster.orchestrator;

import io.orbstrike.store.ElectionStore.Reported;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Which gameservers get no boards for now: those whose leases were ended early, and those that more than half of the
 * orchestrators cannot reach (LEASE-6). They keep what they have.
 *
 * <p>Confined to the agent's thread, but for {@link #unreachedCount}.
 */
public final class HeldBackGameservers {

    /* Nobody is told of this judgement: each orchestrator judges by what the store tells all of them, leases and counts of
     * reports, so that whoever places a board leaves out the same gameservers.
     */

    private static final Logger LOG = System.getLogger(HeldBackGameservers.class.getName());

    private final Comebacks ended;
    private final Comebacks unreached;
    private final Set<Incarnation> live = new HashSet<>();
    private volatile int unreachedCount;

    /**
     * Holds nobody back yet.
     *
     * @param leaseTtl how long a gameserver waits that came back for the first time
     */
    public HeldBackGameservers(Duration leaseTtl) {
        this.ended = new Comebacks(leaseTtl);
        this.unreached = new Comebacks(leaseTtl);
    }

    /**
     * Leases were read.
     *
     * @param leases all of them, those that ended with them
     * @param nowNs the time
     */
    public void look(LeaseStore.Leases leases, long nowNs) {
        Set<Incarnation> existing = new HashSet<>();
        live.clear();
        for (Lease.Recorded recorded : leases.leases()) {
            Incarnation gameserver = recorded.lease().gameserver();
            existing.add(gameserver);
            if (recorded.lease().draining()) {
                continue; // gets no boards anyway
            }
            if (recorded.isLiveAt(leases.storeTime())) {
                live.add(gameserver);
                ended.back(gameserver, nowNs).ifPresent(wait -> logBack(gameserver, "is back", wait));
            } else if (recorded.endedEarly().isPresent()) {
                ended.away(gameserver, nowNs);
            }
        }
        ended.retain(existing, nowNs);
        unreached.retain(existing, nowNs);
        unreachedCount = unreached.heldBackCount(live, nowNs);
    }

    /**
     * This process has ended a lease early, which the leases will tell soon.
     *
     * @param gameserver whose
     * @param nowNs the time
     */
    public void ended(Incarnation gameserver, long nowNs) {
        ended.away(gameserver, nowNs);
    }

    /**
     * Orchestrators have reported whom they cannot reach. Of a gameserver without a lease they say nothing, so it is not
     * found to be reached before it lives again.
     *
     * @param reported the counts
     * @param nowNs the time
     */
    void reported(Reported reported, long nowNs) {
        Set<Incarnation> byMost = new HashSet<>();
        reported.unreached().forEach((gameserver, count) -> {
            if (2L * count > reported.candidates() && live.contains(gameserver)) {
                byMost.add(gameserver);
                if (unreached.away(gameserver, nowNs)) {
                    LOG.log(
                            Level.WARNING,
                            "{0} gets no boards: {1} of {2} orchestrators cannot reach it",
                            gameserver,
                            count,
                            reported.candidates());
                }
            }
        });
        for (Incarnation gameserver : unreached.away()) {
            if (live.contains(gameserver) && !byMost.contains(gameserver)) {
                unreached.back(gameserver, nowNs).ifPresent(wait -> logBack(gameserver, "is reached again", wait));
            }
        }
        unreachedCount = unreached.heldBackCount(live, nowNs);
    }

    private static void logBack(Incarnation gameserver, String how, Duration wait) {
        LOG.log(Level.WARNING, "{0} {1}, and waits {2} ms for boards", gameserver, how, wait.toMillis());
    }

    /**
     * Whether a gameserver's lease was ended early, or most orchestrators cannot reach it: then it gets no boards at all.
     *
     * @param gameserver which
     * @return true until it is back
     */
    public boolean isAway(Incarnation gameserver) {
        return ended.isAway(gameserver) || unreached.isAway(gameserver);
    }

    /**
     * Whether a gameserver is to get no boards that another can have.
     *
     * @param gameserver which
     * @param nowNs the time
     * @return true until it is back, and its wait over
     */
    public boolean isHeldBack(Incarnation gameserver, long nowNs) {
        return ended.isHeldBack(gameserver, nowNs) || unreached.isHeldBack(gameserver, nowNs);
    }

    /**
     * How many gameservers that live get no boards because most orchestrators cannot reach them, or could not of late.
     *
     * @return as of a moment ago
     */
    public int unreachedCount() {
        return unreachedCount;
    }
}
