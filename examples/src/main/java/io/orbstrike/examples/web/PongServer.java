package io.orbstrike.examples.web;

import io.orbstrike.cluster.Gameserver;
import io.orbstrike.grpc.Boards;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.GrpcServer;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.grpc.web.ClassPathFiles;
import io.orbstrike.grpc.web.HttpServer;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.memory.InMemoryClusterStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/** Serves a game of one's own to browsers: the page, the lobby and play, all on one port. */
public final class PongServer {

    private static final int PORT = 8081;
    private static final int PORT_MAX = 65_535;
    private static final String PAGE = "pong";

    private PongServer() {}

    /**
     * Serves until its process ends.
     *
     * @param args the port, 8081 if there is none, where 0 picks a free one
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        OptionalInt port = port(args);
        if (port.isEmpty()) {
            fail(2, "usage: PongServer [PORT], where PORT is 0 to " + PORT_MAX + "; given: " + String.join(" ", args));
            return;
        }
        try {
            serve(port.getAsInt());
        } catch (IOException e) {
            fail(1, "cannot listen on port " + port.getAsInt() + ": " + e.getMessage());
        }
    }

    private static void fail(int exitCode, String why) {
        System.err.println("PongServer: " + why);
        System.exit(exitCode);
    }

    /** Empty if the arguments are not what they may be. */
    private static OptionalInt port(String[] args) {
        if (args.length == 0) {
            return OptionalInt.of(PORT);
        }
        if (args.length > 1 || !args[0].matches("\\d{1,5}")) {
            return OptionalInt.empty();
        }
        int port = Integer.parseInt(args[0]);
        return port <= PORT_MAX ? OptionalInt.of(port) : OptionalInt.empty();
    }

    private static void serve(int port) throws IOException, InterruptedException {
        // region serve
        InstantSource clock = InstantSource.system();
        RootSecret secret = RootSecret.of(SecureIds.create().secret());
        try (EventLoops loops = EventLoops.create(1);
                Gameserver gameserver = Gameserver.builder()
                        .store(InMemoryClusterStore.create(clock))
                        .boardType(new Pong())
                        .build();
                GrpcServer calls = GrpcServer.builder()
                        .eventLoops(loops)
                        .lobby(gameserver.lobby())
                        .boards(Boards.of(gameserver))
                        .tickets(Tickets.of(List.of(secret), clock))
                        .build();
                HttpServer http = HttpServer.builder()
                        .eventLoops(loops)
                        .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .folder("/", ClassPathFiles.of(PongServer.class.getClassLoader(), PAGE))
                        .start()) {
            gameserver.start();
            calls.start();
            http.serve(calls.playerCalls());
            System.out.println("Open http://127.0.0.1:" + http.address().getPort() + "/");
            new CountDownLatch(1).await();
        }
        // endregion
    }
}
