package io.orbstrike.server.http;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.orbstrike.grpc.EventLoops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server for small resources. It reads requests on the given event loops and answers them, one at a time, on
 * a thread of its own, so that a slow answer delays no frame.
 *
 * <p>Bounds: {@link #CONNECTIONS_MAX} connections, later ones are closed at once; {@link #ANSWERS_QUEUED_MAX} requests
 * waiting for an answer, later ones get 503; requests as {@link HttpPipeline} says.
 *
 * <p>Thread-safe.
 */
public final class HttpServer implements AutoCloseable {

    static final int CONNECTIONS_MAX = 1_024;
    static final int ANSWERS_QUEUED_MAX = 256;
    static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);

    private static final int BACKLOG = 128;

    private final Channel listener;
    private final ChannelGroup connections;
    private final ThreadPoolExecutor answering;

    private HttpServer(Channel listener, ChannelGroup connections, ThreadPoolExecutor answering) {
        this.listener = listener;
        this.connections = connections;
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

    int connectionCount() {
        return connections.size();
    }

    /** Stops listening and closes all connections; blocks until that is done. May be called twice. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
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
        private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        private @Nullable EventLoops loops;
        private Duration writeTimeout = WRITE_TIMEOUT;
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
            if (time.toMillis() < 1) {
                throw new IllegalArgumentException("writeTimeout " + time + ": must be at least 1 ms");
            }
            this.writeTimeout = time;
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
            ChannelFuture bound = new ServerBootstrap()
                    .group(shared.acceptor(), shared.workers())
                    .channel(shared.serverChannelType())
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childHandler(new HttpPipeline(Map.copyOf(resources), answering, connections, writeTimeout))
                    .bind(address)
                    .awaitUninterruptibly();
            if (!bound.isSuccess()) {
                answering.shutdownNow();
                throw new IOException(bound.cause().getMessage(), bound.cause());
            }
            return new HttpServer(bound.channel(), connections, answering);
        }
    }
}
