package io.orbstrike.server;

import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.cluster.Orchestrator;
import io.orbstrike.cluster.PeerAddressAuthenticator;
import io.orbstrike.cluster.scale.ScalePolicy;
import io.orbstrike.grpc.AdminView;
import io.orbstrike.grpc.GrpcGameserverLinks;
import io.orbstrike.grpc.GrpcServer;
import io.orbstrike.grpc.GrpcServerOptions;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.server.config.ConfigException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * An orchestrator in a process: players reach their boards through it, wherever these are, and it takes part in the
 * election.
 *
 * <p>Thread-safe.
 */
final class OrchestratorMember {

    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

    private final Orchestrator orchestrator;
    private final GrpcServer grpc;

    /**
     * Takes its port; it says that no work is wanted yet.
     *
     * @param process that it lives in, and that closes it
     * @param secret the cluster's
     * @throws ConfigException if an option is wrong
     * @throws StartException if the port is in use
     */
    OrchestratorMember(
            RoleProcess process, PlayersOptions players, ClusterTimes times, ScalePolicy scale, RootSecret secret) {
        PeerAddressAuthenticator authenticator = authenticator(players.trustedProxies());
        ClusterCredentials credentials = ClusterCredentials.of(List.of(secret), Clock.systemUTC());
        GrpcGameserverLinks links = GrpcGameserverLinks.builder()
                .eventLoops(process.loops())
                .credentials(credentials)
                .build();
        process.add(links);
        orchestrator = Orchestrator.builder()
                .store(process.store())
                .links(links)
                .options(times.cluster())
                .scale(scale)
                .executor(process.agent())
                .build();
        process.add(orchestrator);
        process.bind(OrbstrikeMetrics.of(orchestrator));
        grpc = process.listenAndShow(
                GrpcServer.builder()
                        .lobby(orchestrator.lobby())
                        .proxy(orchestrator.routes(), links)
                        .tickets(Tickets.of(List.of(secret), Clock.systemUTC()))
                        .admin(AdminView.of(orchestrator.operations(), process.store()), credentials)
                        .authenticator(authenticator)
                        .options(GrpcServerOptions.builder()
                                .playStreamsMax(players.maxStreams())
                                .connectionsMax(players.maxConnections())
                                .closeGrace(CLOSE_GRACE)
                                .build()),
                players.port());
    }

    Orchestrator orchestrator() {
        return orchestrator;
    }

    GrpcServer grpc() {
        return grpc;
    }

    /**
     * Who a caller is.
     *
     * @throws ConfigException if one is no address range
     */
    static PeerAddressAuthenticator authenticator(List<String> trustedProxies) {
        try {
            return PeerAddressAuthenticator.behind(trustedProxies);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--trusted-proxies: " + e.getMessage());
        }
    }
}
