package io.orbstrike.server;

import io.orbstrike.cluster.CallerAuthenticator;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.cluster.Orchestrator;
import io.orbstrike.cluster.PeerAddressAuthenticator;
import io.orbstrike.grpc.AdminView;
import io.orbstrike.grpc.GrpcServer;
import io.orbstrike.grpc.GrpcServerOptions;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.server.bots.HouseBots;
import io.orbstrike.server.config.ConfigException;
import io.orbstrike.server.config.HostPort;
import io.orbstrike.server.config.StartException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Boards, an orchestrator, their gRPC server, an HTTP server and bots in one process.
 *
 * <p>Thread-safe.
 */
final class Standalone implements AutoCloseable {

    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

    private final StandaloneOptions options;
    private final PlayersOptions players;
    private final ClusterTimes times;
    private final RootSecret secret;
    private final CallerAuthenticator authenticator;
    private final GameserverProcess process;
    private final boolean keepsBoards;

    /**
     * Starts ticking, and serving health and metrics.
     *
     * @throws ConfigException if an option is wrong
     * @throws StartException if the HTTP port is in use
     */
    Standalone(
            StandaloneOptions options,
            PlayersOptions players,
            HostingOptions hosting,
            ClusterTimes times,
            StoreSource.Opened store,
            RootSecret secret) {
        this.options = options;
        this.players = players;
        this.times = times;
        this.secret = secret;
        this.authenticator = authenticator(players.trustedProxies());
        this.keepsBoards = store.outlivesProcess();
        this.process = new GameserverProcess(new GameserverProcess.Settings(
                hosting, times, store, options.bind(), options.httpPort(), Map.of(), Map.of("/", LandingPage::reply)));
    }

    /**
     * Joins the cluster and lets players in; blocks until it serves. Players come only when every board of this store that
     * nobody ticks any more is here, so that nobody is told that his board is gone.
     *
     * @param advertised the host by which others reach this process, asked for when the store answers
     * @return where it serves over gRPC, to be dialled; or null if it was closed meanwhile
     * @throws StartException if the gRPC port is in use, or the public board cannot be made
     */
    @Nullable
    HostPort serve(Supplier<String> advertised) {
        if (!process.process().awaitStore()) {
            return null;
        }
        int port;
        // The lease tells the port, and whoever listens there answers: so it is held until boards are here.
        try (ReservedPort reserved = players.port() == 0 ? ReservedPort.at(options.bind()) : null) {
            port = reserved == null ? players.port() : reserved.number();
            String address = new HostPort(advertised.get(), port).toString();
            if (!process.login(address) || !takeBoardsOver(address)) {
                return null;
            }
        }
        GrpcServer grpc = process.process().listen(services(), port).startAdvertising();
        if (options.bots() > 0) {
            process.process()
                    .add(HouseBots.start(
                            process.process().loops(),
                            loopback(grpc.address()),
                            PublicBoard.open(process.gameserver().lobby(), secret),
                            secret,
                            options.bots()));
        }
        process.process().serve();
        return HostPort.of(grpc.address());
    }

    /** A store of this process alone has no boards of others, so nothing is waited for. */
    private boolean takeBoardsOver(String address) {
        Orchestrator orchestrator = Orchestrator.builder()
                .store(process.process().store())
                .options(times.cluster())
                .executor(process.process().agent())
                .build();
        process.process().add(orchestrator);
        process.process().bind(OrbstrikeMetrics.of(orchestrator));
        CompletionStage<Boolean> settled = orchestrator.start(address).thenApply(done -> true);
        return !keepsBoards || (process.process().ending().await(settled).isPresent() && process.adoptBoards());
    }

    private GrpcServer.Builder services() {
        return GrpcServer.builder()
                .lobby(process.gameserver().lobby())
                .boards(process.gameserver()::board)
                .tickets(Tickets.of(List.of(secret), Clock.systemUTC()))
                .admin(
                        AdminView.of(process.gameserver(), process.process().store()),
                        ClusterCredentials.of(List.of(secret), Clock.systemUTC()))
                .authenticator(authenticator)
                .options(GrpcServerOptions.builder()
                        .playStreamsMax(players.maxStreams())
                        .connectionsMax(players.maxConnections())
                        .closeGrace(CLOSE_GRACE)
                        .build());
    }

    /** The address of the HTTP server, to be dialled. */
    HostPort httpAddress() {
        return process.process().httpAddress();
    }

    /** Ends all streams with UNAVAILABLE, then closes everything; blocks until that is done. May be called twice. */
    @Override
    public void close() {
        process.close();
    }

    private static CallerAuthenticator authenticator(List<String> trustedProxies) {
        try {
            return PeerAddressAuthenticator.behind(trustedProxies);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--trusted-proxies: " + e.getMessage());
        }
    }

    /** Where this process reaches itself. */
    private static HostPort loopback(InetSocketAddress listening) {
        return listening.getAddress().isAnyLocalAddress()
                ? new HostPort("localhost", listening.getPort())
                : HostPort.of(listening);
    }
}
