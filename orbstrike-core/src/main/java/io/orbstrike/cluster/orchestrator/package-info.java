/**
 * The parts of an orchestrator that serve players, whether it leads or not: which gameservers live, the routes to boards,
 * where new boards go, and the lobby. Start at {@link io.orbstrike.cluster.orchestrator.RoutedLobby}. Not exported.
 *
 * <p>Confined to the agent's thread, unless a type says otherwise.
 */
@NullMarked
package io.orbstrike.cluster.orchestrator;

import org.jspecify.annotations.NullMarked;
