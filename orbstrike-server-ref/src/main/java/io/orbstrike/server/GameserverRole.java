package io.orbstrike.server;

import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.cluster.PeerAddressAuthenticator;
import io.orbstrike.grpc.GrpcMetrics;
import io.orbstrike.grpc.GrpcServer;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.server.config.HostPort;
import io.orbstrike.server.config.StartException;
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

    private final RoleProcess process;
    private final Duration rehearsal;
    private final GameserverMember member;
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
            Map<String, String> labels,
            StoreSource.Opened store,
            RootSecret secret) {
        rehearsal = shared.rehearsal();
        process = new RoleProcess(store, shared.bind());
        try {
            member = new GameserverMember(process, hosting, times, hosting.threads(), labels, secret);
            process.bind(OrbstrikeMetrics.of(member.gameserver()));
            process.listenHttp(
                    shared.httpPort(),
                    PeerAddressAuthenticator.create(),
                    () -> member.gameserver().host().isHealthy(),
                    Map.of(),
                    Map.of());
            grpc = member.listen(options.port(), options.maxConnections());
            process.bind(GrpcMetrics.of(grpc));
            GameserverMember.drainAtEnd(process, List.of(member));
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
        if (!process.awaitStore(rehearsal)) {
            return null;
        }
        HostPort address = advertised.get().withPort(grpc.address().getPort());
        if (!member.login(address.toString()) || !member.adoptBoards()) {
            return null;
        }
        grpc.startAdvertising();
        process.serve();
        return address;
    }

    /** The address of the HTTP server, to be dialled. */
    HostPort httpAddress() {
        return process.httpAddress();
    }

    /** Drains, then closes everything; blocks until that is done. May be called twice. */
    @Override
    public void close() {
        process.close();
    }
}
