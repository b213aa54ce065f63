/**
 * A player's signed right to play, and the root secret that its key is derived from. Start at
 * {@link io.orbstrike.grpc.ticket.Tickets}.
 *
 * <p>Everything here is immutable or thread-safe, and blocks nowhere.
 */
@NullMarked
package io.orbstrike.grpc.ticket;

import org.jspecify.annotations.NullMarked;
