package io.orbstrike.cluster;

import io.orbstrike.host.BoardHost;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SecureIds;

/**
 * What the parts of a gameserver work with.
 *
 * <p>Immutable.
 */
record GameserverParts(
        Agent agent,
        ClusterStore store,
        BoardHost host,
        ServedBoards boards,
        BoardTypes types,
        GameserverOptions options,
        GameserverCounters counters,
        Incarnation incarnation,
        SecureIds ids) {}
