package io.orbstrike.cluster.leader;

import io.orbstrike.cluster.orchestrator.KnownGameservers;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Chooses who gets a board that its holder hands over: the newest build first, so that a rolling update moves a board once,
 * then the fewest boards.
 *
 * <p>Confined to the agent's thread.
 */
final class HandoverTargets {

    private final KnownGameservers gameservers;
    private final Map<Incarnation, Integer> given = new HashMap<>();
    private Map<Incarnation, Lease> givenSince = Map.of();

    HandoverTargets(KnownGameservers gameservers) {
        this.gameservers = gameservers;
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
        return gameservers.leases().stream()
                .filter(lease -> !lease.gameserver().equals(source.gameserver()) && !lease.draining())
                .filter(lease -> LiveGameservers.reads(lease, board.type(), found.snapshotVersion()))
                .filter(lease -> hasRoom(lease, board.maxPlayers()))
                .filter(lease -> mayStart.test(lease.gameserver()))
                .max(Comparator.comparing(Lease::build, BuildOrder.INSTANCE)
                        .thenComparing(this::boards, Comparator.reverseOrder())
                        .thenComparing(lease -> lease.gameserver().toString()));
    }

    void give(Incarnation gameserver) {
        given.merge(gameserver, 1, Integer::sum);
    }

    void takeBack(Incarnation gameserver) {
        given.computeIfPresent(gameserver, (key, count) -> count > 1 ? count - 1 : null);
    }

    /** Leases that were read anew count what was given before; being late with that costs a little balance. */
    private void forgetGiven() {
        if (gameservers.live() != givenSince) {
            givenSince = gameservers.live();
            given.clear();
        }
    }

    private boolean hasRoom(Lease lease, int places) {
        return boards(lease) < lease.capacity().boards()
                && lease.load().places() + places <= lease.capacity().places();
    }

    private int boards(Lease lease) {
        return lease.load().boards() + given.getOrDefault(lease.gameserver(), 0);
    }
}
