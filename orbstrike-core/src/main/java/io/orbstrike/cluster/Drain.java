package io.orbstrike.cluster;

import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.ServedBoard.Phase;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Waits while others take over the boards of a gameserver that is about to stop.
 *
 * <p>Confined to the agent's thread.
 */
final class Drain {

    /* The lease says that it drains, so whoever leads has the boards handed over. It is over when no board is left that can be
     * handed over and the streams of those that were have been told (HAND-5), when no gameserver lives that stays, has the
     * type of one of them and the labels that it requires, and reads the version in which boards are written while it lives,
     * or when its time is. Boards in quarantine are not handed over: they are attached elsewhere afterwards.
     *
     * What it reads of the leases says at once in which version boards are written, so that the last states are written in
     * the one by which it judged.
     */

    private static final int LOOKS_PER_TTL = 8;

    private final GameserverParts parts;
    private final AgreedVersions versions;
    private final Runnable whenOver;
    private long beganNs;

    /** What a gameserver must have to take a board. */
    private record Need(String type, RequiredLabels labels) {

        boolean isMetBy(Lease lease, Map<String, Integer> written) {
            SnapshotVersions read = lease.types().get(type);
            Integer version = written.get(type);
            return read != null && version != null && read.contains(version) && labels.areAmong(lease.labels());
        }
    }

    /**
     * Creates a drain that does not wait yet.
     *
     * @param versions says in which version boards are written
     * @param whenOver runs once, when it is over
     */
    Drain(GameserverParts parts, AgreedVersions versions, Runnable whenOver) {
        this.parts = parts;
        this.versions = versions;
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
        if (outcome instanceof LeaseStore.Leases leases && isNobodyToTake(needs, leases)) {
            whenOver.run();
            return;
        }
        if (outcome instanceof Unknown) {
            parts.counters().countUnknown(StoreCall.READ_LEASES);
        }
        lookLater();
    }

    private boolean isNobodyToTake(Set<Need> needs, LeaseStore.Leases leases) {
        Map<String, Integer> written = versions.take(leases);
        return leases.leases().stream().noneMatch(recorded -> isTaker(recorded, leases, needs, written));
    }

    private boolean isTaker(
            Lease.Recorded recorded, LeaseStore.Leases leases, Set<Need> needs, Map<String, Integer> written) {
        Lease lease = recorded.lease();
        return recorded.isLiveAt(leases.storeTime())
                && !lease.draining()
                && !lease.gameserver().equals(parts.incarnation())
                && needs.stream().anyMatch(need -> need.isMetBy(lease, written));
    }

    private void lookLater() {
        parts.agent().schedule(parts.cluster().leaseTtl().dividedBy(LOOKS_PER_TTL), this::look);
    }
}
