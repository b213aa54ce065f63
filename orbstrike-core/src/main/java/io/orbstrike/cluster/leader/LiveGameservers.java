package io.orbstrike.cluster.leader;

import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which gameservers live and which do not, as the store last said, and what was given to each since.
 *
 * <p>Confined to the agent's thread.
 */
final class LiveGameservers {

    private final Map<Incarnation, Lease> live = new HashMap<>();
    private final Set<Incarnation> ended = new HashSet<>();
    private final Map<Incarnation, Integer> given = new HashMap<>();

    /** Takes up what the store says, judged by the store's own time (LEASE-4). */
    void update(LeaseStore.Leases leases) {
        live.clear();
        ended.clear();
        given.clear();
        for (Lease.Recorded recorded : leases.leases()) {
            Lease lease = recorded.lease();
            if (recorded.isLiveAt(leases.storeTime())) {
                live.put(lease.gameserver(), lease);
            } else {
                ended.add(lease.gameserver());
            }
        }
    }

    boolean isLive(Incarnation gameserver) {
        return live.containsKey(gameserver);
    }

    boolean hasEnded(Incarnation gameserver) {
        return ended.contains(gameserver);
    }

    boolean isAnyLive() {
        return !live.isEmpty();
    }

    List<Incarnation> ended() {
        return List.copyOf(ended);
    }

    /** The one with the fewest boards that has the type and room; those given to it since count. */
    Optional<Incarnation> choose(String type, int places) {
        return live.values().stream()
                .filter(lease -> !lease.draining() && lease.types().containsKey(type))
                .filter(lease -> boards(lease) < lease.capacity().boards()
                        && lease.load().places() + places <= lease.capacity().places())
                .min(Comparator.comparingInt(this::boards)
                        .thenComparing(lease -> lease.gameserver().toString()))
                .map(Lease::gameserver);
    }

    /** A board was given to one. */
    void give(Incarnation gameserver) {
        given.merge(gameserver, 1, Integer::sum);
    }

    private int boards(Lease lease) {
        return lease.load().boards() + given.getOrDefault(lease.gameserver(), 0);
    }
}
