package io.orbstrike.grpc.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells who asks from this machine for himself.
 *
 * <p>Thread-safe.
 */
final class LocalCallers {

    /* A loopback address alone says little: a proxy on this machine has one, whoever is behind it, and a page of a stranger
     * whose host name was made to point here. The name that was called gives the page away, and a proxy says that it is one.
     */

    private static final List<String> OF_PROXIES =
            List.of("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via");

    private LocalCallers() {}

    static boolean isOne(@Nullable SocketAddress peer, HttpHeaders headers) {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        return peer instanceof InetSocketAddress inet
                && inet.getAddress() != null
                && inet.getAddress().isLoopbackAddress()
                && hosts.size() == 1
                && isThisMachine(withoutPort(hosts.get(0)))
                && OF_PROXIES.stream().noneMatch(headers::contains);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static boolean isThisMachine(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return address != null && InetAddress.getByAddress(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + host + " has a length of its own", e);
        }
    }
}
