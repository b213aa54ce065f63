/**
 * Players without people: they play orb through the real client, and the load client's ones judge every frame they
 * receive. {@link io.orbstrike.server.bots.BotsCommand} runs the load client.
 *
 * <p>What belongs to one stream is confined to its lane, the event loop of its connection; figures are kept per lane and
 * added up at the end.
 */
@NullMarked
package io.orbstrike.server.bots;

import org.jspecify.annotations.NullMarked;
