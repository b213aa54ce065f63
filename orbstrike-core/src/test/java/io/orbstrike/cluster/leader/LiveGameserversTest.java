package io.orbstrike.cluster.leader;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.Creator;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.RequiredLabels;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LiveGameserversTest {

    private static final Duration TTL = Duration.ofSeconds(2);
    private static final Instant NOW = Instant.ofEpochSecond(1_000);
    private static final Incarnation ONE = new Incarnation(1, 1);
    private static final Incarnation OTHER = new Incarnation(2, 2);

    private final LiveGameservers gameservers = new LiveGameservers(TTL);

    @Test
    @DisplayName("FAIL-5: shouldNeverGiveMoreThanThereIsRoomForThoughTheLoadIsToldLate")
    void shouldNeverGiveMoreThanThereIsRoomForThoughTheLoadIsToldLate() {
        LeaseStore.Leases leases = leases(live(ONE, 2, 10, 2), live(OTHER, 5, 10, 5));
        Map<Incarnation, Integer> given = new HashMap<>();
        for (int look = 0; look < 5; look++) {
            gameservers.update(leases, TTL.toNanos() / 8 * look);
            for (int i = 0; i < 4; i++) {
                choose(1).ifPresent(chosen -> {
                    gameservers.give(chosen, 1, 0);
                    given.merge(chosen, 1, Integer::sum);
                });
            }
        }
        assertThat(given).isEqualTo(Map.of(ONE, 8, OTHER, 5));
    }

    @Test
    @DisplayName("FAIL-5: shouldCountPlacesAsWellAsBoards")
    void shouldCountPlacesAsWellAsBoards() {
        gameservers.update(leases(live(ONE, 0, 10, 0)), 0);
        gameservers.give(ONE, 90, 0);
        assertThat(choose(11)).isEmpty();
        assertThat(choose(10)).contains(ONE);
    }

    @Test
    void shouldForgetWhatWasGivenOnceTheLoadTellsIt() {
        gameservers.update(leases(live(ONE, 0, 2, 0)), 0);
        gameservers.give(ONE, 1, 0);
        gameservers.give(ONE, 1, 0);
        assertThat(choose(1)).isEmpty();
        gameservers.update(leases(live(ONE, 1, 2, 1)), TTL.multipliedBy(2).toNanos());
        assertThat(choose(1)).isEmpty();
        gameservers.update(leases(live(ONE, 1, 2, 1)), TTL.multipliedBy(2).toNanos() + 1);
        assertThat(choose(1)).contains(ONE);
    }

    @Test
    @DisplayName("LEASE-6: shouldPassOverThoseThatAreHeldBack")
    void shouldPassOverThoseThatAreHeldBack() {
        gameservers.update(leases(live(ONE, 0, 10, 0), live(OTHER, 5, 10, 5)), 0);
        assertThat(gameservers.choose(board(1), OptionalInt.empty(), ONE::equals))
                .contains(OTHER);
        assertThat(choose(1)).contains(ONE);
    }

    @Test
    @DisplayName("FAIL-4: shouldGiveNothingToOneThatMissesRenewals")
    void shouldGiveNothingToOneThatMissesRenewals() {
        Lease.Recorded overdue = new Lease.Recorded(
                lease(ONE, 0, 10, 0, false), NOW.plus(TTL.dividedBy(2)).minusMillis(1), Optional.empty());
        Lease.Recorded renewed =
                new Lease.Recorded(lease(ONE, 0, 10, 0, false), NOW.plus(TTL.dividedBy(2)), Optional.empty());
        gameservers.update(new LeaseStore.Leases(NOW, List.of(overdue)), 0);
        assertThat(gameservers.isLive(ONE)).isTrue();
        assertThat(choose(1)).isEmpty();
        gameservers.update(new LeaseStore.Leases(NOW, List.of(renewed)), 0);
        assertThat(choose(1)).contains(ONE);
    }

    @Test
    @DisplayName("FAIL-4: shouldTellDeathFromAnEndInOrder")
    void shouldTellDeathFromAnEndInOrder() {
        Lease drained = lease(ONE, 0, 10, 0, true);
        gameservers.update(
                new LeaseStore.Leases(
                        NOW,
                        List.of(
                                new Lease.Recorded(drained, NOW, Optional.of(NOW)),
                                new Lease.Recorded(lease(OTHER, 0, 10, 0, false), NOW, Optional.of(NOW)))),
                0);
        assertThat(gameservers.hasDied(ONE)).isFalse();
        assertThat(gameservers.hasDied(OTHER)).isTrue();
    }

    @Test
    @DisplayName("FAIL-1: shouldChooseAmongThoseWithTheLabelsThatTheBoardRequires")
    void shouldChooseAmongThoseWithTheLabelsThatTheBoardRequires() {
        BoardSpec board = board(1).requiring(RequiredLabels.NONE.with("zone", "a"));
        Lease elsewhere = live(ONE, 0, 10, 0);
        Lease there = labelled(live(OTHER, 5, 10, 5), Map.of("zone", "a", "gpu", "yes"));
        gameservers.update(leases(elsewhere, there), 0);
        assertThat(gameservers.choose(board, OptionalInt.empty(), gameserver -> false))
                .contains(OTHER);
        assertThat(choose(1)).as("of a board that requires none").contains(ONE);

        gameservers.update(leases(elsewhere, labelled(there, Map.of("zone", "b"))), 0);
        assertThat(gameservers.choose(board, OptionalInt.empty(), gameserver -> false))
                .isEmpty();
    }

    private Optional<Incarnation> choose(int places) {
        return gameservers.choose(board(places), OptionalInt.empty(), gameserver -> false);
    }

    private static BoardSpec board(int places) {
        return new BoardSpec(
                new BoardId(1, 1),
                "game",
                new byte[0],
                1,
                true,
                Duration.ZERO,
                new Creator("somebody"),
                places,
                Duration.ofMillis(50));
    }

    private static Lease labelled(Lease lease, Map<String, String> labels) {
        return new Lease(
                lease.gameserver(),
                lease.address(),
                lease.build(),
                labels,
                lease.types(),
                lease.protocols(),
                lease.capacity(),
                lease.load(),
                lease.draining());
    }

    private static LeaseStore.Leases leases(Lease... leases) {
        return new LeaseStore.Leases(
                NOW,
                List.of(leases).stream()
                        .map(lease -> new Lease.Recorded(lease, NOW.plus(TTL), Optional.empty()))
                        .toList());
    }

    private static Lease live(Incarnation gameserver, int boards, int boardsMax, int places) {
        return lease(gameserver, boards, boardsMax, places, false);
    }

    private static Lease lease(Incarnation gameserver, int boards, int boardsMax, int places, boolean draining) {
        return new Lease(
                gameserver,
                "host:1",
                "test",
                Map.of(),
                Map.of("game", new SnapshotVersions(1, 1)),
                new Lease.Protocols(1, 1),
                new Lease.Capacity(boardsMax, 100),
                new Lease.Load(boards, places, 0, 0),
                draining);
    }
}
