/**
 * Which gameserver gets a board: a {@link io.orbstrike.cluster.placement.Placement} chooses among those that may take it.
 *
 * <p>A placement is called on the agent's thread of its orchestrator, one call at a time.
 */
@NullMarked
package io.orbstrike.cluster.placement;

import org.jspecify.annotations.NullMarked;
