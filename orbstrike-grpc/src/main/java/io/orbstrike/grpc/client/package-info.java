/**
 * The Java client: finds, creates, joins and leaves boards, and plays on them over streams that reconnect by themselves.
 * Start at {@link io.orbstrike.grpc.client.OrbstrikeClient}.
 *
 * <p>A play is confined to one transport thread, which calls its view and its listener; everything a user calls is
 * thread-safe and blocks nowhere but where it says so.
 */
@NullMarked
package io.orbstrike.grpc.client;

import org.jspecify.annotations.NullMarked;
