package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.handler.ssl.SslContext;
import io.orbstrike.cluster.CallerAuthenticator;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.PeerAddressAuthenticator;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.grpc.v1.AdminGrpc;
import io.orbstrike.grpc.v1.LobbyGrpc;
import io.orbstrike.grpc.v1.PlayGrpc;
import io.orbstrike.host.NanoClock;
import io.orbstrike.host.SystemNanoClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC server of the Lobby and Play services for players, or of the Admin service for operators, or of all three, with
 * the standard health and reflection services, on transport threads that it shares with others.
 *
 * <p>Thread-safe.
 */
public final class GrpcServer implements AutoCloseable {

    private static final Duration DROP_GRACE = Duration.ofSeconds(1);

    private final Server server;
    private final List<String> services = new ArrayList<>();
    private final @Nullable PlayService play;
    private final HealthStatusManager health;
    private final GrpcServerOptions options;
    private final GrpcCounters counters;
    private final AcceptedConnections connections;
    private final @Nullable Tickets tickets;
    private final @Nullable ClusterCredentials credentials;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private GrpcServer(Builder builder, EventLoops eventLoops) {
        this.options = builder.options;
        this.tickets = builder.tickets;
        this.credentials = builder.credentials;
        this.counters = new GrpcCounters();
        this.connections = new AcceptedConnections(options.connectionsMax(), counters);
        this.health = new HealthStatusManager();
        services.add(HealthStatusManager.SERVICE_NAME_ALL_SERVICES);
        NettyServerBuilder transport =
                ServerTransport.builder(builder.address, builder.tls, options, eventLoops, connections);
        this.play = builder.servesPlayers() ? addPlayersServices(transport, builder, eventLoops) : null;
        AdminView view = builder.adminView;
        if (view != null && credentials != null) {
            services.add(AdminGrpc.SERVICE_NAME);
            transport.addService(new AdminService(view, credentials, eventLoops, options, counters).definition());
        }
        this.server = transport
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .build();
        say(ServingStatus.NOT_SERVING);
    }

    private PlayService addPlayersServices(NettyServerBuilder transport, Builder builder, EventLoops eventLoops) {
        Lobby lobby = Builder.required("lobby", builder.lobby);
        Boards boards = Builder.required("boards", builder.boards);
        Tickets signed = Builder.required("tickets", builder.tickets);
        PlayService added = new PlayService(boards, signed, options, counters, eventLoops, connections, builder.clock);
        services.add(PlayGrpc.SERVICE_NAME);
        services.add(LobbyGrpc.SERVICE_NAME);
        transport
                .addService(added.definition())
                .addService(new LobbyService(lobby, builder.authenticator, signed, eventLoops, options, counters)
                        .definition());
        return added;
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
        return bind().startAdvertising();
    }

    /**
     * Binds the address and answers from now on, but says over the health service that no work is wanted yet. Blocks
     * until it is bound.
     *
     * @return this
     * @throws UncheckedIOException if the address cannot be bound
     */
    public GrpcServer bind() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage() + ": " + rootMessage(e), e);
        }
        return this;
    }

    /**
     * Says over the health service that work is wanted. Does not block.
     *
     * @return this
     */
    public GrpcServer startAdvertising() {
        say(ServingStatus.SERVING);
        return this;
    }

    /**
     * Where it listens.
     *
     * @return the address with the port in use
     * @throws IllegalStateException before {@link #start()} or {@link #bind()}
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
        if (play != null) {
            play.close();
        }
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

    /** Empty if players are not served. */
    Optional<Tickets> tickets() {
        return Optional.ofNullable(tickets);
    }

    /** Empty if operators are not served. */
    Optional<ClusterCredentials> credentials() {
        return Optional.ofNullable(credentials);
    }

    int connectionCount() {
        return connections.openCount();
    }

    int playStreamCount() {
        return play == null ? 0 : play.streamCount();
    }

    private void say(ServingStatus status) {
        services.forEach(service -> health.setStatus(service, status));
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /**
     * Collects what a server needs: a lobby, boards and tickets to serve players, or a view and credentials to serve
     * operators, or all of it, and transport threads; the rest has defaults.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private @Nullable Lobby lobby;
        private @Nullable Boards boards;
        private @Nullable Tickets tickets;
        private @Nullable AdminView adminView;
        private @Nullable ClusterCredentials credentials;
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
         * Serves operators, too.
         *
         * @param view what they see
         * @param callers tells who is an operator
         * @return this
         */
        public Builder admin(AdminView view, ClusterCredentials callers) {
            adminView = requireNonNull(view, "view");
            credentials = requireNonNull(callers, "callers");
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
         * @throws IllegalStateException if event loops are missing, or one of lobby, boards and tickets though others of
         *     them are there, or there is nobody to serve
         */
        public GrpcServer build() {
            if (!servesPlayers() && adminView == null) {
                throw new IllegalStateException("lobby is missing, and admin too: set one before build()");
            }
            return new GrpcServer(this, required("eventLoops", eventLoops));
        }

        private boolean servesPlayers() {
            return lobby != null || boards != null || tickets != null;
        }

        private static <T> T required(String name, @Nullable T value) {
            if (value == null) {
                throw new IllegalStateException(name + " is missing: set it before build()");
            }
            return value;
        }
    }
}
