/**
 * The control plane: the lobby where clients find, create and join boards, and the gameserver that hosts them.
 * Transports are interfaces here.
 *
 * <p>Agents are confined to one thread of an executor that is handed in; facades such as
 * {@link io.orbstrike.cluster.Lobby} are thread-safe.
 */
@NullMarked
package io.orbstrike.cluster;

import org.jspecify.annotations.NullMarked;
