package io.orbstrike.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.orbstrike.store.memory.InMemoryClusterStore;
import io.orbstrike.sync.SyncOptions;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ClusterOptionsTest {

    @Test
    void shouldPinTheDefaults() {
        ClusterOptions options = ClusterOptions.defaults();
        assertThat(options.leaseTtl()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.renewInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(options.lookInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.indexInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.forgetAfter()).isEqualTo(Duration.ofSeconds(40));
        assertThat(options.adoptionsInFlightMax()).isEqualTo(16);
        assertThat(options.attachesInFlightMax()).isEqualTo(64);
        assertThat(options.drainDeadline()).isEqualTo(Duration.ofSeconds(25));
        assertThat(options.yieldTimeout()).isEqualTo(Duration.ofMillis(100));
        assertThat(options.failover().brakeMin())
                .isEqualTo(FailoverOptions.defaults().brakeMin());
    }

    @Test
    void shouldRenewFourTimesInALeaseUnlessToldOtherwise() {
        assertThat(ClusterOptions.builder()
                        .leaseTtl(Duration.ofMillis(800))
                        .build()
                        .renewInterval())
                .isEqualTo(Duration.ofMillis(200));
    }

    @Test
    @DisplayName("FAIL-2: shouldBuildNoGameserverWhoseBoardsMayMoveBeforeTheyAreSaved")
    void shouldBuildNoGameserverWhoseBoardsMayMoveBeforeTheyAreSaved() {
        Gameserver.Builder builder = Gameserver.builder()
                .store(InMemoryClusterStore.create(InstantSource.system()))
                .sync(SyncOptions.builder().interval(Duration.ofSeconds(5)).build());
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessage("brakeMin PT2S: must be PT6S to PT2H");
        builder.cluster(withBrake(Duration.ofSeconds(6).minusNanos(1)).build());
        assertThatIllegalArgumentException().isThrownBy(builder::build);
        builder.cluster(withBrake(Duration.ofSeconds(6)).build()).build().close();
        builder.cluster(ClusterOptions.builder().leaseTtl(Duration.ofSeconds(3)).build())
                .build()
                .close();
    }

    private static ClusterOptions.Builder withBrake(Duration brakeMin) {
        return ClusterOptions.builder()
                .failover(FailoverOptions.builder().brakeMin(brakeMin).build());
    }

    @Test
    void shouldNameOptionValueAndBound() {
        shouldRefuse(
                ClusterOptions.builder().leaseTtl(Duration.ofMillis(199)), "leaseTtl PT0.199S: must be PT0.2S to PT1M");
        shouldRefuse(
                ClusterOptions.builder().renewInterval(Duration.ofMillis(667)),
                "renewInterval PT0.667S: must be PT0.01S to PT0.666666666S");
        shouldRefuse(
                ClusterOptions.builder().lookInterval(Duration.ZERO), "lookInterval PT0S: must be PT0.05S to PT1M");
        shouldRefuse(
                ClusterOptions.builder().indexInterval(Duration.ofMinutes(11)),
                "indexInterval PT11M: must be PT1S to PT10M");
        shouldRefuse(ClusterOptions.builder().forgetAfter(Duration.ZERO), "forgetAfter PT0S: must be PT1S to PT1H");
        shouldRefuse(ClusterOptions.builder().adoptionsInFlightMax(0), "adoptionsInFlightMax 0: must be 1 to 1024");
        shouldRefuse(
                ClusterOptions.builder().attachesInFlightMax(1_025), "attachesInFlightMax 1025: must be 1 to 1024");
    }

    @Test
    void shouldNameOptionValueAndBoundOfWaits() {
        shouldRefuse(
                ClusterOptions.builder().drainDeadline(Duration.ofMinutes(11)),
                "drainDeadline PT11M: must be PT0S to PT10M");
        shouldRefuse(
                ClusterOptions.builder().yieldTimeout(Duration.ZERO), "yieldTimeout PT0S: must be PT0.001S to PT1S");
    }

    private static void shouldRefuse(ClusterOptions.Builder builder, String message) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
    }
}
