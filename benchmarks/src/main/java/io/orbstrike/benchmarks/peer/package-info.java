/**
 * What the end-to-end benchmarks are compared with: a server as a straightforward team would write it, which speaks our
 * protocol and builds the whole state anew for every viewer and tick. Start at {@link
 * io.orbstrike.benchmarks.peer.NaiveServer}.
 *
 * <p>Threads of gRPC's default executor and of one scheduler meet at the monitor of each board.
 */
@NullMarked
package io.orbstrike.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
