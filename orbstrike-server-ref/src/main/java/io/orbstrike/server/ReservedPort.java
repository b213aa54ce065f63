package io.orbstrike.server;

import io.orbstrike.server.config.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A free port that nobody else gets until it is released, and at which nobody is answered meanwhile: so that a process can
 * tell where it will serve before it does.
 *
 * <p>Thread-safe.
 */
final class ReservedPort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReservedPort.class);

    private final Socket holder;
    private final int number;

    private ReservedPort(Socket holder) {
        this.holder = holder;
        this.number = holder.getLocalPort();
    }

    /**
     * Reserves a port.
     *
     * @param address the one that is to listen there
     * @throws StartException if there is none
     */
    static ReservedPort at(InetAddress address) {
        Socket holder = new Socket();
        try {
            holder.setReuseAddress(true);
            holder.bind(new InetSocketAddress(address, 0));
            return new ReservedPort(holder);
        } catch (IOException e) {
            close(holder);
            throw new StartException(
                    "--port 0: no free port at " + address.getHostAddress() + ": " + String.valueOf(e.getMessage()));
        }
    }

    int number() {
        return number;
    }

    /** Releases it, so that it can be listened at. May be called twice. */
    @Override
    public void close() {
        close(holder);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a socket that only held a port was not closed", e);
        }
    }
}
