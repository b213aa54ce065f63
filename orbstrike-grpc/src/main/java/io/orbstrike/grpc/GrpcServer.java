package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.ssl.SslContext;
import io.orbstrike.cluster.CallerAuthenticator;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.PeerAddressAuthenticator;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.grpc.v1.LobbyGrpc;
import io.orbstrike.grpc.v1.PlayGrpc;
import io.orbstrike.host.NanoClock;
import io.orbstrike.host.SystemNanoClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC server of the Lobby and Play services, with the standard health and reflection services, on transport threads
 * that it shares with others.
 *
 * <p>Thread-safe.
 */
public final class GrpcServer implements AutoCloseable {

    private static final int BACKLOG = 1_024;
    private static final int RESETS_MAX = 1_000;
    private static final int RESETS_SECONDS = 10;
    private static final Duration HANDSHAKE_MAX = Duration.ofSeconds(10);
    private static final Duration DROP_GRACE = Duration.ofSeconds(1);

    private final Server server;
    private final PlayService play;
    private final HealthStatusManager health;
    private final GrpcServerOptions options;
    private final GrpcCounters counters;
    private final AcceptedConnections connections;
    private final Tickets tickets;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private GrpcServer(Builder builder, Lobby lobby, Boards boards, Tickets tickets, EventLoops eventLoops) {
        this.options = builder.options;
        this.tickets = tickets;
        this.counters = new GrpcCounters();
        this.connections = new AcceptedConnections(options.connectionsMax(), counters);
        this.health = new HealthStatusManager();
        this.play = new PlayService(boards, tickets, options, counters, eventLoops, connections, builder.clock);
        LobbyService lobbyService =
                new LobbyService(lobby, builder.authenticator, tickets, eventLoops, options, counters);
        this.server = transport(builder, eventLoops, connections)
                .addService(play.definition())
                .addService(lobbyService.definition())
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .build();
        say(ServingStatus.NOT_SERVING);
    }

