/**
 * The control plane: the lobby where clients find, create and join boards; the {@link io.orbstrike.cluster.Gameserver}
 * that hosts them, with its lease, the boards that it adopts, and what it writes of them into the store; and the
 * {@link io.orbstrike.cluster.Orchestrator}, one of which leads and attaches boards whose gameservers do not live to ones
 * that do. Transports are interfaces here.
 *
 * <p>Agents are confined to one thread of an executor that is handed in; facades such as
 * {@link io.orbstrike.cluster.Lobby} are thread-safe.
 */
@NullMarked
package io.orbstrike.cluster;

import org.jspecify.annotations.NullMarked;
