/**
 * What benchmarks of orb need from inside it: its workload, and its naive form; they share its package to reach boards
 * larger than the rules allow. Begin at {@link io.orbstrike.orb.OrbWorkload}. Confined to one thread.
 */
@NullMarked
package io.orbstrike.orb;

import org.jspecify.annotations.NullMarked;
