package io.orbstrike.grpc;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.orbstrike.cluster.CallerAuthenticator;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.link.GameserverLink;
import io.orbstrike.cluster.routing.Routes;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.grpc.v1.AdminGrpc;
import io.orbstrike.grpc.v1.GameserverGrpc;
import io.orbstrike.grpc.v1.LobbyGrpc;
import io.orbstrike.grpc.v1.PlayGrpc;
import io.orbstrike.host.NanoClock;
import io.orbstrike.store.Incarnation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the services of one server.
 *
 * <p>Confined to one thread.
 */
final class GrpcServices {

    private final EventLoops eventLoops;
    private final GrpcServerOptions options;
    private final GrpcCounters counters;
    private final AcceptedConnections connections;
    private final NanoClock clock;
    private final PlayStreams streams;
    private final Map<String, ServerServiceDefinition> byName = new LinkedHashMap<>();

    GrpcServices(
            EventLoops eventLoops,
            GrpcServerOptions options,
            GrpcCounters counters,
            AcceptedConnections connections,
            NanoClock clock,
            PlayStreams streams) {
        this.eventLoops = eventLoops;
        this.options = options;
        this.counters = counters;
        this.connections = connections;
        this.clock = clock;
        this.streams = streams;
    }

    void addLobby(Lobby lobby, CallerAuthenticator authenticator, Tickets tickets) {
        byName.put(
                LobbyGrpc.SERVICE_NAME,
                new LobbyService(lobby, authenticator, tickets, eventLoops, options, counters).definition());
    }

    /** With {@code proxies} only who has the cluster's credential may play, and only for whom he carries. */
    void addPlay(Boards boards, Tickets tickets, @Nullable ClusterCredentials proxies) {
        CredentialCheck check = proxies == null ? null : new CredentialCheck(proxies, PlayGrpc.SERVICE_NAME);
        byName.put(
                PlayGrpc.SERVICE_NAME,
                new PlayService(boards, tickets, check, options, counters, eventLoops, connections, clock, streams)
                        .definition());
    }

    void addProxy(Routes routes, GrpcGameserverLinks gameservers, Tickets tickets) {
        byName.put(
                PlayGrpc.SERVICE_NAME,
                new PlayProxy(routes, gameservers, tickets, options, counters, eventLoops, clock, streams)
                        .definition());
    }

    void addGameserver(GameserverLink boards, Incarnation self, ClusterCredentials callers) {
        byName.put(
                GameserverGrpc.SERVICE_NAME,
                new GameserverService(boards, self, callers, eventLoops, options, counters).definition());
    }

    void addAdmin(AdminView view, ClusterCredentials operators) {
        byName.put(
                AdminGrpc.SERVICE_NAME, new AdminService(view, operators, eventLoops, options, counters).definition());
    }

    Set<String> names() {
        return byName.keySet();
    }

    Iterable<ServerServiceDefinition> definitions() {
        return byName.values();
    }

    /** The methods of those of some services that are served, by their full names. */
    Map<String, ServerMethodDefinition<?, ?>> methodsOf(String... services) {
        return Stream.of(services)
                .map(byName::get)
                .filter(Objects::nonNull)
                .flatMap(service -> service.getMethods().stream())
                .collect(toUnmodifiableMap(
                        method -> method.getMethodDescriptor().getFullMethodName(), method -> method));
    }
}
