package io.orbstrike.examples.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.orbstrike.cluster.Gameserver;
import io.orbstrike.examples.OwnGame;
import io.orbstrike.grpc.Boards;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.GrpcServer;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.redis.RedisClusterStore;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A gameserver with a game of one's own: kill it, and its boards go on at another one. */
public final class OwnGameServer {

    private OwnGameServer() {}

    /**
     * Ticks the boards that are attached to it until its process ends.
     *
     * @param args the URI of Redis; the cluster's secret is in the environment, as ORBSTRIKE_SECRET
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        InstantSource clock = InstantSource.system();
        List<RootSecret> secret =
                List.of(RootSecret.of(System.getenv("ORBSTRIKE_SECRET").getBytes(UTF_8)));
        RedisClusterStore store = RedisClusterStore.builder(args[0]).build();
        EventLoops loops = EventLoops.create(1);
        Gameserver gameserver =
                Gameserver.builder().store(store).boardType(new OwnGame()).build();
        GrpcServer server = GrpcServer.builder()
                .eventLoops(loops)
                .boards(Boards.of(gameserver))
                .tickets(Tickets.of(secret, clock))
                .gameserver(gameserver.link(), gameserver.incarnation(), ClusterCredentials.of(secret, clock))
                .build();
        gameserver.start();
        server.start();
        gameserver.login("127.0.0.1:" + server.address().getPort());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> gameserver.drain().toCompletableFuture().join()));
        System.out.println("READY " + server.address().getPort());
        new CountDownLatch(1).await();
    }
}
