package io.orbstrike.examples.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.orbstrike.cluster.Gameserver;
import io.orbstrike.cluster.Orchestrator;
import io.orbstrike.examples.OwnGame;
import io.orbstrike.grpc.Boards;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.GrpcServer;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.store.ClusterStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Serves a game whose boards are in files: kill it, start it again, and its players play on. A board whose process has died
 * three times, without a minute of undisturbed ticking in between, is taken for the cause: it is kept and not ticked any more.
 */
public final class KeptGameServer {

    private static final String HERE = "in this process";

    private KeptGameServer() {}

    /**
     * Serves until its process ends. Players come when every board that was there before is here again.
     *
     * @param args the folder of the files, and the port, where 0 picks a free one; the secret that signs tickets is in the
     *     environment, as ORBSTRIKE_SECRET
     * @throws IOException if the folder cannot be used
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        InstantSource clock = InstantSource.system();
        RootSecret secret = RootSecret.of(System.getenv("ORBSTRIKE_SECRET").getBytes(UTF_8));
        // region keep
        ClusterStore store = FileClusterStore.open(Path.of(args[0]), clock);
        EventLoops loops = EventLoops.create(1);
        Gameserver gameserver =
                Gameserver.builder().store(store).boardType(new OwnGame()).build();
        gameserver.start();
        gameserver.login(HERE).toCompletableFuture().join();
        // leads, so it attaches the boards of the process before to this one
        Orchestrator orchestrator = Orchestrator.builder().store(store).build();
        orchestrator.start(HERE).toCompletableFuture().join();
        gameserver.adoptBoards().toCompletableFuture().join();
        // endregion
        GrpcServer server = GrpcServer.builder()
                .eventLoops(loops)
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])))
                .lobby(gameserver.lobby())
                .boards(Boards.of(gameserver))
                .tickets(Tickets.of(List.of(secret), clock))
                .build()
                .start();
        System.out.println("READY " + server.address().getPort());
        new CountDownLatch(1).await();
    }
}
