package io.orbstrike.cluster.leader;

import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.store.ClusterStore;

/**
 * What the parts of a leader work with.
 *
 * <p>Immutable.
 */
record LeaderParts(
        Agent agent,
        ClusterStore store,
        ClusterOptions options,
        OrchestratorCounters counters,
        Leadership leadership,
        LiveGameservers gameservers) {}
