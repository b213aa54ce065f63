package io.orbstrike.server;

import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.grpc.AdminView;
import io.orbstrike.grpc.Boards;
import io.orbstrike.grpc.GrpcGameserverLinks;
import io.orbstrike.grpc.GrpcServer;
import io.orbstrike.grpc.GrpcServerOptions;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.host.BoardHost;
import io.orbstrike.server.config.StartException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gameserver in a process: it ticks, serves orchestrators, and joins its cluster and leaves it.
 *
 * <p>Thread-safe.
 */
final class GameserverMember {

    private static final Logger LOG = LoggerFactory.getLogger(GameserverMember.class);
    private static final Duration DRAIN_TIME_MAX =
            ClusterOptions.defaults().drainDeadline().plusSeconds(3);

    private static final Duration LOOK_PAUSE = Duration.ofMillis(200);
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

    private final RoleProcess process;
    private final RootSecret secret;
    private final Gameserver gameserver;

    /**
     * Starts ticking.
     *
     * @param process that it lives in, and that closes it
     * @param threads how many tick
     * @param labels what boards may require
     * @param secret the cluster's
     */
    GameserverMember(
            RoleProcess process,
            HostingOptions hosting,
            ClusterTimes times,
            int threads,
            Map<String, String> labels,
            RootSecret secret) {
        this.process = process;
        this.secret = secret;
        GrpcGameserverLinks links = GrpcGameserverLinks.builder()
                .eventLoops(process.loops())
                .credentials(ClusterCredentials.of(List.of(secret), Clock.systemUTC()))
                .build();
        process.add(links);
        Gameserver.Builder builder = Gameserver.builder()
                .store(process.store())
                .links(links)
                .boardTypesFrom(GameserverMember.class.getClassLoader())
                .host(BoardHost.builder().threads(threads))
                .options(hosting.gameserver())
                .cluster(times.cluster())
                .sync(times.sync())
                .build(Main.build())
                .executor(process.agent());
        labels.forEach(builder::label);
        gameserver = builder.build();
        process.add(gameserver);
        gameserver.start();
    }

    Gameserver gameserver() {
        return gameserver;
    }

    /**
     * Serves orchestrators, who bring players, and operators.
     *
     * @param port 0 picks a free one
     * @param connectionsMax how many connections there may be at once
     * @throws StartException if the port is in use
     */
    GrpcServer listen(int port, int connectionsMax) {
        ClusterCredentials credentials = ClusterCredentials.of(List.of(secret), Clock.systemUTC());
        return process.listen(
                GrpcServer.builder()
                        .boards(Boards.of(gameserver))
                        .tickets(Tickets.of(List.of(secret), Clock.systemUTC()))
                        .gameserver(gameserver.link(), gameserver.incarnation(), credentials)
                        .admin(AdminView.of(gameserver, process.store()), credentials)
                        .options(GrpcServerOptions.builder()
                                .connectionsMax(connectionsMax)
                                .closeGrace(CLOSE_GRACE)
                                .build()),
                port);
    }

    /**
     * Logs in; blocks until the lease is held.
     *
     * @return false if the process ends meanwhile
     */
    boolean login(String advertised) {
        return process.ending()
                .await(gameserver.login(advertised).thenApply(held -> true))
                .isPresent();
    }

    /**
     * Adopts what is attached to this gameserver; blocks until it has looked through all of it.
     *
     * @return false if the process ends meanwhile
     */
    boolean adoptBoards() {
        while (true) {
            boolean isRead = process.ending().await(gameserver.adoptBoards()).orElse(false);
            if (isRead || process.ending().hasBegun() || process.ending().awaitAtMost(LOOK_PAUSE)) {
                return isRead;
            }
        }
    }

    /**
     * At the end boards are handed over or saved, before anything is closed that was added until now. Members of one process
     * drain together, so that none takes another one's boards.
     */
    static void drainAtEnd(RoleProcess process, List<GameserverMember> members) {
        process.add(() -> drain(members));
    }

    private static void drain(List<GameserverMember> members) throws InterruptedException, ExecutionException {
        members.forEach(member -> member.gameserver.link().drain(DRAIN_TIME_MAX));
        CompletableFuture<?>[] drains = members.stream()
                .map(member -> member.gameserver.drain().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(drains).get(DRAIN_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("not every board was saved within {} s", DRAIN_TIME_MAX.toSeconds());
        }
    }
}
