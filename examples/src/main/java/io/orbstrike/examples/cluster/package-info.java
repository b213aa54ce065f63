/**
 * A game of one's own in a cluster: {@link io.orbstrike.examples.cluster.OwnGameServer} is started as often as wanted,
 * {@link io.orbstrike.examples.cluster.OwnGameOrchestrator} at least once, all on one Redis and with one secret.
 *
 * <p>Each main has its thread; the rest is the libraries'.
 */
@NullMarked
package io.orbstrike.examples.cluster;

import org.jspecify.annotations.NullMarked;
