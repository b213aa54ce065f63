package io.orbstrike.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orbstrike.board.PlayerId;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HostMetersTest {

    private final HostFixture fixture = new HostFixture();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void shouldShowWhatTheHostCounts() {
        HostMeters.of(fixture.host).bindTo(registry);
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        fixture.open(board, ada, 1, new ScriptedSink());
        fixture.ticks(10);
        board.snapshot();
        board.snapshot();
        fixture.work();
        fixture.clock.advanceNs(55_000_000);
        fixture.work();

        assertThat(registry.get("orbstrike.players").gauge().value()).isEqualTo(1);
        assertThat(registry.get("orbstrike.viewers").gauge().value()).isEqualTo(1);
        assertThat(registry.get("orbstrike.boards")
                        .tag("state", "running")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("orbstrike.slots.dropped").functionCounter().count())
                .isBetween(4.0, 5.0);
        assertThat(registry.get("orbstrike.frames.sent").functionCounter().count())
                .isEqualTo(11);
        assertThat(registry.get("orbstrike.keyframes.sent").functionCounter().count())
                .isEqualTo(1);
        assertThat(registry.get("orbstrike.tick.duration").functionTimer().count())
                .isEqualTo((double) board.status().tick());
        assertThat(registry.get("orbstrike.snapshot.capture").functionTimer().count())
                .isEqualTo(2);
        double snapshotBytes =
                registry.get("orbstrike.snapshot.bytes.max").gauge().value();
        assertThat(snapshotBytes).isBetween(20.0, 200.0);
        assertThat(registry.get("orbstrike.snapshot.bytes").functionCounter().count())
                .isEqualTo(2 * snapshotBytes);
        assertThat(registry.get("orbstrike.tick.lateness.percentile")
                        .tag("phi", "1")
                        .timeGauge()
                        .value(TimeUnit.MILLISECONDS))
                .isBetween(40.0, 55.0);
    }

    @Test
    void shouldKeepTheseNames() {
        HostMeters.of(fixture.host).bindTo(registry);
        TreeSet<String> names = new TreeSet<>();
        for (Meter meter : registry.getMeters()) {
            names.add(meter.getId().getName());
        }
        assertThat(names)
                .containsExactly(
                        "orbstrike.board.freeze",
                        "orbstrike.board.freeze.percentile",
                        "orbstrike.boards",
                        "orbstrike.boards.balanced",
                        "orbstrike.boards.quarantined",
                        "orbstrike.boards.saved",
                        "orbstrike.commands.rejected",
                        "orbstrike.events.dropped",
                        "orbstrike.frames.bytes",
                        "orbstrike.frames.sent",
                        "orbstrike.frames.skipped",
                        "orbstrike.inputs.dropped",
                        "orbstrike.inputs.refused",
                        "orbstrike.keyframes.encoded",
                        "orbstrike.keyframes.sent",
                        "orbstrike.lane.inbox.overflow",
                        "orbstrike.loop.cycle.max",
                        "orbstrike.loop.cycles.over",
                        "orbstrike.players",
                        "orbstrike.sinks.failed",
                        "orbstrike.slots.dropped",
                        "orbstrike.snapshot.bytes",
                        "orbstrike.snapshot.bytes.max",
                        "orbstrike.snapshot.capture",
                        "orbstrike.snapshot.capture.percentile",
                        "orbstrike.stays.absent",
                        "orbstrike.tick.duration",
                        "orbstrike.tick.duration.percentile",
                        "orbstrike.tick.lateness",
                        "orbstrike.tick.lateness.percentile",
                        "orbstrike.ticks",
                        "orbstrike.ticks.stuck",
                        "orbstrike.viewers",
                        "orbstrike.viewers.dropped",
                        "orbstrike.viewers.waiting");
    }
}
