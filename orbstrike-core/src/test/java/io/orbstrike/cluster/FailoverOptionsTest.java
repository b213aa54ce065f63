package io.orbstrike.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailoverOptionsTest {

    @Test
    void shouldPinTheDefaults() {
        FailoverOptions options = FailoverOptions.defaults();
        assertThat(options.probeTimeout()).isEqualTo(Duration.ofMillis(200));
        assertThat(options.brakeMin()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.coldStartQuiet()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.coldStartMax()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.suspectClearedAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.deathsForgottenAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.quarantineAtDeaths()).isEqualTo(3);
    }

    @Test
    void shouldNameOptionValueAndBound() {
        shouldRefuse(
                FailoverOptions.builder().probeTimeout(Duration.ofMillis(9)),
                "probeTimeout PT0.009S: must be PT0.01S to PT5S");
        shouldRefuse(FailoverOptions.builder().brakeMin(Duration.ZERO), "brakeMin PT0S: must be PT0.1S to PT2H");
        shouldRefuse(
                FailoverOptions.builder().coldStartQuiet(Duration.ofSeconds(6)),
                "coldStartQuiet PT6S: must be PT0S to PT5S");
        shouldRefuse(
                FailoverOptions.builder().coldStartMax(Duration.ofMinutes(6)),
                "coldStartMax PT6M: must be PT0S to PT5M");
        shouldRefuse(
                FailoverOptions.builder().suspectClearedAfter(Duration.ofMinutes(2)),
                "suspectClearedAfter PT2M: must be PT0.01S to PT1M");
        shouldRefuse(
                FailoverOptions.builder().deathsForgottenAfter(Duration.ofMillis(999)),
                "deathsForgottenAfter PT0.999S: must be PT1S to PT1H");
        shouldRefuse(FailoverOptions.builder().quarantineAtDeaths(1), "quarantineAtDeaths 1: must be 2 to 1000");
    }

    private static void shouldRefuse(FailoverOptions.Builder builder, String message) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
    }
}
