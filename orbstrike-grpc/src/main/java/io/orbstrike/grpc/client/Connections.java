package io.orbstrike.grpc.client;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.orbstrike.grpc.EventLoops;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The connections that one transport thread drives, each shared by a bounded number of streams. All callbacks of their
 * calls come on that thread.
 *
 * <p>Confined to that thread.
 */
final class Connections {

    private static final long KEEP_ALIVE_TIMEOUT_NS = 5_000_000_000L;

    private final EventLoop loop;
    private final EventLoops eventLoops;
    private final List<String> targets;
    private final ClientOptions options;
    private final @Nullable SslContext tls;
    private final List<List<Connection>> byTarget;
    private boolean isClosed;

    Connections(
            EventLoop loop,
            EventLoops eventLoops,
            List<String> targets,
            ClientOptions options,
            @Nullable SslContext tls) {
        this.loop = loop;
        this.eventLoops = eventLoops;
        this.targets = targets;
        this.options = options;
        this.tls = tls;
        this.byTarget = new ArrayList<>();
        targets.forEach(target -> byTarget.add(new ArrayList<>()));
    }

    EventLoop loop() {
        return loop;
    }

    int targetCount() {
        return targets.size();
    }

    /** A connection with room for one more stream; connecting happens by itself. */
    Connection acquire(int target) {
        List<Connection> present = byTarget.get(target);
        for (Connection connection : present) {
            if (connection.streams < options.streamsPerConnection()) {
                connection.streams++;
                return connection;
            }
        }
        Connection fresh = new Connection(target, connect(targets.get(target)));
        fresh.streams = 1;
        present.add(fresh);
        if (isClosed) {
            fresh.channel.shutdownNow();
        }
        return fresh;
    }

    /** Gives a stream's place back; of idle connections one per target is kept. */
    void release(Connection connection) {
        connection.streams--;
        List<Connection> present = byTarget.get(connection.target);
        if (connection.streams == 0 && present.size() > 1) {
            present.remove(connection);
            connection.channel.shutdown();
        }
    }

    /** Drops every connection with its calls. */
    void close() {
        isClosed = true;
        for (List<Connection> present : byTarget) {
            for (Iterator<Connection> it = present.iterator(); it.hasNext(); it.remove()) {
                it.next().channel.shutdownNow();
            }
        }
    }

    private ManagedChannel connect(String target) {
        Executor onLoop = this::onLoop;
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(target)
                .eventLoopGroup(loop)
                .channelType(eventLoops.channelType())
                .executor(onLoop)
                .disableRetry()
                .flowControlWindow(options.flowControlWindowBytes())
                .maxInboundMessageSize(options.frameBytesMax())
                .keepAliveTime(options.keepAliveTime().toNanos(), NANOSECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_NS, NANOSECONDS);
        if (tls == null) {
            builder.usePlaintext();
        } else {
            builder.sslContext(tls);
        }
        return builder.build();
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /** A connection and how many streams use it. */
    static final class Connection {

        final int target;
        final ManagedChannel channel;
        private int streams;

        Connection(int target, ManagedChannel channel) {
            this.target = target;
            this.channel = channel;
        }
    }
}
