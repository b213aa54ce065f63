/**
 * What outlives a process: boards and their attachments, rosters, snapshots, quotas, and who lives and leads. Start at
 * {@link io.orbstrike.store.ClusterStore}, the interface that a database implements;
 * {@code io.orbstrike.store.memory} has the embedded default, which lives and dies with its process.
 *
 * <p>The guarantees carry the numbers of the cluster's rules (ATTACH-1, ROSTER-4, ...), and so do the tests of the
 * contract kit. Every call is asynchronous and takes the time that is left for it; an outcome is a value, and a call
 * whose effect is not known says so by {@link io.orbstrike.store.Unknown}. Stages complete on any thread: a caller
 * continues them on an executor of its own.
 */
@NullMarked
package io.orbstrike.store;

import org.jspecify.annotations.NullMarked;
