package io.orbstrike.server;

import io.orbstrike.server.config.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which address of this machine others reach it by.
 *
 * <p>Thread-safe.
 */
final class LocalAddress {

    private static final Pattern FIRST_HOST = Pattern.compile("[a-z-]+://(\\[[^\\]]+\\]|[^:/,?]+)(?::(\\d{1,5}))?.*");
    private static final int ANY_PORT = 6379;

    private LocalAddress() {}

    /**
     * The address that this process listens at, or if that is every address the one by which it reaches the store. Sends
     * nothing; blocks while a name is looked up.
     *
     * @param bind where this process listens
     * @param store names the store's hosts; with the embedded store it is the loopback address
     * @throws StartException if that cannot be told
     */
    static String reachable(InetAddress bind, StoreOptions store) {
        if (!bind.isAnyLocalAddress()) {
            return bind.getHostAddress();
        }
        if (store.redis().isEmpty()) {
            return InetAddress.getLoopbackAddress().getHostAddress();
        }
        Matcher host = FIRST_HOST.matcher(store.redis().get());
        if (!host.matches()) {
            throw unknown("the store's URI names no host");
        }
        int port = host.group(2) == null ? ANY_PORT : Integer.parseInt(host.group(2));
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(host.group(1), port));
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw unknown("there is no way to " + host.group(1));
        }
    }

    private static StartException unknown(String why) {
        return new StartException("--advertise must be given: " + why);
    }
}