    /**
     * Starts from the defaults: loopback, a free port, no TLS.
     *
     * @return confined to one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Binds the address and serves from now on. Blocks until it is bound.
     *
     * @return this
     * @throws UncheckedIOException if the address cannot be bound
     */
    public GrpcServer start() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage() + ": " + rootMessage(e), e);
        }
        say(ServingStatus.SERVING);
        return this;
    }

    /**
     * Where it listens.
     *
     * @return the address with the port in use
     * @throws IllegalStateException before {@link #start()}
     */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().get(0);
    }

    /** Says over the health service that no new work is wanted; everything goes on. Does not block. */
    public void stopAdvertising() {
        say(ServingStatus.NOT_SERVING);
    }

    /**
     * Ends every Play stream with UNAVAILABLE and retry info, lets other calls end, and stops listening. Blocks, at most
     * the options' grace and 1 s. May be called twice, not on a lane. The transport threads go on.
     */
    @Override
    public void close() {
        if (isClosed.getAndSet(true)) {
            return;
        }
        health.enterTerminalState();
        server.shutdown();
        play.close();
        try {
            if (!server.awaitTermination(options.closeGrace().toNanos(), NANOSECONDS)) {
                server.shutdownNow();
                server.awaitTermination(DROP_GRACE.toNanos(), NANOSECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    GrpcCounters counters() {
        return counters;
    }

    Tickets tickets() {
        return tickets;
    }

    int connectionCount() {
        return connections.openCount();
    }

    int playStreamCount() {
        return play.streamCount();
    }

    private void say(ServingStatus status) {
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        health.setStatus(LobbyGrpc.SERVICE_NAME, status);
        health.setStatus(PlayGrpc.SERVICE_NAME, status);
    }

    private static NettyServerBuilder transport(
            Builder builder, EventLoops eventLoops, AcceptedConnections connections) {
        GrpcServerOptions options = builder.options;
        NettyServerBuilder transport = NettyServerBuilder.forAddress(builder.address)
                .bossEventLoopGroup(eventLoops.acceptor())
                .workerEventLoopGroup(eventLoops.workers())
                .channelFactory(connections.watching(eventLoops::newServerChannel))
                .directExecutor()
                .withOption(ChannelOption.SO_BACKLOG, BACKLOG)
                .withOption(ChannelOption.SO_REUSEADDR, true)
                .withChildOption(ChannelOption.TCP_NODELAY, true)
                .flowControlWindow(options.flowControlWindowBytes())
                .maxInboundMessageSize(options.inboundMessageBytesMax())
                .maxInboundMetadataSize(options.inboundMetadataBytesMax())
                .maxConcurrentCallsPerConnection(options.callsPerConnectionMax())
                .maxRstFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
                .handshakeTimeout(HANDSHAKE_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(options.keepAliveTime().toNanos(), NANOSECONDS)
                .keepAliveTimeout(options.keepAliveTimeout().toNanos(), NANOSECONDS)
                .permitKeepAliveTime(options.keepAlivePermitted().toNanos(), NANOSECONDS)
                .permitKeepAliveWithoutCalls(true);
        if (eventLoops.isNative()) {
            transport.withChildOption(
                    EpollChannelOption.TCP_NOTSENT_LOWAT, Integer.toUnsignedLong(options.notSentLowWaterBytes()));
        }
        if (builder.tls != null) {
            transport.sslContext(builder.tls);
        }
        return transport;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /**
     * Collects what a server needs: a lobby, boards, tickets and transport threads; the rest has defaults.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private @Nullable Lobby lobby;
        private @Nullable Boards boards;
        private @Nullable Tickets tickets;
        private @Nullable EventLoops eventLoops;
        private @Nullable SslContext tls;
        private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        private CallerAuthenticator authenticator = PeerAddressAuthenticator.create();
        private NanoClock clock = SystemNanoClock.INSTANCE;
        private GrpcServerOptions options = GrpcServerOptions.DEFAULT;

        private Builder() {}

        /**
         * Sets where boards are created and joined.
         *
         * @param value thread-safe
         * @return this
         */
        public Builder lobby(Lobby value) {
            lobby = requireNonNull(value, "lobby");
            return this;
        }

        /**
         * Sets where boards are played on.
         *
         * @param value thread-safe
         * @return this
         */
        public Builder boards(Boards value) {
            boards = requireNonNull(value, "boards");
            return this;
        }

        /**
         * Sets who signs and checks tickets.
         *
         * @param value with the cluster's keys
         * @return this
         */
        public Builder tickets(Tickets value) {
            tickets = requireNonNull(value, "tickets");
            return this;
        }

        /**
         * Sets the transport threads, which the server does not close.
         *
         * @param value may serve others too
         * @return this
         */
        public Builder eventLoops(EventLoops value) {
            eventLoops = requireNonNull(value, "eventLoops");
            return this;
        }

        /**
         * Sets where to listen.
         *
         * @param value port 0 for a free one; 127.0.0.1 and a free port by default
         * @return this
         */
        public Builder address(InetSocketAddress value) {
            address = requireNonNull(value, "address");
            return this;
        }

        /**
         * Sets who says who a caller is.
         *
         * @param value by default the creator is the connection's peer address
         * @return this
         */
        public Builder authenticator(CallerAuthenticator value) {
            authenticator = requireNonNull(value, "authenticator");
            return this;
        }

        /**
         * Serves over TLS only.
         *
         * @param value for servers, made by {@code GrpcSslContexts}
         * @return this
         */
        public Builder tls(SslContext value) {
            tls = requireNonNull(value, "tls");
            return this;
        }

        /**
         * Sets the clock that messages per second are counted with.
         *
         * @param value the machine's by default
         * @return this
         */
        public Builder clock(NanoClock value) {
            clock = requireNonNull(value, "clock");
            return this;
        }

        /**
         * Sets the bounds.
         *
         * @param value {@link GrpcServerOptions#DEFAULT} by default
         * @return this
         */
        public Builder options(GrpcServerOptions value) {
            options = requireNonNull(value, "options");
            return this;
        }

        /**
         * Makes a server that does not listen yet.
         *
         * @return the server
         * @throws IllegalStateException if lobby, boards, tickets or event loops are missing
         */
        public GrpcServer build() {
            return new GrpcServer(
                    this,
                    required("lobby", lobby),
                    required("boards", boards),
                    required("tickets", tickets),
                    required("eventLoops", eventLoops));
        }

        private static <T> T required(String name, @Nullable T value) {
            if (value == null) {
                throw new IllegalStateException(name + " is missing: set it before build()");
            }
            return value;
        }
    }
}
