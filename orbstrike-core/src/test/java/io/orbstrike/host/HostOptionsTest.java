package io.orbstrike.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostOptionsTest {

    @Test
    void shouldKeepTheseDefaults() {
        HostOptions options = HostOptions.defaults();
        assertThat(options.commandsPerBoard()).isEqualTo(1_024);
        assertThat(options.eventInputsPerPlayer()).isEqualTo(64);
        assertThat(options.privateEventsPerViewer()).isEqualTo(64);
        assertThat(options.handOversPerLane()).isEqualTo(8_192);
        assertThat(options.framesBeyondSeen()).isEqualTo(Duration.ofMillis(500));
        assertThat(options.tickLimit()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.cycleLimit()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.idleParkMax()).isEqualTo(Duration.ofMillis(500));
        assertThat(options.rebalanceAbove()).isEqualTo(1.3);
        assertThat(options.rebalanceAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.compressSnapshotsAboveBytes()).isEqualTo(4_096);
        assertThat(options.snapshotBytesMax()).isEqualTo(64 * 1_024 * 1_024);
    }

    @Test
    void shouldTakeWhatIsChosen() {
        HostOptions options = HostOptions.builder()
                .commandsPerBoard(8)
                .eventInputsPerPlayer(16)
                .privateEventsPerViewer(3)
                .handOversPerLane(32)
                .framesBeyondSeen(Duration.ofMillis(250))
                .tickLimit(Duration.ofSeconds(1))
                .cycleLimit(Duration.ofSeconds(3))
                .idleParkMax(Duration.ofMillis(20))
                .rebalanceAbove(2)
                .rebalanceAfter(Duration.ofSeconds(9))
                .compressSnapshotsAboveBytes(0)
                .snapshotBytesMax(2_048)
                .build();
        assertThat(options.commandsPerBoard()).isEqualTo(8);
        assertThat(options.eventInputsPerPlayer()).isEqualTo(16);
        assertThat(options.privateEventsPerViewer()).isEqualTo(3);
        assertThat(options.handOversPerLane()).isEqualTo(32);
        assertThat(options.framesBeyondSeen()).isEqualTo(Duration.ofMillis(250));
        assertThat(options.tickLimit()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.cycleLimit()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.idleParkMax()).isEqualTo(Duration.ofMillis(20));
        assertThat(options.rebalanceAbove()).isEqualTo(2);
        assertThat(options.rebalanceAfter()).isEqualTo(Duration.ofSeconds(9));
        assertThat(options.compressSnapshotsAboveBytes()).isZero();
        assertThat(options.snapshotBytesMax()).isEqualTo(2_048);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 2, 3, 1_000, 131_072})
    void shouldNameTheOptionItsValueAndItsRange(int count) {
        assertThatThrownBy(() -> HostOptions.builder().commandsPerBoard(count).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("commandsPerBoard " + count + ": must be a power of two, 4 to 65536");
    }

    @Test
    void shouldCheckRangesAndRelations() {
        assertThatThrownBy(
                        () -> HostOptions.builder().rebalanceAbove(Double.NaN).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HostOptions.builder().tickLimit(Duration.ZERO).build())
                .hasMessage("tickLimit PT0S: must be PT0.001S to PT1H");
        assertThatThrownBy(() -> HostOptions.builder().privateEventsPerViewer(0).build())
                .hasMessage("privateEventsPerViewer 0: must be 1 to 65536");
        assertThatThrownBy(() ->
                        HostOptions.builder().cycleLimit(Duration.ofMillis(900)).build())
                .hasMessage("cycleLimit PT0.9S: must be at least twice idleParkMax PT0.5S");
        assertThatThrownBy(() -> BoardHost.builder().threads(0).build()).hasMessage("threads 0: must be 1 to 1024");
        assertThatThrownBy(() -> new BoardSettings(-1, 0, Duration.ZERO, new BoardListener() {}))
                .hasMessage("epoch -1: must be 0 or above");
        assertThatThrownBy(() -> BoardSettings.of(1).withLifetime(Duration.ofSeconds(-1)))
                .hasMessage("lifetime PT-1S: must be zero or above");
    }

    @Test
    void shouldUseAsManyThreadsAsThereAreCores() {
        assertThat(BoardHost.builder().build().tickLoops())
                .hasSize(Runtime.getRuntime().availableProcessors());
    }
}
