package io.orbstrike.server;

import io.orbstrike.cluster.Gameserver;
import io.orbstrike.grpc.AdminView;
import io.orbstrike.grpc.GrpcServer;
import io.orbstrike.grpc.GrpcServerOptions;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.server.config.HostPort;
import io.orbstrike.server.config.StartException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A gameserver as a process of its own: it ticks the boards that are attached to it, and serves orchestrators, which bring
 * players to it, and operators. Who comes around an orchestrator is refused (I9).
 *
 * <p>Thread-safe.
 */
final class GameserverRole implements AutoCloseable {

    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

    private final GameserverProcess process;
    private final GrpcServer grpc;

    /**
     * Starts ticking, and serving orchestrators, operators, health and metrics.
     *
     * @throws StartException if a port is in use
     */
    GameserverRole(
            GameserverRoleOptions options,
            RoleOptions shared,
            HostingOptions hosting,
            ClusterTimes times,
            StoreSource.Opened store,
            RootSecret secret) {
        process = new GameserverProcess(new GameserverProcess.Settings(
                hosting, times, store, shared.bind(), shared.httpPort(), options.labels(), Map.of()));
        Gameserver gameserver = process.gameserver();
        ClusterCredentials credentials = ClusterCredentials.of(List.of(secret), Clock.systemUTC());
        try {
            grpc = process.process()
                    .listen(
                            GrpcServer.builder()
                                    .admin(
                                            AdminView.of(
                                                    process.gameserver(),
                                                    process.process().store()),
                                            ClusterCredentials.of(List.of(secret), Clock.systemUTC()))
                                    .options(GrpcServerOptions.builder()
                                            .connectionsMax(options.maxConnections())
                                            .closeGrace(CLOSE_GRACE)
                                            .build()),
                            options.port());
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /**
     * Logs in and adopts what is attached to it; blocks until that is done.
     *
     * @param advertised where others reach this process; its port is that in use unless it names one
     * @return where that is; or null if it was closed meanwhile
     */
    @Nullable
    HostPort serve(Supplier<Advertised> advertised) {
        if (!process.process().awaitStore()) {
            return null;
        }
        HostPort address = advertised.get().withPort(grpc.address().getPort());
        if (!process.login(address.toString()) || !process.adoptBoards()) {
            return null;
        }
        grpc.startAdvertising();
        process.process().serve();
        return address;
    }

    /** The address of the HTTP server, to be dialled. */
    HostPort httpAddress() {
        return process.process().httpAddress();
    }

    /** Drains, then closes everything; blocks until that is done. May be called twice. */
    @Override
    public void close() {
        process.close();
    }
}
