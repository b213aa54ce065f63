package io.orbstrike.cluster.leader;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OverloadTest {

    private static final long HELD_NS = Duration.ofSeconds(10).toNanos();

    private final Overload overload = new Overload();

    @Test
    void shouldGiveAwayWhatLeadsDownToATenthAboveTheMean() {
        List<Lease> leases = List.of(gameserver(1, 600, 100), gameserver(2, 200, 100));
        assertThat(overload.look(leases, 0)).isEmpty();
        assertThat(overload.look(leases, HELD_NS - 1)).isEmpty();
        // the mean is 400, so a share of (600 - 440) / 600 is too much
        assertThat(overload.look(leases, HELD_NS))
                .isEqualTo(Map.of(leases.get(0).gameserver(), 26));
        assertThat(overload.look(leases, HELD_NS + 1)).as("not again at once").isEmpty();
    }

    @Test
    void shouldRestWhereNobodyIsMoreThanAQuarterAboveTheMean() {
        List<Lease> leases = List.of(gameserver(1, 500, 100), gameserver(2, 300, 100));
        overload.look(leases, 0);
        assertThat(overload.look(leases, HELD_NS)).isEmpty();
    }

    @Test
    void shouldGiveAwayFromJustAboveAQuarterMoreThanTheMean() {
        // the mean is 400.5, and 1.25 times that 500.625; a share of (501 - 440.55) / 501 is too much
        List<Lease> leases = List.of(gameserver(1, 501, 100), gameserver(2, 300, 100));
        overload.look(leases, 0);
        assertThat(overload.look(leases, HELD_NS))
                .isEqualTo(Map.of(leases.get(0).gameserver(), 12));
    }

    @Test
    void shouldGiveAwayFromJustAboveThreeTenthsOfItsTime() {
        List<Lease> leases = List.of(gameserver(1, 301, 100), gameserver(2, 10, 100));
        overload.look(leases, 0);
        assertThat(overload.look(leases, HELD_NS))
                .containsOnlyKeys(leases.get(0).gameserver());
    }

    @Test
    void shouldRestBelowThreeTenthsOfItsTime() {
        List<Lease> leases = List.of(gameserver(1, 300, 100), gameserver(2, 10, 100));
        overload.look(leases, 0);
        assertThat(overload.look(leases, HELD_NS)).isEmpty();
    }

    @Test
    void shouldBeginAnewAfterAMomentBelow() {
        List<Lease> above = List.of(gameserver(1, 600, 100), gameserver(2, 200, 100));
        List<Lease> even = List.of(gameserver(1, 400, 100), gameserver(2, 400, 100));
        overload.look(above, 0);
        overload.look(even, HELD_NS / 2);
        overload.look(above, HELD_NS / 2 + 1);
        assertThat(overload.look(above, HELD_NS)).isEmpty();
    }

    @Test
    void shouldLeaveALastBoardWhereItIs() {
        List<Lease> leases = List.of(gameserver(1, 900, 1), gameserver(2, 10, 100));
        overload.look(leases, 0);
        assertThat(overload.look(leases, HELD_NS)).isEmpty();
    }

    private static Lease gameserver(int number, int utilisationPermille, int boards) {
        return new Lease(
                new Incarnation(1, number),
                "host:" + number,
                "1",
                Map.of(),
                Map.of(),
                new Lease.Protocols(1, 1),
                new Lease.Capacity(1_000, 10_000),
                new Lease.Load(boards, boards, boards, utilisationPermille),
                false);
    }
}
