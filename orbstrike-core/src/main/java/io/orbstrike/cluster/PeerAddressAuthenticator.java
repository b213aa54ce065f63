package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.Creator;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells callers by their addresses: that of the connection, or behind trusted proxies the one that they forwarded in
 * {@code x-forwarded-for}. An IPv6 address counts by its first 64 bits, which one household has for itself.
 *
 * <p>The header is read from its end, where the nearest proxy wrote, and only as far as the writers are trusted: the
 * first address that is no trusted proxy is the caller's, and whatever comes before it may be made up. Where the header
 * is missing or unreadable, the last address that is known counts.
 *
 * <p>Thread-safe.
 */
public final class PeerAddressAuthenticator implements CallerAuthenticator {

    private static final String FORWARDED_FOR = "x-forwarded-for";
    private static final int HOPS_MAX = 32;
    private static final int IPV6_BYTES_COUNTED = 8;

    private final List<Cidr> trustedProxies;

    private PeerAddressAuthenticator(List<Cidr> trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    /**
     * Believes the connection alone.
     *
     * @return an authenticator without trusted proxies
     */
    public static PeerAddressAuthenticator create() {
        return new PeerAddressAuthenticator(List.of());
    }

    /**
     * Believes what trusted proxies forward.
     *
     * @param trustedProxies addresses, or ranges as in {@code 10.0.0.0/8} or {@code fd00::/8}
     * @return the authenticator
     * @throws IllegalArgumentException if a text is neither
     */
    public static PeerAddressAuthenticator behind(Collection<String> trustedProxies) {
        return new PeerAddressAuthenticator(
                trustedProxies.stream().map(String::strip).map(Cidr::parse).toList());
    }

    @Override
    public Creator creatorOf(Caller caller) {
        InetAddress peer = requireNonNull(caller, "caller").peer().getAddress();
        if (peer == null) {
            return new Creator("unresolved");
        }
        return new Creator(nameOf(isTrusted(peer) ? forwarded(peer, caller.header(FORWARDED_FOR)) : peer));
    }

    /**
     * Tells by an address alone whom a connection counts for, before anything has come over it.
     *
     * @param peer its other end
     * @return the name of whoever is there, as {@link #creatorOf} gives it; empty for a trusted proxy, behind which many are
     */
    public Optional<String> nameOfPeer(InetAddress peer) {
        return isTrusted(requireNonNull(peer, "peer")) ? Optional.empty() : Optional.of(nameOf(peer));
    }

    private InetAddress forwarded(InetAddress peer, List<String> headers) {
        String[] hops = String.join(",", headers).split(",", -1);
        InetAddress nearest = peer;
        for (int i = hops.length - 1; i >= Math.max(0, hops.length - HOPS_MAX); i--) {
            InetAddress hop = parseHop(hops[i].strip());
            if (hop == null) {
                return nearest;
            }
            nearest = hop;
            if (!isTrusted(hop)) {
                return hop;
            }
        }
        return nearest;
    }

    private boolean isTrusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(range -> range.contains(address));
    }

    /** An address, with or without a port: {@code 1.2.3.4}, {@code 1.2.3.4:5}, {@code ::1}, {@code [::1]:5}. */
    private static @Nullable InetAddress parseHop(String hop) {
        int bracket = hop.indexOf(']');
        if (hop.startsWith("[") && bracket > 0) {
            return Cidr.parseAddress(hop.substring(1, bracket));
        }
        int colon = hop.indexOf(':');
        boolean portOfIpv4 = colon > 0 && colon == hop.lastIndexOf(':');
        return Cidr.parseAddress(portOfIpv4 ? hop.substring(0, colon) : hop);
    }

    private static String nameOf(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == Integer.BYTES) {
            return address.getHostAddress();
        }
        Arrays.fill(bytes, IPV6_BYTES_COUNTED, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
