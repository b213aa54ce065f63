package io.orbstrike.cluster;

import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.agent.LobbyCalls;
import io.orbstrike.host.BoardHost;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SecureIds;
import io.orbstrike.sync.BoardSync;
import java.util.Map;

/**
 * What the parts of a gameserver work with.
 *
 * <p>Immutable.
 */
record GameserverParts(
        Agent agent,
        LobbyCalls calls,
        ClusterStore store,
        BoardHost host,
        BoardSync sync,
        ServedBoards boards,
        MovedBoards moved,
        BoardArrivals arrivals,
        LastStates lastStates,
        BoardTypes types,
        Map<String, String> labels,
        GameserverOptions options,
        ClusterOptions cluster,
        GameserverCounters counters,
        Incarnation incarnation,
        SecureIds ids) {}
