/**
 * A store of one's own: {@link io.orbstrike.examples.store.FileClusterStore} keeps boards in files, so that they survive their
 * process, and {@link io.orbstrike.examples.store.KeptGameServer} serves a game on it.
 *
 * <p>Changes are made and written on one thread of the store's own; everything else is read in memory, by any thread.
 */
@NullMarked
package io.orbstrike.examples.store;

import org.jspecify.annotations.NullMarked;
