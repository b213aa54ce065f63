package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.orbstrike.cluster.link.GameserverAddress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections to gameservers that one transport thread drives, each shared by a bounded number of streams.
 *
 * <p>Confined to that thread, but for {@link #count}.
 */
final class GameserverConnections {

    private static final Logger LOG = System.getLogger(GameserverConnections.class.getName());
    private static final Duration LOOK_AHEAD_INTERVAL = Duration.ofMillis(500);
    private static final int OPENED_PER_LOOK_MAX = 8;

    private final EventLoop loop;
    private final GameserverTransport transport;
    private final GameserverLinkOptions options;
    private final int connectionsMax;
    private final Map<String, List<Connection>> byAddress = new HashMap<>();
    private Set<String> ahead = Set.of();
    private boolean isLookingAhead;
    private @Nullable ScheduledFuture<?> aheadTimer;
    private boolean isClosed;
    private volatile int count;

    /** At most {@code connectionsMax} connections to one gameserver. */
    GameserverConnections(
            EventLoop loop, GameserverTransport transport, GameserverLinkOptions options, int connectionsMax) {
        this.loop = loop;
        this.transport = transport;
        this.options = options;
        this.connectionsMax = connectionsMax;
    }

    EventLoop loop() {
        return loop;
    }

    /**
     * Keeps a connection to each gameserver, within the options' bound, so that a stream which moves there finds one. Begins
     * when the caller's task is done, with a few at a time. Of no effect when it was called before.
     */
    void connectAhead(Supplier<? extends Collection<GameserverAddress>> gameservers) {
        if (!isLookingAhead && options.connectAheadMax() > 0) {
            isLookingAhead = true;
            loop.execute(() -> lookAhead(gameservers));
        }
    }

    /** A connection with room for one more stream, or null if there is none and no more may be made. */
    @Nullable
    Connection acquire(String address) {
        if (isClosed) {
            return null;
        }
        List<Connection> present = byAddress.getOrDefault(address, List.of());
        present.stream().filter(Connection::isRefused).toList().forEach(this::retire);
        for (Connection connection : present) {
            if (connection.streams < options.streamsPerConnection()) {
                connection.take();
                return connection;
            }
        }
        if (present.size() >= connectionsMax) {
            return null;
        }
        Connection fresh = open(address);
        fresh.take();
        return fresh;
    }

    /** Gives a stream's place back. */
    void release(Connection connection) {
        connection.streams--;
        retireWhenIdle(connection);
    }

    /**
     * Gives the place of a stream back whose connection did not serve. Nobody gets this one any more; its other streams end
     * by themselves.
     */
    void releaseBroken(Connection connection) {
        connection.streams--;
        retire(connection);
    }

    /** Drops every connection with its streams. */
    void close() {
        isClosed = true;
        ScheduledFuture<?> timer = aheadTimer;
        if (timer != null) {
            timer.cancel(false);
        }
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

    private Connection open(String address) {
        Connection fresh = new Connection(address, transport.open(loop, address));
        byAddress.computeIfAbsent(address, unknown -> new ArrayList<>(1)).add(fresh);
        countBy(1);
        return fresh;
    }

    private void lookAhead(Supplier<? extends Collection<GameserverAddress>> gameservers) {
        if (isClosed) {
            return;
        }
        aheadTimer = loop.schedule(() -> lookAhead(gameservers), LOOK_AHEAD_INTERVAL.toNanos(), NANOSECONDS);
        Set<String> before = ahead;
        ahead = gameservers.get().stream()
                .map(GameserverAddress::address)
                .sorted()
                .limit(options.connectAheadMax())
                .collect(toUnmodifiableSet());
        ahead.forEach(this::keepConnected);
        ahead.stream()
                .filter(address -> !byAddress.containsKey(address))
                .limit(OPENED_PER_LOOK_MAX)
                .toList()
                .forEach(this::connect);
        before.stream()
                .filter(address -> !ahead.contains(address))
                .flatMap(address -> byAddress.getOrDefault(address, List.of()).stream())
                .forEach(this::retireWhenIdle);
    }

    private void keepConnected(String address) {
        List<Connection> present = byAddress.get(address);
        if (present != null) {
            present.get(0).reconnect();
        }
    }

    /* What fails here fails again, and is told, when a stream needs it. */
    private void connect(String address) {
        try {
            open(address).reconnect();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "no connection ahead to {0}: {1}", address, e.getMessage());
        }
    }

    private void retireWhenIdle(Connection connection) {
        if (connection.streams == 0 && !connection.isRetired) {
            connection.cancelIdleTimer();
            connection.idleTimer =
                    loop.schedule(() -> onIdle(connection), options.idleAfter().toNanos(), NANOSECONDS);
        }
    }

    private void onIdle(Connection connection) {
        connection.idleTimer = null;
        boolean isLast =
                requireNonNull(byAddress.get(connection.address), "connections").size() == 1;
        if (!isLast || !ahead.contains(connection.address)) {
            retire(connection);
        }
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

        /** gRPC says so to whoever uses it, until its own backoff is over. */
        private boolean isRefused() {
            return channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE;
        }

        /** Of no effect on one that is there or under way. */
        private void reconnect() {
            if (isRefused()) {
                channel.resetConnectBackoff();
            } else {
                channel.getState(true);
            }
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
