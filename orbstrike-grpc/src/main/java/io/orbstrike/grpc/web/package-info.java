/**
 * The HTTP port: files and small resources, and for browsers the lobby over the Connect protocol and play over WebSockets,
 * which are the calls of a {@link io.orbstrike.grpc.GrpcServer} on the same event loops. An
 * {@link io.orbstrike.grpc.web.HttpServer} is where to start.
 *
 * <p>Connections and calls live on event loops; answers that may take long are made on one thread beside them.
 */
@NullMarked
package io.orbstrike.grpc.web;

import org.jspecify.annotations.NullMarked;
