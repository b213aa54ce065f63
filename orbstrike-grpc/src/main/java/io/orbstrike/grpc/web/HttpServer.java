package io.orbstrike.grpc.web;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.orbstrike.cluster.PeerAddressAuthenticator;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.OperatorCalls;
import io.orbstrike.grpc.PlayerCalls;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server for browsers and for small resources. It serves files, and what a gRPC server answers players: the
 * lobby over the Connect protocol, and play over WebSockets; operators, too, over Connect. Requests are read on the given event loops. Resources and
 * files are answered, one at a time, on a thread of its own, so that a slow answer delays no frame.
 *
 * <p>Bounds: {@link #CONNECTIONS_MAX} connections, {@link #PEER_CONNECTIONS_MAX} of one peer, later ones are closed at once; {@link #ANSWERS_QUEUED_MAX} requests
 * waiting for an answer, later ones get 503; requests as {@link HttpPipeline} says. WebSockets are counted and bounded
 * with the connections of the gRPC server.
 *
 * <p>Thread-safe.
 */
public final class HttpServer implements AutoCloseable {

    static final int CONNECTIONS_MAX = 1_024;
    static final int PEER_CONNECTIONS_MAX = CONNECTIONS_MAX / 4;
    static final int ANSWERS_QUEUED_MAX = 256;

    private static final int BACKLOG = 128;
    private static final long CLOSE_GRACE_MS = 1_000;

    private final EventLoops loops;
    private final Channel listener;
    private final ChannelGroup connections;
    private final CallRoutes routes;
    private final HttpCounters counters;
    private final ThreadPoolExecutor answering;

    private HttpServer(
            EventLoops loops,
            Channel listener,
            ChannelGroup connections,
            CallRoutes routes,
            HttpCounters counters,
            ThreadPoolExecutor answering) {
        this.loops = loops;
        this.listener = listener;
        this.connections = connections;
        this.routes = routes;
        this.counters = counters;
        this.answering = answering;
    }

    /**
     * Starts a description of a server.
     *
     * @return a builder without resources
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Where the server listens.
     *
     * @return the address, with the port that was picked if 0 was asked for
     */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /**
     * Serves players from now on; before, they are told to come later. Does not block.
     *
     * @param calls of a gRPC server on the same event loops
     * @return this
     * @throws IllegalArgumentException if it is on others
     */
    public HttpServer serve(PlayerCalls calls) {
        if (calls.eventLoops() != loops) {
            throw new IllegalArgumentException("calls of a server on other event loops: give both servers the same");
        }
        routes.serve(calls);
        return this;
    }

    /**
     * Serves operators from now on; before, they are told to come later. Each signs for himself. Does not block.
     *
     * @param operators calls of a gRPC server on the same event loops
     * @return this
     * @throws IllegalArgumentException if it is on others
     */
    public HttpServer serve(OperatorCalls operators) {
        requireOwn(operators);
        routes.serve(new CallRoutes.Operators(operators, null));
        return this;
    }

    /**
     * Serves operators from now on, and those without a credential, too, who ask from this machine itself and not through a
     * proxy: for where everybody on this machine may do everything. Does not block.
     *
     * @param operators calls of a gRPC server on the same event loops
     * @param signer signs for them
     * @return this
     * @throws IllegalArgumentException if it is on others
     */
    public HttpServer serveOpenly(OperatorCalls operators, ClusterCredentials signer) {
        requireOwn(operators);
        routes.serve(new CallRoutes.Operators(operators, requireNonNull(signer, "signer")));
        return this;
    }

    private void requireOwn(OperatorCalls operators) {
        if (operators.eventLoops() != loops) {
            throw new IllegalArgumentException("calls of a server on other event loops: give both servers the same");
        }
    }

    HttpCounters counters() {
        return counters;
    }

    int connectionCount() {
        return connections.size();
    }

    int webSocketCount() {
        return routes.webSockets().size();
    }

    /**
     * Stops listening, tells players to go elsewhere, and closes all connections; blocks until that is done, at most about
     * 1 s. May be called twice, not on an event loop.
     */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        routes.stop();
        routes.webSockets().newCloseFuture().awaitUninterruptibly(CLOSE_GRACE_MS);
        routes.webSockets().close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        answering.shutdownNow();
    }

    /**
     * Describes a server.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private final Map<String, HttpResource> resources = new LinkedHashMap<>();
        private final Map<String, HttpFolder> folders = new LinkedHashMap<>();
        private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        private @Nullable EventLoops loops;
        private HttpTimeouts timeouts = HttpTimeouts.DEFAULT;
        private Function<InetAddress, Optional<String>> peers = PeerAddressAuthenticator.create()::nameOfPeer;
        private ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "orbstrike-http");
            thread.setDaemon(true);
            return thread;
        };

        private Builder() {}

        /**
         * Sets where to listen.
         *
         * @param listenAddress port 0 picks a free one
         * @return this
         */
        public Builder address(InetSocketAddress listenAddress) {
            this.address = requireNonNull(listenAddress, "listenAddress");
            return this;
        }

        /**
         * Sets whose threads read and write. They stay the caller's to close.
         *
         * @param eventLoops may serve others too
         * @return this
         */
        public Builder eventLoops(EventLoops eventLoops) {
            this.loops = requireNonNull(eventLoops, "eventLoops");
            return this;
        }

        /**
         * Sets who makes the answering thread.
         *
         * @param factory called once
         * @return this
         */
        public Builder threadFactory(ThreadFactory factory) {
            this.threads = requireNonNull(factory, "factory");
            return this;
        }

        /**
         * Sets how long an answer may take to be taken before its connection is closed.
         *
         * @param time 1 ms and above, 30 s by default
         * @return this
         */
        public Builder writeTimeout(Duration time) {
            timeouts = timeouts.withWrite(time);
            return this;
        }

        /**
         * Sets how long the header of a connection's first request may take to come before the connection is closed.
         *
         * @param time 1 ms and above, 10 s by default
         * @return this
         */
        public Builder headerTimeout(Duration time) {
            timeouts = timeouts.withHeader(time);
            return this;
        }

        /**
         * Sets how long the rest of a request may take to come after its header before the connection is closed.
         *
         * @param time 1 ms and above, 30 s by default
         * @return this
         */
        public Builder bodyTimeout(Duration time) {
            timeouts = timeouts.withBody(time);
            return this;
        }

        /**
         * Sets how long the header of the next request may take to come, once an answer was taken, before the connection is
         * closed.
         *
         * @param time 1 ms and above, 30 s by default
         * @return this
         */
        public Builder idleTimeout(Duration time) {
            timeouts = timeouts.withIdle(time);
            return this;
        }

        /**
         * Sets who is where, so that nobody takes all connections: of one peer a quarter may be open, WebSockets apart.
         *
         * @param names names peers, on any thread; one without a name, such as a proxy, may have all. By default each address
         *     counts, of IPv6 its first 64 bits
         * @return this
         */
        public Builder peers(Function<InetAddress, Optional<String>> names) {
            this.peers = requireNonNull(names, "names");
            return this;
        }

        /**
         * Adds a resource.
         *
         * @param path begins with a slash, matched exactly, without its query
         * @param resource answers
         * @return this
         */
        public Builder resource(String path, HttpResource resource) {
            resources.put(requireNonNull(path, "path"), requireNonNull(resource, "resource"));
            return this;
        }

        /**
         * Adds everything below a path; a resource of that path, or a folder with a longer one, comes first.
         *
         * @param path begins and ends with a slash
         * @param folder answers for what comes behind
         * @return this
         */
        public Builder folder(String path, HttpFolder folder) {
            if (!path.startsWith("/") || !path.endsWith("/")) {
                throw new IllegalArgumentException("path " + path + ": must begin and end with a slash");
            }
            folders.put(path, requireNonNull(folder, "folder"));
            return this;
        }

        /**
         * Starts to listen; blocks until it does.
         *
         * @return the server
         * @throws IOException if the address cannot be used
         */
        public HttpServer start() throws IOException {
            EventLoops shared = requireNonNull(loops, "eventLoops");
            ThreadPoolExecutor answering = new ThreadPoolExecutor(
                    1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(ANSWERS_QUEUED_MAX), threads);
            ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
            HttpCounters counters = new HttpCounters();
            CallRoutes routes = new CallRoutes(connections, counters);
            HttpPaths paths = new HttpPaths(resources, folders);
            ChannelFuture bound = new ServerBootstrap()
                    .group(shared.acceptor(), shared.workers())
                    .channel(shared.serverChannelType())
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childHandler(new HttpPipeline(
                            paths,
                            routes,
                            answering,
                            new HttpConnections(connections, PEER_CONNECTIONS_MAX, peers),
                            counters,
                            timeouts))
                    .bind(address)
                    .awaitUninterruptibly();
            if (!bound.isSuccess()) {
                answering.shutdownNow();
                throw new IOException(bound.cause().getMessage(), bound.cause());
            }
            return new HttpServer(shared, bound.channel(), connections, routes, counters, answering);
        }
    }
}
