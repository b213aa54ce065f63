package io.orbstrike.cluster.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.cluster.Lobby.CreateRequest;
import io.orbstrike.cluster.placement.PackedPlacement;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.RequiredLabels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlacementsTest {

    private static final RequiredLabels ZONE_A = RequiredLabels.NONE.with("zone", "a");
    private static final Lease PLAIN = lease(1, Map.of(), 5, false);
    private static final Lease IN_A = lease(2, Map.of("zone", "a", "gpu", "yes"), 1, false);
    private static final Lease IN_B = lease(3, Map.of("zone", "b", "gpu", "yes"), 2, false);

    private final Placements placements = new Placements(new PackedPlacement(), Duration.ofSeconds(2));

    @Test
    void shouldPlaceABoardWhereAllItsLabelsAre() {
        assertThat(place(RequiredLabels.NONE)).contains(PLAIN);
        assertThat(place(ZONE_A)).contains(IN_A);
        assertThat(place(RequiredLabels.NONE.with("gpu", "yes"))).contains(IN_B);
        assertThat(place(ZONE_A.with("gpu", "yes"))).contains(IN_A);
    }

    @Test
    void shouldPlaceABoardNowhereWithoutItsLabels() {
        assertThat(place(RequiredLabels.NONE.with("zone", "c"))).isEmpty();
        assertThat(place(RequiredLabels.NONE.with("zone", ""))).isEmpty();
        assertThat(place(ZONE_A.with("gpu", "no"))).isEmpty();
        assertThat(place(ZONE_A, IN_A.gameserver())).as("who has them refused").isEmpty();
    }

    @Test
    void shouldPlaceNothingOnAFullOrDrainingOneThoughItAloneHasTheLabels() {
        Lease full = lease(4, Map.of("zone", "full"), 80, false);
        Lease draining = lease(5, Map.of("zone", "draining"), 0, true);
        for (Lease lease : List.of(full, draining)) {
            CreateRequest request = request().requiring(new RequiredLabels(lease.labels()));
            assertThat(placements.placeNew(request, List.of(PLAIN, lease), Set.of(), 0))
                    .as(lease.labels().toString())
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("FAIL-5: shouldLeaveAFifthOfBoardsAndOfPlacesToFailover")
    void shouldLeaveAFifthOfBoardsAndOfPlacesToFailover() {
        assertThat(isPlacedAt(new Lease.Load(79, 7_999, 0, 0))).isTrue();
        assertThat(isPlacedAt(new Lease.Load(80, 7_999, 0, 0))).isFalse();
        assertThat(isPlacedAt(new Lease.Load(79, 8_000, 0, 0))).isFalse();
    }

    private boolean isPlacedAt(Lease.Load load) {
        Lease lease = lease(6, Map.of(), load, false);
        return placements.placeNew(request(), List.of(lease), Set.of(), 0).isPresent();
    }

    private Optional<Lease> place(RequiredLabels labels, Incarnation... refused) {
        return placements.placeNew(request().requiring(labels), List.of(PLAIN, IN_A, IN_B), Set.of(refused), 0);
    }

    private static CreateRequest request() {
        return new CreateRequest(
                IdempotencyKey.of(new byte[16]), "game", new byte[0], true, Optional.empty(), new Creator("somebody"));
    }

    private static Lease lease(int number, Map<String, String> labels, int boards, boolean draining) {
        return lease(number, labels, new Lease.Load(boards, boards, 0, 0), draining);
    }

    private static Lease lease(int number, Map<String, String> labels, Lease.Load load, boolean draining) {
        return new Lease(
                new Incarnation(1, number),
                "host:" + number,
                "1",
                labels,
                Map.of("game", new SnapshotVersions(1, 1)),
                new Lease.Protocols(1, 1),
                new Lease.Capacity(100, 10_000),
                load,
                draining);
    }
}
