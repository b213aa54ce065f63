package io.orbstrike.server;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.CallerAuthenticator;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.cluster.Lobby.CreateOutcome;
import io.orbstrike.cluster.Lobby.CreateRequest;
import io.orbstrike.cluster.Lobby.Created;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.cluster.PeerAddressAuthenticator;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.GrpcMetrics;
import io.orbstrike.grpc.GrpcServer;
import io.orbstrike.grpc.GrpcServerOptions;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.server.bots.HouseBots;
import io.orbstrike.server.config.ConfigException;
import io.orbstrike.server.config.HostPort;
import io.orbstrike.server.config.StartException;
import io.orbstrike.server.http.HttpServer;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.memory.InMemoryClusterStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Boards, their gRPC server, an HTTP server and bots in one process, on an embedded store.
 *
 * <p>Thread-safe.
 */
final class Standalone implements AutoCloseable {

    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);
    private static final Duration CREATE_DEADLINE = Duration.ofSeconds(10);

    private final Parts parts = new Parts();
    private final HostPort grpcAddress;
    private final HostPort httpAddress;

    private Standalone(StandaloneOptions options, RootSecret secret) {
        try {
            CallerAuthenticator authenticator = authenticator(options.trustedProxies());
            EventLoops loops = EventLoops.create(Runtime.getRuntime().availableProcessors());
            parts.add(loops);
            ScheduledThreadPoolExecutor agent = agentThread();
            parts.add(agent::shutdownNow);
            Gameserver gameserver = gameserver(options, agent);
            parts.add(gameserver);
            gameserver.start();
            Readiness readiness = new Readiness(
                    SystemNanoClock.INSTANCE, agent, () -> gameserver.host().isHealthy());
            ProcessMetrics metrics = new ProcessMetrics();
            parts.add(metrics);
            GrpcServer grpc = grpc(options, authenticator, loops, gameserver, secret);
            grpcAddress = HostPort.of(grpc.address());
            metrics.bind(OrbstrikeMetrics.of(gameserver));
            metrics.bind(GrpcMetrics.of(grpc));
            HttpServer http = http(options, loops, readiness, metrics);
            parts.add(http);
            httpAddress = HostPort.of(http.address());
            parts.add(grpc);
            if (options.bots() > 0) {
                parts.add(HouseBots.start(loops, loopback(grpc.address()), publicBoard(gameserver), options.bots()));
            }
            parts.add(readiness::draining);
            readiness.serving();
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /**
     * Starts everything; blocks until it serves.
     *
     * @throws ConfigException if an option is wrong
     * @throws StartException if a port is in use, or the public board cannot be made
     */
    static Standalone start(StandaloneOptions options, RootSecret secret) {
        return new Standalone(options, secret);
    }

    /** The address of the gRPC server, to be dialled. */
    HostPort grpcAddress() {
        return grpcAddress;
    }

    /** The address of the HTTP server, to be dialled. */
    HostPort httpAddress() {
        return httpAddress;
    }

    /** Ends all streams with UNAVAILABLE, then closes everything; blocks until that is done. May be called twice. */
    @Override
    public void close() {
        parts.close();
    }

    private static CallerAuthenticator authenticator(List<String> trustedProxies) {
        try {
            return PeerAddressAuthenticator.behind(trustedProxies);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--trusted-proxies: " + e.getMessage());
        }
    }

    private static ScheduledThreadPoolExecutor agentThread() {
        ScheduledThreadPoolExecutor agent = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "orbstrike-agent");
            thread.setDaemon(true);
            return thread;
        });
        agent.setRemoveOnCancelPolicy(true);
        agent.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return agent;
    }

    private static Gameserver gameserver(StandaloneOptions options, ScheduledThreadPoolExecutor agent) {
        int threads = options.threads().orElse(Runtime.getRuntime().availableProcessors());
        return Gameserver.builder()
                .store(InMemoryClusterStore.create(Clock.systemUTC()))
                .boardTypesFrom(Standalone.class.getClassLoader())
                .host(BoardHost.builder().threads(threads))
                .options(GameserverOptions.builder()
                        .boardsMax(options.maxBoards())
                        .placesMax(options.maxPlaces())
                        .boardLifetime(options.lifetime())
                        .createQuota(options.createQuota().orElse(0))
                        .build())
                .executor(agent)
                .build();
    }

    private static GrpcServer grpc(
            StandaloneOptions options,
            CallerAuthenticator authenticator,
            EventLoops loops,
            Gameserver gameserver,
            RootSecret secret) {
        GrpcServer grpc = GrpcServer.builder()
                .address(new InetSocketAddress(options.bind(), options.port()))
                .eventLoops(loops)
                .lobby(gameserver.lobby())
                .boards(gameserver::board)
                .tickets(Tickets.of(List.of(secret), Clock.systemUTC()))
                .authenticator(authenticator)
                .options(GrpcServerOptions.builder()
                        .playStreamsMax(options.maxStreams())
                        .connectionsMax(options.maxConnections())
                        .closeGrace(CLOSE_GRACE)
                        .build())
                .build();
        try {
            return grpc.start();
        } catch (UncheckedIOException e) {
            grpc.close();
            throw cannotListen("--port", options, options.port(), e);
        }
    }

    private static HttpServer http(
            StandaloneOptions options, EventLoops loops, Readiness readiness, ProcessMetrics metrics) {
        try {
            return HttpServer.builder()
                    .address(new InetSocketAddress(options.bind(), options.httpPort()))
                    .eventLoops(loops)
                    .resource("/", LandingPage::reply)
                    .resource("/livez", readiness::livez)
                    .resource("/readyz", readiness::readyz)
                    .resource("/metrics", metrics::scrape)
                    .start();
        } catch (IOException e) {
            throw cannotListen("--http-port", options, options.httpPort(), e);
        }
    }

    private static StartException cannotListen(String option, StandaloneOptions options, int port, Throwable cause) {
        HostPort address = new HostPort(options.bind().getHostAddress(), port);
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = String.valueOf(root.getMessage());
        int said = why.lastIndexOf(": ");
        return new StartException(option + " " + port + ": cannot listen on " + address + ": "
                + (said < 0 ? why : why.substring(said + 2)));
    }

    /** A board that anybody finds and that lives as long as the process. */
    private static BoardId publicBoard(Gameserver gameserver) {
        OrbType orb = new OrbType();
        CreateRequest request = new CreateRequest(
                IdempotencyKey.of(SecureIds.create().secret()),
                orb.name(),
                orb.rulesCodec().encode(OrbRules.DEFAULT),
                true,
                Optional.of(Duration.ZERO),
                new Creator("standalone"));
        try {
            CreateOutcome outcome = gameserver
                    .lobby()
                    .createBoard(request, CREATE_DEADLINE)
                    .toCompletableFuture()
                    .get(CREATE_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            if (outcome instanceof Created created) {
                return created.board().id();
            }
            throw new StartException("the public board could not be made: " + outcome);
        } catch (ExecutionException | TimeoutException e) {
            throw new StartException("the public board could not be made: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while the public board was made");
        }
    }

    /** Where this process reaches itself. */
    private static HostPort loopback(InetSocketAddress listening) {
        return listening.getAddress().isAnyLocalAddress()
                ? new HostPort("localhost", listening.getPort())
                : HostPort.of(listening);
    }
}
