package io.orbstrike.grpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of a server: so many and no more, each found by the two addresses that gRPC tells of a call. It
 * stands in front of what gives an accepted connection its thread and its pipeline, so a connection beyond the bound costs
 * an accept, a close and a count.
 *
 * <p>Thread-safe: connections come on the accepting thread and go on their own, and lanes ask.
 */
@Sharable
final class AcceptedConnections extends ChannelInboundHandlerAdapter {

    private final int connectionsMax;
    private final GrpcCounters counters;
    private final AtomicInteger openCount = new AtomicInteger();
    private final Map<Ends, Channel> byEnds = new ConcurrentHashMap<>();

    AcceptedConnections(int connectionsMax, GrpcCounters counters) {
        this.connectionsMax = connectionsMax;
        this.counters = counters;
    }

    /** Both ends: a client's port alone may be connected to two addresses of this machine at once. */
    private record Ends(SocketAddress local, SocketAddress remote) {}

    /** Makes listening channels whose connections are kept here; a server's own handlers come behind. */
    ChannelFactory<ServerChannel> watching(ChannelFactory<? extends ServerChannel> factory) {
        return () -> {
            ServerChannel listener = factory.newChannel();
            listener.pipeline().addLast(this);
            return listener;
        };
    }

    /** How many connections are open. */
    int openCount() {
        return openCount.get();
    }

    /** The channel of a call's connection; null if it has gone, or is none with addresses. */
    @Nullable
    Channel channelOf(Attributes callAttributes) {
        SocketAddress local = callAttributes.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
        SocketAddress remote = callAttributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return local == null || remote == null ? null : byEnds.get(new Ends(local, remote));
    }

    /** Counts a connection until it closes, also one of another listener; false, and counted as refused, if it is one too many. */
    boolean tryAdmit(Channel connection) {
        if (openCount.incrementAndGet() > connectionsMax) {
            openCount.decrementAndGet();
            counters.onConnectionRefused();
            return false;
        }
        connection.closeFuture().addListener(closed -> openCount.decrementAndGet());
        return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel connection = (Channel) accepted;
        if (!tryAdmit(connection)) {
            connection.unsafe().closeForcibly();
            return;
        }
        keep(connection);
        context.fireChannelRead(connection);
    }

    private void keep(Channel connection) {
        SocketAddress local = connection.localAddress();
        SocketAddress remote = connection.remoteAddress();
        if (local != null && remote != null) {
            Ends ends = new Ends(local, remote);
            byEnds.put(ends, connection);
            connection.closeFuture().addListener(closed -> byEnds.remove(ends, connection));
        }
    }
}
