package io.orbstrike.grpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The channels of a server's open connections, found by the two addresses that gRPC tells of a call.
 *
 * <p>Thread-safe: the acceptor adds, the lanes ask.
 */
@ChannelHandler.Sharable
final class AcceptedConnections extends ChannelInboundHandlerAdapter {

    private final Map<Ends, Channel> byEnds = new ConcurrentHashMap<>();

    /** Both ends of a connection; with one alone, two connections of one client port to two local addresses are mixed up. */
    private record Ends(SocketAddress local, SocketAddress remote) {}

    /** Makes listening channels that tell of each connection which they accept. */
    ChannelFactory<ServerChannel> watching(ChannelFactory<? extends ServerChannel> factory) {
        return () -> {
            ServerChannel listening = factory.newChannel();
            listening.pipeline().addFirst(this);
            return listening;
        };
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Channel accepted) {
            add(accepted);
        }
        context.fireChannelRead(message);
    }

    /** The channel of a call's connection, or null if it is not known, as over a transport without addresses. */
    @Nullable
    Channel channelOf(Attributes callAttributes) {
        SocketAddress local = callAttributes.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
        SocketAddress remote = callAttributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return local == null || remote == null ? null : byEnds.get(new Ends(local, remote));
    }

    int size() {
        return byEnds.size();
    }

    private void add(Channel accepted) {
        SocketAddress local = accepted.localAddress();
        SocketAddress remote = accepted.remoteAddress();
        if (local != null && remote != null) {
            Ends ends = new Ends(local, remote);
            byEnds.put(ends, accepted);
            accepted.closeFuture().addListener(closed -> byEnds.remove(ends, accepted));
        }
    }
}
