package io.orbstrike.server;

import io.orbstrike.server.config.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The address of one server for everybody, of whom some processes are on the server's side of a cut and reach it all the
 * time. Whose connection it is, Linux tells in /proc.
 */
final class SidedRelay implements AutoCloseable {

    private static final Path PROC = Path.of("/proc");
    private static final List<String> TABLES = List.of("tcp", "tcp6");
    private static final int LOCAL_ADDRESS = 1;
    private static final int INODE = 9;

    private final HostPort server;
    private final Predicate<ProcessHandle> isOnItsSide;
    private final TcpRelay crossing;
    private final ServerSocket listening;
    private final List<Socket> sockets = new ArrayList<>();
    private boolean isClosed;

    private SidedRelay(HostPort server, Predicate<ProcessHandle> isOnItsSide) throws IOException {
        this.server = server;
        this.isOnItsSide = isOnItsSide;
        this.crossing = TcpRelay.start(server);
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        run("accept", this::accept);
    }

    static SidedRelay start(HostPort server, Predicate<ProcessHandle> isOnItsSide) throws IOException {
        return new SidedRelay(server, isOnItsSide);
    }

    int port() {
        return listening.getLocalPort();
    }

    void cut() {
        crossing.cut();
    }

    void mend() {
        crossing.mend();
    }

    @Override
    public void close() throws IOException {
        List<Socket> open;
        synchronized (this) {
            isClosed = true;
            open = List.copyOf(sockets);
        }
        listening.close();
        crossing.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // the connection is over, and whoever had it sees that
                    }
                },
                "sided-relay-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket near = listening.accept();
            keep(near);
            run("connect", () -> connect(near));
        }
    }

    private void connect(Socket near) throws IOException {
        try (near) {
            HostPort next = isOnItsSide(near) ? server : new HostPort("127.0.0.1", crossing.port());
            try (Socket far = new Socket(next.host(), next.port())) {
                keep(far);
                run("back", () -> pass(far, near));
                near.getInputStream().transferTo(far.getOutputStream());
            }
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private synchronized void keep(Socket socket) throws IOException {
        if (isClosed) {
            socket.close();
        }
        sockets.add(socket);
    }

    private boolean isOnItsSide(Socket near) throws IOException {
        Optional<String> inode = inodeOf(near.getPort());
        return inode.isPresent()
                && ProcessHandle.allProcesses()
                        .filter(isOnItsSide)
                        .anyMatch(process -> hasSocket(process.pid(), inode.get()));
    }

    /** The inode of the socket at the other end of a connection, which has this port; none if it is closed already. */
    private static Optional<String> inodeOf(int port) throws IOException {
        String ending = String.format(":%04X", port);
        for (String table : TABLES) {
            Path sockets = PROC.resolve("net").resolve(table);
            if (Files.exists(sockets)) {
                try (Stream<String> lines = Files.lines(sockets)) {
                    Optional<String> inode = lines.map(line -> line.trim().split(" +", -1))
                            .filter(fields -> fields[LOCAL_ADDRESS].endsWith(ending))
                            .map(fields -> fields[INODE])
                            .findFirst();
                    if (inode.isPresent()) {
                        return inode;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean hasSocket(long pid, String inode) {
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(PROC.resolve(Long.toString(pid)).resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.readSymbolicLink(descriptor).toString().equals("socket:[" + inode + "]")) {
                    return true;
                }
            }
        } catch (IOException e) {
            // the process has ended, or closed what it had
        }
        return false;
    }
}
