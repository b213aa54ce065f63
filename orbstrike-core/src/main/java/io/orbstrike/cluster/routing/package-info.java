/**
 * Which gameserver a board is at: what a proxy asks before it carries a stream there, and what it is told when the board
 * moves. Start at {@link io.orbstrike.cluster.routing.Routes}.
 *
 * <p>Everything here is thread-safe.
 */
@NullMarked
package io.orbstrike.cluster.routing;

import org.jspecify.annotations.NullMarked;
