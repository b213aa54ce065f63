/**
 * A player's signed right to play, an operator's proof that he has the cluster's secret, and the root secret that their
 * keys are derived from. Start at {@link io.orbstrike.grpc.ticket.Tickets} and
 * {@link io.orbstrike.grpc.ticket.ClusterCredentials}.
 *
 * <p>Everything here is immutable or thread-safe, and blocks nowhere.
 */
@NullMarked
package io.orbstrike.grpc.ticket;

import org.jspecify.annotations.NullMarked;
