package io.orbstrike.cluster.leader;

import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.orchestrator.KnownGameservers;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Chooses who gets a board that its holder hands over. Where the holder drains: the newest build, so that a rolling update
 * moves a board once, then the fewest boards. Where it carries too much: who carries least, and less than the mean.
 *
 * <p>Confined to the agent's thread.
 */
final class HandoverTargets {

    private final Agent agent;
    private final KnownGameservers gameservers;
    private final long givenKeptNs;
    private final Map<Incarnation, Deque<Given>> given = new HashMap<>();

    /** A board that a lease may not count yet, since it is to be taken up first and the lease renewed after that. */
    private record Given(long atNs, int places) {}

    HandoverTargets(LeaderParts parts, KnownGameservers gameservers) {
        this.agent = parts.agent();
        this.gameservers = gameservers;
        this.givenKeptNs = parts.options().leaseTtl().toNanos();
    }

    /**
     * Chooses one, or nobody if no other gameserver can take the board.
     *
     * @param source who holds it
     * @param mayStart whether a gameserver may take part in one more handover
     */
    Optional<Lease> choose(BoardStore.Found found, Lease source, Predicate<Incarnation> mayStart) {
        forgetGiven();
        BoardSpec board = found.board().spec();
        double mean = gameservers.leases().stream()
                .mapToInt(HandoverTargets::utilisation)
                .average()
                .orElse(0);
        return gameservers.leases().stream()
                .filter(lease -> !lease.gameserver().equals(source.gameserver()) && !lease.draining())
                .filter(lease -> LiveGameservers.canHave(lease, board, found.snapshotVersion()))
                .filter(lease -> hasRoom(lease, board.maxPlayers()))
                .filter(lease -> mayStart.test(lease.gameserver()))
                .filter(lease -> source.draining() || utilisation(lease) < mean)
                .max(source.draining() ? newestThenEmptiest() : leastLoaded());
    }

    void give(Incarnation gameserver, int places) {
        given.computeIfAbsent(gameserver, key -> new ArrayDeque<>()).add(new Given(agent.nowNs(), places));
    }

    void takeBack(Incarnation gameserver) {
        Deque<Given> some = given.get(gameserver);
        if (some != null) {
            some.pollLast();
        }
    }

    private Comparator<Lease> newestThenEmptiest() {
        return Comparator.comparing(Lease::build, BuildOrder.INSTANCE)
                .thenComparing(this::boards, Comparator.reverseOrder())
                .thenComparing(lease -> lease.gameserver().toString());
    }

    private Comparator<Lease> leastLoaded() {
        return Comparator.comparing(HandoverTargets::utilisation, Comparator.reverseOrder())
                .thenComparing(this::boards, Comparator.reverseOrder())
                .thenComparing(lease -> lease.gameserver().toString());
    }

    private void forgetGiven() {
        long nowNs = agent.nowNs();
        given.values().forEach(some -> {
            while (!some.isEmpty() && nowNs - some.element().atNs() > givenKeptNs) {
                some.remove();
            }
        });
        given.values().removeIf(Deque::isEmpty);
    }

    private boolean hasRoom(Lease lease, int places) {
        int givenPlaces = given.getOrDefault(lease.gameserver(), new ArrayDeque<>()).stream()
                .mapToInt(Given::places)
                .sum();
        return boards(lease) < lease.capacity().boards()
                && (long) lease.load().places() + givenPlaces + places
                        <= lease.capacity().places();
    }

    private int boards(Lease lease) {
        Deque<Given> some = given.get(lease.gameserver());
        return lease.load().boards() + (some == null ? 0 : some.size());
    }

    private static int utilisation(Lease lease) {
        return lease.load().utilisationPermille();
    }
}
