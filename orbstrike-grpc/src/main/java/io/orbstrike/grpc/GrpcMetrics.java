package io.orbstrike.grpc;

import io.grpc.Status;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.CredentialRefusal;
import io.orbstrike.grpc.ticket.TicketRefusal;
import io.orbstrike.grpc.ticket.Tickets;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Shows what a {@link GrpcServer} counts. No tag carries a board, a player or an address.
 *
 * <p>Thread-safe; reading does not disturb the lanes.
 */
public final class GrpcMetrics implements MeterBinder {

    private final GrpcServer server;

    private GrpcMetrics(GrpcServer server) {
        this.server = server;
    }

    /**
     * Reads a server.
     *
     * @param server held as long as the registry holds the meters
     * @return to be bound once
     */
    public static GrpcMetrics of(GrpcServer server) {
        return new GrpcMetrics(server);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("orbstrike.grpc.connections", server, GrpcServer::connectionCount)
                .description("Connections open")
                .strongReference(true)
                .register(registry);
        count(
                registry,
                "orbstrike.grpc.connections.refused",
                "Connections closed as they came, because as many as allowed were open",
                GrpcCounters::connectionsRefused);
        Gauge.builder("orbstrike.play.streams", server, GrpcServer::playStreamCount)
                .description("Play streams open or opening")
                .strongReference(true)
                .register(registry);
        count(registry, "orbstrike.play.streams.opened", "Play streams opened", GrpcCounters::streamsOpened);
        count(
                registry,
                "orbstrike.play.frames.queued",
                "Frames that had to go through gRPC's queue: the first of a stream, and what does not fit into a window",
                GrpcCounters::framesQueued);
        count(registry, "orbstrike.play.messages", "Messages received on Play streams", GrpcCounters::clientFrames);
        count(
                registry,
                "orbstrike.play.messages.refused",
                "Messages beyond what a stream may send",
                GrpcCounters::clientFramesRefused);
        for (Status.Code code : Status.Code.values()) {
            byCode(registry, "orbstrike.play.streams.ended", code, "Play streams ended", c -> c.streamsEnded(code));
            byCode(registry, "orbstrike.lobby.calls.ended", code, "Lobby calls ended", c -> c.lobbyCalls(code));
            byCode(registry, "orbstrike.admin.calls.ended", code, "Admin calls ended", c -> c.adminCalls(code));
            byCode(
                    registry,
                    "orbstrike.gameserver.calls.ended",
                    code,
                    "Calls of other processes ended",
                    c -> c.gameserverCalls(code));
        }
        bindProxy(registry);
        server.tickets().ifPresent(tickets -> bindTickets(registry, tickets));
        if (!server.credentials().isEmpty()) {
            bindCredentials(registry, server.credentials());
        }
    }

    private void bindProxy(MeterRegistry registry) {
        count(
                registry,
                "orbstrike.proxy.switches",
                "Play streams that were carried on by another call to a gameserver",
                GrpcCounters::proxySwitches);
        count(
                registry,
                "orbstrike.proxy.upstream.failures",
                "Calls to gameservers that broke, or were not taken, and were made again",
                GrpcCounters::proxyUpstreamFailures);
        count(
                registry,
                "orbstrike.proxy.route.waits.over",
                "Play streams that ended because nobody was found in time who holds the board",
                GrpcCounters::proxyRouteWaitsOver);
    }

    private void count(MeterRegistry registry, String name, String description, ToDoubleFunction<GrpcCounters> value) {
        FunctionCounter.builder(name, server.counters(), value)
                .description(description)
                .register(registry);
    }

    private void byCode(
            MeterRegistry registry,
            String name,
            Status.Code code,
            String description,
            ToDoubleFunction<GrpcCounters> value) {
        FunctionCounter.builder(name, server.counters(), value)
                .description(description)
                .tag("code", code.name())
                .register(registry);
    }

    private static void bindTickets(MeterRegistry registry, Tickets tickets) {
        for (TicketRefusal refusal : TicketRefusal.values()) {
            FunctionCounter.builder("orbstrike.tickets.refused", tickets, given -> given.refusedCount(refusal))
                    .description("Tickets refused")
                    .tag("reason", refusal.name())
                    .register(registry);
        }
    }

    private static void bindCredentials(MeterRegistry registry, Set<ClusterCredentials> credentials) {
        for (CredentialRefusal refusal : CredentialRefusal.values()) {
            FunctionCounter.builder(
                            "orbstrike.credentials.refused",
                            credentials,
                            all -> all.stream()
                                    .mapToLong(one -> one.refusedCount(refusal))
                                    .sum())
                    .description("Credentials of operators and of the cluster's processes refused")
                    .tag("reason", refusal.name())
                    .register(registry);
        }
    }
}
