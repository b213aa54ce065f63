package io.orbstrike.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SyncOptionsTest {

    @Test
    void shouldHaveTheseDefaults() {
        SyncOptions options = SyncOptions.defaults();
        assertThat(options.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.jitter()).isEqualTo(0.2);
        assertThat(options.batchBoardsMax()).isEqualTo(256);
        assertThat(options.batchesInFlightMax()).isEqualTo(4);
        assertThat(options.bytesInFlightMax()).isEqualTo(64L << 20);
        assertThat(options.saveTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.backoffMin()).isEqualTo(Duration.ofMillis(100));
        assertThat(options.backoffMax()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldTakeWhatIsChosen() {
        SyncOptions options = SyncOptions.builder()
                .interval(Duration.ofMillis(10))
                .jitter(0.5)
                .batchBoardsMax(1_000)
                .batchesInFlightMax(64)
                .bytesInFlightMax(64L << 10)
                .saveTimeout(Duration.ofMinutes(1))
                .backoffMin(Duration.ofMillis(1))
                .backoffMax(Duration.ofMillis(1))
                .build();
        assertThat(options.interval()).isEqualTo(Duration.ofMillis(10));
        assertThat(options.jitter()).isEqualTo(0.5);
        assertThat(options.batchBoardsMax()).isEqualTo(1_000);
        assertThat(options.batchesInFlightMax()).isEqualTo(64);
        assertThat(options.bytesInFlightMax()).isEqualTo(64L << 10);
        assertThat(options.saveTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.backoffMin()).isEqualTo(Duration.ofMillis(1));
        assertThat(options.backoffMax()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void shouldNameOptionValueAndBound() {
        refused(builder -> builder.interval(Duration.ofMillis(9)), "interval PT0.009S: must be PT0.01S to PT1H");
        refused(builder -> builder.jitter(0.51), "jitter 0.51: must be 0.0 to 0.5");
        refused(builder -> builder.jitter(Double.NaN), "jitter NaN: must be 0.0 to 0.5");
        refused(builder -> builder.batchBoardsMax(1_001), "batchBoardsMax 1001: must be 1 to 1000");
        refused(builder -> builder.batchBoardsMax(0), "batchBoardsMax 0: must be 1 to 1000");
        refused(builder -> builder.batchesInFlightMax(65), "batchesInFlightMax 65: must be 1 to 64");
        refused(builder -> builder.bytesInFlightMax(9), "bytesInFlightMax 9: must be 65536 to 17179869184");
        refused(builder -> builder.saveTimeout(Duration.ZERO), "saveTimeout PT0S: must be PT0.01S to PT1M");
        refused(builder -> builder.backoffMin(Duration.ZERO), "backoffMin PT0S: must be PT0.001S to PT1M");
        refused(builder -> builder.backoffMax(Duration.ofMillis(99)), "backoffMax PT0.099S: must be PT0.1S to PT10M");
    }

    private static void refused(UnaryOperator<SyncOptions.Builder> choice, String message) {
        assertThatThrownBy(() -> choice.apply(SyncOptions.builder()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
