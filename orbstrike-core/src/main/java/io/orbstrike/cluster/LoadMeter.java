package io.orbstrike.cluster;

import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.HostMetrics;
import io.orbstrike.host.RecentDurations;
import io.orbstrike.store.Lease;
import io.orbstrike.sync.SyncMetrics;
import java.time.Duration;

/**
 * How much a gameserver carries.
 *
 * <p>Confined to the agent's thread.
 */
final class LoadMeter {

    private static final long PERMILLE = 1_000;
    private static final long NS_PER_US = 1_000;
    private static final Duration LATENESS_SPAN = Duration.ofSeconds(2);

    private final BoardHost host;
    private final ServedBoards boards;
    private final SyncMetrics sync;
    private final Agent agent;
    private final RecentDurations lateness;
    private long measuredNs;
    private long workedNs;

    LoadMeter(GameserverParts parts) {
        this.host = parts.host();
        this.boards = parts.boards();
        this.sync = parts.sync().metrics();
        this.agent = parts.agent();
        this.measuredNs = agent.nowNs();
        this.lateness = host.metrics().recentTickLateness(LATENESS_SPAN, measuredNs);
    }

    /** The load now; its utilisation is that since the last call. */
    Lease.Load measure() {
        long nowNs = agent.nowNs();
        long worked = host.metrics().tickDurations().totalNs();
        long passedNs = Math.max(1, (nowNs - measuredNs) * host.tickLoops().size());
        long utilisation = PERMILLE * Math.max(0, worked - workedNs) / passedNs;
        measuredNs = nowNs;
        workedNs = worked;
        return new Lease.Load(
                boards.size(),
                bounded(boards.places()),
                bounded(host.metrics().players()),
                bounded(utilisation),
                delays(nowNs));
    }

    private Lease.Delays delays(long nowNs) {
        HostMetrics.Durations late = lateness.look(nowNs);
        return new Lease.Delays(
                bounded(late.totalNs() / Math.max(1, late.count()) / NS_PER_US),
                bounded(late.maxNs() / NS_PER_US),
                bounded(sync.lag().toMillis()));
    }

    private static int bounded(long value) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, value));
    }
}
