package io.orbstrike.cluster.orchestrator;

import static java.util.Objects.requireNonNull;

import io.orbstrike.cluster.Lobby.CreateRequest;
import io.orbstrike.cluster.placement.Candidate;
import io.orbstrike.cluster.placement.Placement;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds gameservers for boards, and remembers what it gave to whom until the leases must say it.
 *
 * <p>Confined to the agent's thread.
 */
public final class Placements {

    /* A lease counts a board with its first renewal after the board was made. What was given counts for as long as that may
     * take; counting it twice for a moment does less harm than not at all, since it concerns all gameservers alike.
     */

    /** Creation leaves the rest to failover (FAIL-5). */
    private static final double CREATION_SHARE = 0.8;

    private final Placement placement;
    private final long givenKeptNs;
    private final Map<Incarnation, Deque<Long>> givenNs = new HashMap<>();

    /**
     * Has given nothing yet.
     *
     * @param placement chooses
     * @param givenKept after how long a lease counts what was given
     */
    public Placements(Placement placement, Duration givenKept) {
        this.placement = requireNonNull(placement, "placement");
        this.givenKeptNs = givenKept.toNanos();
    }

    /**
     * Finds a gameserver for a new board, and counts the board as given.
     *
     * @param board which
     * @param live the leases that hold
     * @param refused gameservers that had no room or were not reached
     * @param nowNs the time
     * @return empty if no gameserver with the type and the labels has room
     */
    public Optional<Lease> placeNew(CreateRequest board, Collection<Lease> live, Set<Incarnation> refused, long nowNs) {
        forget(live, nowNs);
        List<Candidate> candidates = new ArrayList<>();
        for (Lease lease : live) {
            boolean mayServe = !lease.draining()
                    && lease.types().containsKey(board.type())
                    && board.requiredLabels().areAmong(lease.labels())
                    && !refused.contains(lease.gameserver());
            Candidate candidate = new Candidate(lease, given(lease.gameserver()));
            if (mayServe && hasRoom(candidate)) {
                candidates.add(candidate);
            }
        }
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Lease chosen = placement.choose(candidates).lease();
        givenNs.computeIfAbsent(chosen.gameserver(), key -> new ArrayDeque<>()).add(nowNs);
        return Optional.of(chosen);
    }

    /**
     * A board that was given is not there.
     *
     * @param gameserver who was to have it
     */
    public void takeBack(Incarnation gameserver) {
        Deque<Long> given = givenNs.get(gameserver);
        if (given != null) {
            given.pollLast();
        }
    }

    private static boolean hasRoom(Candidate candidate) {
        Lease.Capacity capacity = candidate.lease().capacity();
        return candidate.boards() < Math.max(1, CREATION_SHARE * capacity.boards())
                && candidate.lease().load().places() < CREATION_SHARE * capacity.places();
    }

    private int given(Incarnation gameserver) {
        Deque<Long> given = givenNs.get(gameserver);
        return given == null ? 0 : given.size();
    }

    private void forget(Collection<Lease> live, long nowNs) {
        Set<Incarnation> present = new HashSet<>();
        live.forEach(lease -> present.add(lease.gameserver()));
        givenNs.keySet().retainAll(present);
        givenNs.values().forEach(given -> {
            while (!given.isEmpty() && nowNs - given.peek() > givenKeptNs) {
                given.remove();
            }
        });
    }
}
