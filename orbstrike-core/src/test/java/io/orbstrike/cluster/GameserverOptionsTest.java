package io.orbstrike.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GameserverOptionsTest {

    @Test
    void shouldPinTheDefaults() {
        GameserverOptions options = GameserverOptions.defaults();
        assertThat(options.boardsMax()).isEqualTo(10_000);
        assertThat(options.placesMax()).isEqualTo(200_000);
        assertThat(options.boardLifetime()).isEqualTo(Duration.ofHours(3));
        assertThat(options.createQuota()).isZero();
        assertThat(options.callsInFlightMax()).isEqualTo(10_000);
        assertThat(options.callTimeMax()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.storeTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.repairInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.unacknowledgedGrace()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldNameOptionValueAndBound() {
        shouldRefuse(GameserverOptions.builder().boardsMax(0), "boardsMax 0: must be 1 to 1000000");
        shouldRefuse(GameserverOptions.builder().placesMax(0), "placesMax 0: must be 1 to 100000000");
        shouldRefuse(GameserverOptions.builder().placesMax(100_000_001), "placesMax 100000001: must be 1 to 100000000");
        shouldRefuse(
                GameserverOptions.builder().boardLifetime(Duration.ofSeconds(-1)),
                "boardLifetime PT-1S: must be PT0S to PT8760H");
        shouldRefuse(GameserverOptions.builder().createQuota(-1), "createQuota -1: must be 0 to 1000000");
        shouldRefuse(GameserverOptions.builder().callsInFlightMax(0), "callsInFlightMax 0: must be 1 to 1000000");
        shouldRefuse(
                GameserverOptions.builder().callTimeMax(Duration.ofMillis(99)),
                "callTimeMax PT0.099S: must be PT0.1S to PT5M");
        shouldRefuse(
                GameserverOptions.builder().storeTimeout(Duration.ofMinutes(2)),
                "storeTimeout PT2M: must be PT0.01S to PT1M");
        shouldRefuse(
                GameserverOptions.builder().repairInterval(Duration.ZERO),
                "repairInterval PT0S: must be PT0.01S to PT1M");
        shouldRefuse(
                GameserverOptions.builder().retryAfter(Duration.ZERO), "retryAfter PT0S: must be PT0.001S to PT1M");
    }

    @Test
    void shouldKeepWhatIsNotAcknowledgedForAtLeastACall() {
        shouldRefuse(
                GameserverOptions.builder().unacknowledgedGrace(Duration.ofSeconds(19)),
                "unacknowledgedGrace PT19S: must be PT20S to PT10M");
    }

    private static void shouldRefuse(GameserverOptions.Builder builder, String message) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
    }
}
