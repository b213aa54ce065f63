package io.orbstrike.grpc.web;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * Shows what an {@link HttpServer} counts. The streams and calls of players are counted by the gRPC server that answers
 * them.
 *
 * <p>Thread-safe; reading does not disturb the lanes.
 */
public final class HttpMetrics implements MeterBinder {

    private final HttpServer server;

    private HttpMetrics(HttpServer server) {
        this.server = server;
    }

    /**
     * Reads a server.
     *
     * @param server held as long as the registry holds the meters
     * @return to be bound once
     */
    public static HttpMetrics of(HttpServer server) {
        return new HttpMetrics(requireNonNull(server, "server"));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("orbstrike.http.connections", server, HttpServer::connectionCount)
                .description("HTTP connections open, without WebSockets")
                .strongReference(true)
                .register(registry);
        Gauge.builder("orbstrike.http.websockets", server, HttpServer::webSocketCount)
                .description("WebSockets open, which are also counted among the gRPC server's connections")
                .strongReference(true)
                .register(registry);
        count(
                registry,
                "orbstrike.http.connections.refused",
                "HTTP connections closed as they came, because as many as allowed were open, in all or of one peer",
                HttpCounters::connectionsRefused);
        count(
                registry,
                "orbstrike.http.requests.late",
                "HTTP connections closed because their first request, or the rest of one, did not come in time; also of"
                        + " browsers that opened one ahead and had nothing to send",
                HttpCounters::requestsLate);
        count(
                registry,
                "orbstrike.http.connections.idle",
                "HTTP connections closed because no other request came in time",
                HttpCounters::connectionsIdle);
        count(
                registry,
                "orbstrike.http.answers.refused",
                "HTTP requests answered with 503, because as many as allowed waited for an answer",
                HttpCounters::answersRefused);
        count(
                registry,
                "orbstrike.http.origins.refused",
                "Requests of pages of other hosts, refused",
                HttpCounters::originsRefused);
        count(
                registry,
                "orbstrike.http.websockets.silent",
                "WebSockets dropped because nothing came from the other end",
                HttpCounters::webSocketsSilent);
    }

    private void count(MeterRegistry registry, String name, String description, ToDoubleFunction<HttpCounters> value) {
        FunctionCounter.builder(name, server.counters(), value)
                .description(description)
                .register(registry);
    }
}
