package io.orbstrike.cluster;

import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.ServedBoard.Phase;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Waits while others take over the boards of a gameserver that is about to stop.
 *
 * <p>Confined to the agent's thread.
 */
final class Drain {

    /* The lease says that it drains, so whoever leads has the boards handed over. It is over when no board is left that can be
     * handed over and the streams of those that were have been told (HAND-5), when no gameserver lives that stays and has the
     * type of one of them and the labels that it requires, or when its time is. Boards in quarantine are not handed over: they
     * are attached elsewhere afterwards.
     */

    private static final int LOOKS_PER_TTL = 8;

    private final GameserverParts parts;
    private final Runnable whenOver;
    private long beganNs;

    /** What a gameserver must have to take a board. */
    private record Need(String type, RequiredLabels labels) {

        boolean isMetBy(Lease lease) {
            return lease.types().containsKey(type) && labels.areAmong(lease.labels());
        }
    }

    /**
     * Creates a drain that does not wait yet.
     *
     * @param whenOver runs once, when it is over
     */
    Drain(GameserverParts parts, Runnable whenOver) {
        this.parts = parts;
        this.whenOver = whenOver;
    }

    void begin() {
        beganNs = parts.agent().nowNs();
        look();
    }

    private void look() {
        Set<Need> needs = new HashSet<>();
        boolean isLettingGo = false;
        for (ServedBoard<?, ?> board : parts.boards().after(null)) {
            if (board.phase() == Phase.LOST) {
                isLettingGo = true;
            } else if (board.phase() != Phase.ENDED && board.phase() != Phase.QUARANTINED) {
                needs.add(new Need(board.type().name(), board.record().spec().requiredLabels()));
            }
        }
        Duration waited = Duration.ofNanos(parts.agent().nowNs() - beganNs);
        boolean isOverTime = waited.compareTo(parts.cluster().drainDeadline()) >= 0;
        if (parts.agent().isStopped() || isOverTime || (needs.isEmpty() && !isLettingGo)) {
            whenOver.run();
        } else if (needs.isEmpty()) {
            lookLater();
        } else {
            parts.agent()
                    .askStore(
                            () -> parts.store().leases().read(parts.options().storeTimeout()),
                            Unknown::new,
                            outcome -> read(needs, outcome));
        }
    }

    private void read(Set<Need> needs, LeaseStore.ReadOutcome outcome) {
        if (outcome instanceof LeaseStore.Leases leases
                && leases.leases().stream().noneMatch(recorded -> isTaker(recorded, leases, needs))) {
            whenOver.run();
            return;
        }
        if (outcome instanceof Unknown) {
            parts.counters().countUnknown(StoreCall.READ_LEASES);
        }
        lookLater();
    }

    private boolean isTaker(Lease.Recorded recorded, LeaseStore.Leases leases, Set<Need> needs) {
        Lease lease = recorded.lease();
        return recorded.isLiveAt(leases.storeTime())
                && !lease.draining()
                && !lease.gameserver().equals(parts.incarnation())
                && needs.stream().anyMatch(need -> need.isMetBy(lease));
    }

    private void lookLater() {
        parts.agent().schedule(parts.cluster().leaseTtl().dividedBy(LOOKS_PER_TTL), this::look);
    }
}
