package io.orbstrike.examples.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.orbstrike.cluster.Orchestrator;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.GrpcGameserverLinks;
import io.orbstrike.grpc.GrpcServer;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.redis.RedisClusterStore;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** An orchestrator in a plain program: players connect to it, and it knows no game. */
public final class OwnGameOrchestrator {

    private OwnGameOrchestrator() {}

    /**
     * Leads players to their boards until its process ends.
     *
     * @param args the URI of Redis; the cluster's secret is in the environment, as ORBSTRIKE_SECRET
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        InstantSource clock = InstantSource.system();
        List<RootSecret> secret =
                List.of(RootSecret.of(System.getenv("ORBSTRIKE_SECRET").getBytes(UTF_8)));
        EventLoops loops = EventLoops.create(1);
        GrpcGameserverLinks links = GrpcGameserverLinks.builder()
                .eventLoops(loops)
                .credentials(ClusterCredentials.of(secret, clock))
                .build();
        Orchestrator orchestrator = Orchestrator.builder()
                .store(RedisClusterStore.builder(args[0]).build())
                .links(links)
                .build();
        GrpcServer server = GrpcServer.builder()
                .eventLoops(loops)
                .lobby(orchestrator.lobby())
                .proxy(orchestrator.routes(), links)
                .tickets(Tickets.of(secret, clock))
                .build();
        server.start();
        orchestrator.start("127.0.0.1:" + server.address().getPort());
        System.out.println("READY " + server.address().getPort());
        new CountDownLatch(1).await();
    }
}
