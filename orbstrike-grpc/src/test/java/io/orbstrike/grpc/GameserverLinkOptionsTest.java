package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GameserverLinkOptionsTest {

    @Test
    void shouldHaveDefaults() {
        GameserverLinkOptions options = GameserverLinkOptions.DEFAULT;
        assertThat(options.streamsPerConnection()).isEqualTo(100);
        assertThat(options.connectAheadMax()).isEqualTo(100);
        assertThat(options.idleAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void shouldTakeTheLimitsOfARange() {
        assertThat(GameserverLinkOptions.builder().connectAheadMax(0).build().connectAheadMax())
                .isZero();
        assertThat(GameserverLinkOptions.builder()
                        .connectAheadMax(10_000)
                        .build()
                        .connectAheadMax())
                .isEqualTo(10_000);
    }

    @Test
    void shouldNameValueAndRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GameserverLinkOptions.builder().connectAheadMax(-1))
                .withMessage("connectAheadMax -1: must be 0 to 10000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GameserverLinkOptions.builder().connectAheadMax(10_001))
                .withMessage("connectAheadMax 10001: must be 0 to 10000");
    }
}
