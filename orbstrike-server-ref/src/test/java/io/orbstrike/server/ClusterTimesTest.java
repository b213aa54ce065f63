package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.server.config.Durations;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ClusterTimesTest {

    @Command
    private static final class Times {

        @Mixin
        private final ClusterTimes cluster = new ClusterTimes();

        @Mixin
        private final HostingOptions hosting = new HostingOptions();
    }

    @Test
    void shouldHandOnWhatIsSet() {
        Times times = new Times();
        new CommandLine(times)
                .registerConverter(Duration.class, new Durations())
                .parseArgs("--lease-ttl", "800ms", "--sync-interval", "250ms");

        assertThat(times.cluster.cluster().leaseTtl()).isEqualTo(Duration.ofMillis(800));
        assertThat(times.cluster.cluster().renewInterval()).isEqualTo(Duration.ofMillis(200));
        assertThat(times.hosting.sync().interval()).isEqualTo(Duration.ofMillis(250));
    }
}
