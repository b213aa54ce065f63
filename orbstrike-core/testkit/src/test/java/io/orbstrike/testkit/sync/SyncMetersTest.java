package io.orbstrike.testkit.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orbstrike.sync.SyncMeters;
import io.orbstrike.testkit.sync.ScriptedSnapshotStore.Mode;
import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SyncMetersTest {

    private final SyncRig rig = new SyncRig();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void shouldShowWhatTheSyncCounts() {
        SyncMeters.of(rig.sync).bindTo(registry);
        rig.synced(10, 1_000);
        rig.advance(Duration.ofSeconds(5));
        double calls = rig.store.calls.size();
        double saves =
                rig.store.calls.stream().mapToInt(call -> call.saves.size()).sum();
        assertThat(counter("orbstrike.sync.saves", "saved")).isEqualTo(saves);
        assertThat(registry.get("orbstrike.sync.batches").functionTimer().count())
                .isEqualTo(calls);
        assertThat(registry.get("orbstrike.sync.bytes").functionCounter().count())
                .isBetween(saves * 1_000, saves * 1_100);
        assertThat(registry.get("orbstrike.sync.boards").gauge().value()).isEqualTo(10);
        assertThat(registry.get("orbstrike.sync.boards.lagging").gauge().value())
                .isZero();
        assertThat(registry.get("orbstrike.sync.lag").timeGauge().value(TimeUnit.MILLISECONDS))
                .isLessThan(1_500);

        rig.store.mode = Mode.NOT_APPLIED;
        rig.advance(Duration.ofSeconds(10));
        assertThat(counter("orbstrike.sync.saves", "not-applied")).isPositive();
        assertThat(registry.get("orbstrike.sync.retries").functionCounter().count())
                .isPositive();
        assertThat(registry.get("orbstrike.sync.boards.lagging").gauge().value())
                .isEqualTo(10);
        assertThat(registry.get("orbstrike.sync.lag").timeGauge().value(TimeUnit.SECONDS))
                .isBetween(9.0, 11.5);

        rig.store.mode = Mode.APPLIES;
        rig.store.holding = true;
        rig.advance(Duration.ofSeconds(7));
        assertThat(registry.get("orbstrike.sync.batches.inflight").gauge().value())
                .isEqualTo(1);
        assertThat(registry.get("orbstrike.sync.bytes.inflight").gauge().value())
                .isEqualTo((double) rig.store.bytesWaiting());
        rig.store.release();
        rig.settle();
        assertThat(registry.get("orbstrike.sync.batches.max").timeGauge().value(TimeUnit.SECONDS))
                .isBetween(1.0, 7.0);
    }

    @Test
    void shouldKeepTheseNames() {
        SyncMeters.of(rig.sync).bindTo(registry);
        TreeSet<String> names = new TreeSet<>();
        for (Meter meter : registry.getMeters()) {
            names.add(meter.getId().getName());
            assertThat(meter.getId().getDescription()).isNotBlank();
        }
        assertThat(names)
                .containsExactly(
                        "orbstrike.sync.batches",
                        "orbstrike.sync.batches.inflight",
                        "orbstrike.sync.batches.max",
                        "orbstrike.sync.boards",
                        "orbstrike.sync.boards.lagging",
                        "orbstrike.sync.bytes",
                        "orbstrike.sync.bytes.inflight",
                        "orbstrike.sync.captures.failed",
                        "orbstrike.sync.failures",
                        "orbstrike.sync.lag",
                        "orbstrike.sync.retries",
                        "orbstrike.sync.saves",
                        "orbstrike.sync.stretched");
        assertThat(registry.get("orbstrike.sync.saves").functionCounters()).hasSize(7);
    }

    private double counter(String name, String result) {
        return registry.get(name).tag("result", result).functionCounter().count();
    }
}
