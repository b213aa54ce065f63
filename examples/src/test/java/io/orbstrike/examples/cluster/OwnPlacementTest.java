package io.orbstrike.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.cluster.placement.Candidate;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OwnPlacementTest {

    private final OwnPlacement placement = new OwnPlacement("near", 800);

    @Test
    void shouldPreferTheOwnZoneUntilItIsBusy() {
        Candidate near = candidate(1, "near", 790);
        Candidate far = candidate(2, "far", 0);
        Candidate busy = candidate(3, "near", 800);
        assertThat(placement.choose(List.of(far, near))).isEqualTo(near);
        assertThat(placement.choose(List.of(far, busy))).isEqualTo(far);
        assertThat(placement.choose(List.of(busy))).isEqualTo(busy);
    }

    @Test
    @Timeout(60)
    void shouldPutBoardsNearInAClusterInOneProcess() {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            OwnPlacement.main(new String[0]);
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).matches("board [0-9a-f]{32} is near"));
    }

    private static Candidate candidate(int number, String zone, int utilisationPermille) {
        return new Candidate(
                new Lease(
                        new Incarnation(0, number),
                        "host:" + number,
                        "build",
                        Map.of("zone", zone),
                        Map.of("tag", SnapshotVersions.FIRST),
                        new Lease.Protocols(1, 1),
                        new Lease.Capacity(10, 10),
                        new Lease.Load(1, 1, 1, utilisationPermille),
                        false),
                0);
    }
}
