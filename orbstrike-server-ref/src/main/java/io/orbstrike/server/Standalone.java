package io.orbstrike.server;

import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.cluster.Orchestrator;
import io.orbstrike.cluster.scale.ScalePolicy;
import io.orbstrike.grpc.AdminView;
import io.orbstrike.grpc.Boards;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gameservers, an orchestrator, bots and an HTTP server in one process.
 *
 * <p>Thread-safe.
 */
final class Standalone implements AutoCloseable {

    /* With one gameserver on a store of its own, players are served by it directly: nobody else could have their boards. Else
     * the gameservers are reached as in any cluster, through the orchestrator's proxy, and so are those of other processes.
     */

    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);
    private static final int INTERNAL_CONNECTIONS_MAX = 1_000;

    private final StandaloneOptions options;
    private final PlayersOptions players;
    private final ClusterTimes times;
    private final RootSecret secret;
    private final boolean isOpenToOperators;
    private final RoleProcess process;
    private final List<GameserverMember> members = new ArrayList<>();
    private final boolean isAlone;
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
            Map<String, String> labels,
            StoreSource.Opened store,
            ClusterSecret secret) {
        this.options = options;
        this.players = players;
        this.times = times;
        this.secret = secret.root();
        this.isOpenToOperators = secret.isDrawn() && options.bind().isLoopbackAddress();
        this.keepsBoards = store.outlivesProcess();
        this.isAlone = options.gameservers() == 1 && !keepsBoards;
        this.process = new RoleProcess(store, options.bind());
        try {
            int threadsEach = Math.max(1, hosting.threads() / options.gameservers());
            for (int i = 0; i < options.gameservers(); i++) {
                members.add(new GameserverMember(process, hosting, times, threadsEach, labels, this.secret));
            }
            if (members.size() == 1) {
                process.bind(OrbstrikeMetrics.of(members.get(0).gameserver()));
            }
            process.listenHttp(
                    options.httpPort(),
                    OrchestratorMember.authenticator(players.trustedProxies()),
                    this::isHealthy,
                    WebClient.pages(),
                    WebClient.folders());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private boolean isHealthy() {
        return members.stream().allMatch(member -> member.gameserver().host().isHealthy());
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
        if (!process.awaitStore()) {
            return null;
        }
        GrpcServer grpc = isAlone ? serveAlone(advertised.get()) : serveAsCluster(advertised.get());
        if (grpc == null) {
            return null;
        }
        process.servePlayers(grpc);
        process.serveOperators(grpc, isOpenToOperators ? credentials() : null);
        process.serve();
        return HostPort.of(grpc.address());
    }

    private @Nullable GrpcServer serveAlone(String host) {
        GameserverMember member = members.get(0);
        int port;
        // The lease tells the port, and whoever listens there answers: so it is held until boards are here.
        try (ReservedPort reserved = players.port() == 0 ? ReservedPort.at(options.bind()) : null) {
            port = reserved == null ? players.port() : reserved.number();
            String address = new HostPort(host, port).toString();
            if (!member.login(address)) {
                return null;
            }
            Orchestrator orchestrator = Orchestrator.builder()
                    .store(process.store())
                    .options(times.cluster())
                    .executor(process.agent())
                    .build();
            process.add(orchestrator);
            process.bind(OrbstrikeMetrics.of(orchestrator));
            CompletionStage<Void> unused = orchestrator.start(address);
        }
        GrpcServer grpc = process.listenAndShow(directServices(member), port).startAdvertising();
        addBots(grpc, member.gameserver().lobby());
        return grpc;
    }

    private GrpcServer.Builder directServices(GameserverMember member) {
        return GrpcServer.builder()
                .lobby(member.gameserver().lobby())
                .boards(Boards.of(member.gameserver()))
                .tickets(Tickets.of(List.of(secret), Clock.systemUTC()))
                .admin(AdminView.of(member.gameserver(), process.store()), credentials())
                .authenticator(OrchestratorMember.authenticator(players.trustedProxies()))
                .options(GrpcServerOptions.builder()
                        .playStreamsMax(players.maxStreams())
                        .connectionsMax(players.maxConnections())
                        .closeGrace(CLOSE_GRACE)
                        .build());
    }

    private ClusterCredentials credentials() {
        return ClusterCredentials.of(List.of(secret), Clock.systemUTC());
    }

    private @Nullable GrpcServer serveAsCluster(String host) {
        List<GrpcServer> internal = new ArrayList<>();
        for (GameserverMember member : members) {
            internal.add(member.listen(0, INTERNAL_CONNECTIONS_MAX));
        }
        OrchestratorMember orchestrator = new OrchestratorMember(process, players, times, ScalePolicy.DEFAULT, secret);
        if (keepsBoards) {
            GameserverMember.drainAtEnd(process, members);
        }
        for (int i = 0; i < members.size(); i++) {
            int port = internal.get(i).address().getPort();
            if (!members.get(i).login(new HostPort(host, port).toString())) {
                return null;
            }
            internal.get(i).startAdvertising();
        }
        GrpcServer grpc = orchestrator.grpc();
        HostPort address = new HostPort(host, grpc.address().getPort());
        CompletionStage<Boolean> settled =
                orchestrator.orchestrator().start(address.toString()).thenApply(done -> true);
        if (keepsBoards && !(process.ending().await(settled).isPresent() && adoptBoards())) {
            return null;
        }
        grpc.startAdvertising();
        addBots(grpc, orchestrator.orchestrator().lobby());
        return grpc;
    }

    private boolean adoptBoards() {
        return members.stream().allMatch(GameserverMember::adoptBoards);
    }

    private void addBots(GrpcServer grpc, Lobby lobby) {
        if (options.bots() > 0) {
            process.add(HouseBots.start(
                    process.loops(),
                    loopback(grpc.address()),
                    PublicBoard.open(lobby, secret),
                    secret,
                    options.bots()));
        }
    }

    /** The address of the HTTP server, to be dialled. */
    HostPort httpAddress() {
        return process.httpAddress();
    }

    /** Ends all streams with UNAVAILABLE, then closes everything; blocks until that is done. May be called twice. */
    @Override
    public void close() {
        process.close();
    }

    /** Where this process reaches itself. */
    private static HostPort loopback(InetSocketAddress listening) {
        return listening.getAddress().isAnyLocalAddress()
                ? new HostPort("localhost", listening.getPort())
                : HostPort.of(listening);
    }
}
