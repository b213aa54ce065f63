package io.orbstrike.server;

import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.FailoverOptions;
import io.orbstrike.server.config.Bounds;
import io.orbstrike.sync.SyncOptions;
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

    @Option(
            names = "--sync-interval",
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "How long it is from one state of a board that is saved to the next: what a crash may cost;"
                    + " the same in all processes.")
    @Bounds(min = "10ms", max = "1h")
    private Duration syncInterval = Duration.ZERO;

    /** Nothing moves after many deaths until those that live have saved what they hold (FAIL-2). */
    ClusterOptions cluster() {
        FailoverOptions failover =
                FailoverOptions.builder().brakeMin(syncInterval.plusSeconds(1)).build();
        return ClusterOptions.builder().leaseTtl(leaseTtl).failover(failover).build();
    }

    SyncOptions sync() {
        return SyncOptions.builder().interval(syncInterval).build();
    }
}
