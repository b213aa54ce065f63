/**
 * What a cluster of real processes does when one of them dies, stands still or drains. Start at
 * {@link io.orbstrike.benchmarks.cluster.ClusterRows}.
 *
 * <p>Measurements are confined to the main thread; watchers are told of frames on transport threads.
 */
@NullMarked
package io.orbstrike.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
