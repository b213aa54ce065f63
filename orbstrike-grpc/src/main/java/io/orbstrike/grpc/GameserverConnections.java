package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.ManagedChannel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections to gameservers that one transport thread drives, each shared by a bounded number of streams.
 *
 * <p>Confined to that thread, but for {@link #count}.
 */
final class GameserverConnections {

    private final EventLoop loop;
    private final GameserverTransport transport;
    private final int streamsPerConnection;
    private final int connectionsMax;
    private final long idleNs;
    private final Map<String, List<Connection>> byAddress = new HashMap<>();
    private boolean isClosed;
    private volatile int count;

    /** At most {@code connectionsMax} connections to one gameserver. */
    GameserverConnections(
            EventLoop loop,
            GameserverTransport transport,
            int streamsPerConnection,
            int connectionsMax,
            Duration idleAfter) {
        this.loop = loop;
        this.transport = transport;
        this.streamsPerConnection = streamsPerConnection;
        this.connectionsMax = connectionsMax;
        this.idleNs = idleAfter.toNanos();
    }

    EventLoop loop() {
        return loop;
    }

    /** A connection with room for one more stream, or null if there is none and no more may be made. */
    @Nullable
    Connection acquire(String address) {
        if (isClosed) {
            return null;
        }
        List<Connection> present = byAddress.computeIfAbsent(address, unknown -> new ArrayList<>(1));
        for (Connection connection : present) {
            if (connection.streams < streamsPerConnection) {
                connection.take();
                return connection;
            }
        }
        if (present.size() >= connectionsMax) {
            return null;
        }
        Connection fresh = new Connection(address, transport.open(loop, address));
        fresh.take();
        present.add(fresh);
        countBy(1);
        return fresh;
    }

    /** Gives a stream's place back. */
    void release(Connection connection) {
        if (--connection.streams == 0 && !connection.isRetired) {
            connection.idleTimer = loop.schedule(() -> retire(connection), idleNs, NANOSECONDS);
        }
    }

    /**
     * Gives the place of a stream back whose connection did not serve. A gRPC channel that was refused once keeps saying
     * so until its own backoff is over, so nobody gets this one any more; its other streams end by themselves.
     */
    void releaseBroken(Connection connection) {
        connection.streams--;
        retire(connection);
    }

    /** Drops every connection with its streams. */
    void close() {
        isClosed = true;
        for (List<Connection> connections : List.copyOf(byAddress.values())) {
            for (Connection connection : List.copyOf(connections)) {
                retire(connection);
                connection.channel.shutdownNow();
            }
        }
    }

    /** How many connections are kept; any thread may ask. */
    int count() {
        return count;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread alone
    private void countBy(int change) {
        count += change;
    }

    private void retire(Connection connection) {
        if (connection.isRetired) {
            return;
        }
        connection.isRetired = true;
        connection.cancelIdleTimer();
        connection.channel.shutdown();
        List<Connection> present = requireNonNull(byAddress.get(connection.address), "connections");
        present.remove(connection);
        countBy(-1);
        if (present.isEmpty()) {
            byAddress.remove(connection.address);
        }
    }

    /** A connection and how many streams use it. */
    static final class Connection {

        final ManagedChannel channel;
        private final String address;
        private int streams;
        private boolean isRetired;
        private @Nullable ScheduledFuture<?> idleTimer;

        Connection(String address, ManagedChannel channel) {
            this.address = address;
            this.channel = channel;
        }

        private void take() {
            streams++;
            cancelIdleTimer();
        }

        private void cancelIdleTimer() {
            ScheduledFuture<?> timer = idleTimer;
            idleTimer = null;
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }
}
