/**
 * HTTP/2 for calls of bytes, and no more than that: what the load client plays over, so that it needs less of a core than
 * the server that it judges. {@link io.orbstrike.server.bots.transport.LeanChannels} opens the channels.
 *
 * <p>Everything is confined to the event loop of its channel.
 */
@NullMarked
package io.orbstrike.server.bots.transport;

import org.jspecify.annotations.NullMarked;
