package io.orbstrike.server;

import io.orbstrike.cluster.CallerAuthenticator;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.cluster.Orchestrator;
import io.orbstrike.cluster.PeerAddressAuthenticator;
import io.orbstrike.grpc.AdminView;
import io.orbstrike.grpc.GrpcGameserverLinks;
import io.orbstrike.grpc.GrpcServer;
import io.orbstrike.grpc.GrpcServerOptions;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.server.config.ConfigException;
import io.orbstrike.server.config.HostPort;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An orchestrator as a process of its own: players reach their boards through it, and it takes part in the election.
 *
 * <p>Thread-safe.
 */
final class OrchestratorRole implements AutoCloseable {

    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

    private final RoleProcess process;
    private final GrpcGameserverLinks links;
    private final Orchestrator orchestrator;
    private final ClusterCredentials credentials;
    private final GrpcServer grpc;

    /**
     * Serves health and metrics, and takes its ports.
     *
     * @throws ConfigException if an option is wrong
     * @throws StartException if a port is in use
     */
    OrchestratorRole(
            PlayersOptions players,
            RoleOptions shared,
            ScaleOptions scale,
            StoreSource.Opened store,
            RootSecret secret,
            String advertised) {
        CallerAuthenticator authenticator = authenticator(players.trustedProxies());
        credentials = ClusterCredentials.of(List.of(secret), Clock.systemUTC());
        process = new RoleProcess(store, shared.bind());
        try {
            links = GrpcGameserverLinks.builder()
                    .eventLoops(process.loops())
                    .credentials(credentials)
                    .build();
            process.add(links);
            orchestrator = Orchestrator.builder()
                    .store(process.store())
                    .links(links)
                    .scale(scale.policy())
                    .executor(process.agent())
                    .build();
            process.add(orchestrator);
            process.bind(OrbstrikeMetrics.of(orchestrator));
            process.listenHttp(
                    shared.httpPort(), () -> true, Map.of("/scale", () -> ScalePage.reply(orchestrator.scale())));
            grpc = process.listen(
                    GrpcServer.builder()
                            .lobby(orchestrator.lobby())
                            .proxy(orchestrator.routes(), links)
                            .tickets(Tickets.of(List.of(secret), Clock.systemUTC()))
                            .admin(AdminView.of(orchestrator, process.store()), credentials)
                            .authenticator(authenticator)
                            .options(GrpcServerOptions.builder()
                                    .playStreamsMax(players.maxStreams())
                                    .connectionsMax(players.maxConnections())
                                    .closeGrace(CLOSE_GRACE)
                                    .build()),
                    players.port());
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    @Nullable
    HostPort serve(Supplier<Advertised> advertised) {
        return null;
    }

    /** The address of the HTTP server, to be dialled. */
    HostPort httpAddress() {
        return process.httpAddress();
    }

    /** Tells players to go elsewhere, gives a leadership up, then closes everything. May be called twice. */
    @Override
    public void close() {
        process.close();
    }
}
