/**
 * How many gameservers a cluster should have: a {@link io.orbstrike.cluster.scale.ScalePolicy} says how much is to stay free,
 * and the advice that follows from it is for an autoscaler.
 *
 * <p>What is public here is immutable; {@code ScaleAdviser} is confined to the agent's thread.
 */
@NullMarked
package io.orbstrike.cluster.scale;

import org.jspecify.annotations.NullMarked;
