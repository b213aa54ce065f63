package io.orbstrike.cluster;

import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.host.BoardHost;
import io.orbstrike.store.Lease;

/**
 * How much a gameserver carries.
 *
 * <p>Confined to the agent's thread.
 */
final class LoadMeter {

    private static final long PERMILLE = 1_000;

    private final BoardHost host;
    private final ServedBoards boards;
    private final Agent agent;
    private long measuredNs;
    private long workedNs;

    LoadMeter(BoardHost host, ServedBoards boards, Agent agent) {
        this.host = host;
        this.boards = boards;
        this.agent = agent;
        this.measuredNs = agent.nowNs();
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
                (int) Math.min(Integer.MAX_VALUE, boards.places()),
                (int) Math.min(Integer.MAX_VALUE, host.metrics().players()),
                (int) Math.min(Integer.MAX_VALUE, utilisation));
    }
}
