package io.orbstrike.benchmarks.peer;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A server of orb as a straightforward team would write it, which speaks our protocol so that the same load client
 * judges it: players are objects in a map, each board has a game loop at a fixed rate, and for every viewer and tick the
 * whole state is built with protobuf's builders and handed to gRPC's standard server and executor. A viewer whose
 * transport is not ready is skipped for that tick.
 *
 * <p>Left out is what a load client does not ask for: lists of boards, status details, resumption of a stay's held input
 * after a reconnect, deaths that end a stay. A loop that is late makes up for it as fast as it can, and drops no slots.
 *
 * <p>Thread-safe.
 */
public final class NaiveServer implements AutoCloseable {

    private static final int PORT_MAX = 65_535;
    private static final int EXIT_USAGE = 2;
    private static final long CLOSE_MS_MAX = 2_000;

    private final NaiveBoards boards = new NaiveBoards();
    private final Server server;

    private NaiveServer(int port) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addService(new NaiveLobbyService(boards))
                .addService(new NaivePlayService(boards))
                .intercept(new NaiveTickets())
                .build()
                .start();
    }

    /**
     * Starts a server on loopback.
     *
     * @param port 0 picks a free one
     * @return a server that serves
     * @throws IOException if the port cannot be bound
     */
    public static NaiveServer start(int port) throws IOException {
        return new NaiveServer(port);
    }

    /**
     * Where it listens.
     *
     * @return the port
     */
    public int port() {
        return server.getPort();
    }

    /** Ends all streams and threads; blocks for some seconds at most, and may be called twice. */
    @Override
    public void close() {
        boards.close();
        try {
            server.shutdownNow().awaitTermination(CLOSE_MS_MAX, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Serves until the process is told to stop, which is a clean end.
     *
     * @param arguments {@code --port PORT}, by default a free one
     * @throws IOException if the port cannot be bound
     * @throws InterruptedException if the thread is told to stop
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = port(arguments);
        if (port < 0) {
            System.err.println("usage: NaiveServer [--port 0.." + PORT_MAX + "]");
            System.exit(EXIT_USAGE);
        }
        NaiveServer naive = start(port);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            naive.close();
            Runtime.getRuntime().halt(0);
        }));
        System.out.println("READY role=naive grpc=127.0.0.1:" + naive.port());
        naive.server.awaitTermination();
    }

    /** The port that is asked for, 0 if none is, -1 if the arguments are wrong. */
    static int port(String[] arguments) {
        if (arguments.length == 0) {
            return 0;
        }
        if (arguments.length != 2 || !arguments[0].equals("--port")) {
            return -1;
        }
        try {
            int port = Integer.parseInt(arguments[1]);
            return port > PORT_MAX ? -1 : port;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
