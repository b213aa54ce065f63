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
import io.orbstrike.cluster.link.GameserverLink;
import io.orbstrike.cluster.routing.Routes;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.host.NanoClock;
import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.store.Incarnation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC server of the Lobby and Play services for players, of the Gameserver service for a cluster's other processes, of
 * the Admin service for operators, or of several, with the standard health and reflection services, on transport threads
 * that it shares with others. Play is answered from boards of this process, or carried on to the gameservers that hold
 * them.
 *
 * <p>Thread-safe.
 */
public final class GrpcServer implements AutoCloseable {

    private static final Duration DROP_GRACE = Duration.ofSeconds(1);

    private final Server server;
    private final List<String> services = new ArrayList<>();
    private final PlayStreams streams;
    private final HealthStatusManager health;
    private final GrpcServerOptions options;
    private final GrpcCounters counters;
    private final AcceptedConnections connections;
    private final PlayerCalls playerCalls;
    private final OperatorCalls operatorCalls;
    private final @Nullable Tickets tickets;
    private final Set<ClusterCredentials> credentials;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private GrpcServer(Builder builder, EventLoops eventLoops) {
        this.options = builder.options;
        this.tickets = builder.roles.tickets;
        this.credentials = builder.roles.credentials();
        this.counters = new GrpcCounters();
        this.connections = new AcceptedConnections(options.connectionsMax(), counters);
        this.health = new HealthStatusManager();
        this.streams = new PlayStreams(options);
        GrpcServices added = new GrpcServices(eventLoops, options, counters, connections, builder.clock, streams);
        builder.roles.addTo(added);
        services.add(HealthStatusManager.SERVICE_NAME_ALL_SERVICES);
        services.addAll(added.names());
        this.playerCalls = new PlayerCalls(eventLoops, options, connections, added);
        this.operatorCalls = new OperatorCalls(eventLoops, added);
        NettyServerBuilder transport =
                ServerTransport.builder(builder.address, builder.tls, options, eventLoops, connections);
        added.definitions().forEach(transport::addService);
        this.server = transport
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
        streams.close();
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

    /**
     * What is answered to players, for another transport in front of it.
     *
     * @return without methods if players are not served
     */
    public PlayerCalls playerCalls() {
        return playerCalls;
    }

    /**
     * What is answered to operators, for another transport in front of it.
     *
     * @return without methods if operators are not served
     */
    public OperatorCalls operatorCalls() {
        return operatorCalls;
    }

    GrpcCounters counters() {
        return counters;
    }

    /** Empty if players are not served. */
    Optional<Tickets> tickets() {
        return Optional.ofNullable(tickets);
    }

    /** What checks credentials here; empty if nobody who needs one is served. */
    Set<ClusterCredentials> credentials() {
        return credentials;
    }

    int connectionCount() {
        return connections.openCount();
    }

    int playStreamCount() {
        return streams.count();
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
     * Collects what a server needs: a lobby, tickets, and boards or a proxy to serve players; a gameserver, boards and
     * tickets to serve proxies; a view and credentials to serve operators; and transport threads. The rest has defaults.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private final ServedRoles roles = new ServedRoles();
        private @Nullable EventLoops eventLoops;
        private @Nullable SslContext tls;
        private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
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
            roles.lobby = requireNonNull(value, "lobby");
            return this;
        }

        /**
         * Sets where boards are played on.
         *
         * @param value thread-safe
         * @return this
         */
        public Builder boards(Boards value) {
            roles.boards = requireNonNull(value, "boards");
            return this;
        }

        /**
         * Carries Play streams on to the gameservers that hold the boards, in place of {@link #boards}.
         *
         * @param where tells which those are
         * @param links the way to them, on the server's own event loops
         * @return this
         */
        public Builder proxy(Routes where, GrpcGameserverLinks links) {
            roles.proxy(requireNonNull(where, "where"), requireNonNull(links, "links"));
            return this;
        }

        /**
         * Serves a cluster's other processes. Without a {@link #lobby} nobody else is served: who plays needs the
         * cluster's credential beside the player's ticket, so that players come through proxies alone.
         *
         * @param link answers for the boards of this process
         * @param incarnation this process
         * @param callers tells who has the cluster's secret
         * @return this
         */
        public Builder gameserver(GameserverLink link, Incarnation incarnation, ClusterCredentials callers) {
            roles.gameserver(
                    requireNonNull(link, "link"),
                    requireNonNull(incarnation, "incarnation"),
                    requireNonNull(callers, "callers"));
            return this;
        }

        /**
         * Sets who signs and checks tickets.
         *
         * @param value with the cluster's keys
         * @return this
         */
        public Builder tickets(Tickets value) {
            roles.tickets = requireNonNull(value, "tickets");
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
            roles.admin(requireNonNull(view, "view"), requireNonNull(callers, "callers"));
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
            roles.authenticator = requireNonNull(value, "authenticator");
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
         * @throws IllegalStateException if event loops are missing, or a part of what one of those served needs, or there
         *     is nobody to serve, or both boards and a proxy are there
         */
        public GrpcServer build() {
            if (roles.isEmpty()) {
                throw new IllegalStateException("lobby is missing, and admin too: set one before build()");
            }
            return new GrpcServer(this, ServedRoles.required("eventLoops", eventLoops));
        }
    }
}
