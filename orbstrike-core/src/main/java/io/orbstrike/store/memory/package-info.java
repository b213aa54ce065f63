/**
 * The embedded store: a cluster's state in the memory of one process, with which it lives and dies. It is the default of
 * a single process, of examples and of tests. Start at {@link io.orbstrike.store.memory.InMemoryClusterStore}.
 *
 * <p>All of it is thread-safe. Calls are done on an executor that is handed in, or on the calling thread. A board's stripe
 * has one lock; indexes, leases and the like have one each, which is taken last and for a moment.
 */
@NullMarked
package io.orbstrike.store.memory;

import org.jspecify.annotations.NullMarked;
