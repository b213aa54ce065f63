/**
 * What the store on Redis costs: saves, single writes, and boards that are saved every second, on a real redis-server.
 * {@link io.orbstrike.benchmarks.store.StoreRows} measures all of it. Everything is confined to the main thread unless it
 * says otherwise.
 */
@NullMarked
package io.orbstrike.benchmarks.store;

import org.jspecify.annotations.NullMarked;
