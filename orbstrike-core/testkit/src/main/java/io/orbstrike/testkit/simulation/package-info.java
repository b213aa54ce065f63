/**
 * A whole cluster in one thread and in simulated time: gameservers, orchestrators, a store and clients on a network that
 * delays, loses, repeats and cuts, from one seed. Start at {@link io.orbstrike.testkit.simulation.Simulation}.
 *
 * <p>A simulation is confined to the thread that runs it; several run beside each other.
 */
@NullMarked
package io.orbstrike.testkit.simulation;

import org.jspecify.annotations.NullMarked;
