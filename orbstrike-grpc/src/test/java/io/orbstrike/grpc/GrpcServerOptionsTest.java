package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GrpcServerOptionsTest {

    @Test
    void shouldKeepEveryDefault() {
        GrpcServerOptions options = GrpcServerOptions.DEFAULT;
        assertThat(options.flowControlWindowBytes()).isEqualTo(65_536);
        assertThat(options.onReadyThresholdBytes()).isEqualTo(512);
        assertThat(options.framesBeyondThreshold()).isEqualTo(2);
        assertThat(options.notSentLowWaterBytes()).isEqualTo(16_384);
        assertThat(options.inboundMessageBytesMax()).isEqualTo(262_144);
        assertThat(options.inboundMetadataBytesMax()).isEqualTo(8_192);
        assertThat(options.connectionsMax()).isEqualTo(24_000);
        assertThat(options.callsPerConnectionMax()).isEqualTo(128);
        assertThat(options.playStreamsMax()).isEqualTo(20_000);
        assertThat(options.clientFramesPerSecond()).isEqualTo(200);
        assertThat(options.clientFramesBurst()).isEqualTo(1_000);
        assertThat(options.keepAliveTime()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.keepAliveTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.keepAlivePermitted()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.lobbyDeadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.lobbyDeadlineMax()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.retryAfter()).isEqualTo(Duration.ofMillis(500));
        assertThat(options.routeWait()).isEqualTo(Duration.ofSeconds(15));
        assertThat(options.closeGrace()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldNameOptionValueAndRangeWhenOneIsOutside() {
        assertThatThrownBy(() -> GrpcServerOptions.builder().clientFramesPerSecond(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clientFramesPerSecond 3: must be 4 to 10000");
        assertThatThrownBy(() -> GrpcServerOptions.builder().keepAliveTime(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("keepAliveTime PT0S: must be PT1S to PT1H");
    }

    @Test
    void shouldRefuseADefaultDeadlineAboveTheGreatest() {
        GrpcServerOptions.Builder builder = GrpcServerOptions.builder()
                .lobbyDeadline(Duration.ofSeconds(20))
                .lobbyDeadlineMax(Duration.ofSeconds(10));
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lobbyDeadline PT20S: must be at most lobbyDeadlineMax, which is PT10S");
    }

    @Test
    void shouldNotChangeWhenTheBuilderGoesOn() {
        GrpcServerOptions.Builder builder = GrpcServerOptions.builder().playStreamsMax(5);
        GrpcServerOptions options = builder.build();
        builder.playStreamsMax(6);
        assertThat(options.playStreamsMax()).isEqualTo(5);
    }
}
