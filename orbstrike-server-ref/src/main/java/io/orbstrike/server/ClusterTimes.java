package io.orbstrike.server;

import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.server.config.Bounds;
import java.time.Duration;
import picocli.CommandLine.Option;

/**
 * The options of every command that takes part in a cluster, the same in all of its processes.
 *
 * <p>Filled by picocli on the main thread, then not changed.
 */
final class ClusterTimes {

    @Option(
            names = "--lease-ttl",
            paramLabel = "DURATION",
            defaultValue = "2s",
            description = "How long a gameserver that says nothing counts as alive; the same in all processes.")
    @Bounds(min = "200ms", max = "1m")
    private Duration leaseTtl = Duration.ZERO;

    ClusterOptions cluster() {
        return ClusterOptions.builder().leaseTtl(leaseTtl).build();
    }
}
