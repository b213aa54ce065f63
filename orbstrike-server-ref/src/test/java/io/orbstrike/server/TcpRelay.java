package io.orbstrike.server;

import io.orbstrike.server.config.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes bytes on between whoever connects to it and one server, until it is cut. Then connections stay open and are still
 * accepted, but nothing comes through; what was held back comes through when it is mended, as after any broken network.
 * Connections that were stranded carry nothing any more, as those of a machine that has changed its network.
 */
final class TcpRelay implements AutoCloseable {

    private static final int BUFFER_BYTES = 16_384;

    private final HostPort target;
    private final ServerSocket listening;
    private final List<Socket> sockets = new ArrayList<>();
    private int accepted;
    private int stranded;
    private boolean isCut;
    private boolean isClosed;

    private TcpRelay(HostPort target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        run("accept", this::accept);
    }

    static TcpRelay start(HostPort target) throws IOException {
        return new TcpRelay(target);
    }

    int port() {
        return listening.getLocalPort();
    }

    synchronized void cut() {
        isCut = true;
    }

    synchronized void mend() {
        isCut = false;
        notifyAll();
    }

    /** Leaves the connections that are open without an end and without a byte; new ones are as good as ever. */
    synchronized void strand() {
        stranded = accepted;
    }

    @Override
    public void close() throws IOException {
        List<Socket> open;
        synchronized (this) {
            isClosed = true;
            notifyAll();
            open = List.copyOf(sockets);
        }
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void run(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // the connection is over, and whoever had it sees that
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "relay-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket near = listening.accept();
            keep(near);
            int number = number();
            run("connect", () -> connect(near, number));
        }
    }

    private synchronized int number() {
        return ++accepted;
    }

    private void connect(Socket near, int number) throws IOException, InterruptedException {
        try {
            if (!awaitWhole(number)) {
                return;
            }
            Socket far = new Socket(target.host(), target.port());
            keep(far);
            run("back", () -> pass(far, near, number));
            pass(near, far, number);
        } finally {
            near.close();
        }
    }

    private void pass(Socket from, Socket to, int number) throws IOException, InterruptedException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (!awaitWhole(number)) {
                    return;
                }
                out.write(buffer, 0, count);
            }
            awaitWhole(number);
        }
    }

    private synchronized void keep(Socket socket) throws IOException {
        if (isClosed) {
            socket.close();
        }
        sockets.add(socket);
    }

    /** Blocks while the relay is cut, or a connection is stranded; false if the relay is closed. */
    private synchronized boolean awaitWhole(int number) throws InterruptedException {
        while ((isCut || number <= stranded) && !isClosed) {
            wait();
        }
        return !isClosed;
    }
}
