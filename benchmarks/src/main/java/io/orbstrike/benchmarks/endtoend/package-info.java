/**
 * The whole road from input to socket, measured with real processes: a server pinned to one core, a load client pinned to
 * another, the figures of the load client's report and the CPU that both used. The entry is {@link EndToEnd}. All of it
 * runs on the main thread, but for the shutdown hook that ends what was started.
 */
@NullMarked
package io.orbstrike.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
