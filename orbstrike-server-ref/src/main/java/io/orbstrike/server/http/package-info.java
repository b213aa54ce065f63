/**
 * The HTTP port: a few small resources, health and metrics, on an event-loop group that belongs to the caller, so that
 * other protocols can share its threads. {@link io.orbstrike.server.http.HttpServer} is where to start.
 *
 * <p>Connections live on event loops; answers that may take long are made on one thread beside them.
 */
@NullMarked
package io.orbstrike.server.http;

import org.jspecify.annotations.NullMarked;
