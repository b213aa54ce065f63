/**
 * What the leader of a cluster does: it wins the election, looks after boards whose gameservers do not live, and moves
 * boards away from those that are to end. Start at {@link io.orbstrike.cluster.leader.Leader}. Not exported.
 *
 * <p>Everything here is confined to the agent's thread.
 */
@NullMarked
package io.orbstrike.cluster.leader;

import org.jspecify.annotations.NullMarked;
