package io.orbstrike.grpc.web;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which connections of an HTTP server may be open at once: so many in all, and so many of one peer, WebSockets apart. Of
 * those that come at the same moment a few more may get in.
 *
 * <p>Thread-safe: connections come and go on their event loops.
 *
 * @param open those that are open
 * @param peerMax how many of one peer
 * @param peers names peers; one without a name is not bounded
 */
record HttpConnections(ChannelGroup open, int peerMax, Function<InetAddress, Optional<String>> peers) {

    private static final AttributeKey<String> PEER = AttributeKey.valueOf(HttpConnections.class, "peer");

    /** Adds a connection until it closes; false if it is one too many. */
    boolean tryAdd(Channel connection) {
        if (open.size() >= HttpServer.CONNECTIONS_MAX) {
            return false;
        }
        Optional<String> name =
                connection.remoteAddress() instanceof InetSocketAddress address && address.getAddress() != null
                        ? peers.apply(address.getAddress())
                        : Optional.empty();
        if (name.isPresent()) {
            String peer = name.get();
            if (open.stream().filter(each -> peer.equals(each.attr(PEER).get())).count() >= peerMax) {
                return false;
            }
            connection.attr(PEER).set(peer);
        }
        return open.add(connection);
    }
}
