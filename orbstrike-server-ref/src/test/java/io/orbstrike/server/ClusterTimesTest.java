package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.server.config.Durations;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ClusterTimesTest {

    @Command
    private static final class Times {

        @Mixin
        private final ClusterTimes cluster = new ClusterTimes();
    }

    @Test
    void shouldHandOnWhatIsSet() {
        ClusterTimes times = parsed("--lease-ttl", "800ms", "--sync-interval", "250ms");
        assertThat(times.cluster().leaseTtl()).isEqualTo(Duration.ofMillis(800));
        assertThat(times.cluster().renewInterval()).isEqualTo(Duration.ofMillis(200));
        assertThat(times.sync().interval()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    @DisplayName("FAIL-2: shouldMoveNothingForASecondLongerThanFromOneSaveToTheNext")
    void shouldMoveNothingForASecondLongerThanFromOneSaveToTheNext() {
        assertThat(brakeMin()).isEqualTo(Duration.ofSeconds(2));
        assertThat(brakeMin("--sync-interval", "10ms")).isEqualTo(Duration.ofMillis(1_010));
        assertThat(brakeMin("--sync-interval", "1h"))
                .isEqualTo(Duration.ofHours(1).plusSeconds(1));
    }

    private static Duration brakeMin(String... arguments) {
        return parsed(arguments).cluster().failover().brakeMin();
    }

    private static ClusterTimes parsed(String... arguments) {
        Times times = new Times();
        new CommandLine(times)
                .registerConverter(Duration.class, new Durations())
                .parseArgs(arguments);
        return times.cluster;
    }
}
