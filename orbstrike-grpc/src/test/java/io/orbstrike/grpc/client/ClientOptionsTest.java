package io.orbstrike.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientOptionsTest {

    @Test
    void shouldKeepEveryDefault() {
        ClientOptions options = ClientOptions.DEFAULT;
        assertThat(options.streamsPerConnection()).isEqualTo(100);
        assertThat(options.eventsKept()).isEqualTo(64);
        assertThat(options.flowControlWindowBytes()).isEqualTo(65_536);
        assertThat(options.frameBytesMax()).isEqualTo(16 << 20);
        assertThat(options.acknowledgeEvery()).isEqualTo(Duration.ofMillis(200));
        assertThat(options.inputInterval()).isEqualTo(Duration.ofMillis(5));
        assertThat(options.reconnectDelayMin()).isEqualTo(Duration.ofMillis(50));
        assertThat(options.reconnectDelayMax()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.giveUpAfter()).isEqualTo(Duration.ofMinutes(2));
        assertThat(options.callDeadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.keepAliveTime()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void shouldAcknowledgeAtLeastFourTimesASecond() {
        assertThatThrownBy(() -> ClientOptions.builder().acknowledgeEvery(Duration.ofMillis(251)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("acknowledgeEvery PT0.251S: must be PT0.01S to PT0.25S");
    }

    @Test
    void shouldRefuseALeastDelayAboveTheGreatest() {
        ClientOptions.Builder builder = ClientOptions.builder()
                .reconnectDelayMin(Duration.ofSeconds(3))
                .reconnectDelayMax(Duration.ofSeconds(2));
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reconnectDelayMin PT3S: must be at most reconnectDelayMax, which is PT2S");
    }
}
