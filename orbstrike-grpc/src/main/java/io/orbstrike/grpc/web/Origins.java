package io.orbstrike.grpc.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells pages of this server from those of others, by what browsers say of a request and pages cannot change.
 *
 * <p>Thread-safe.
 */
final class Origins {

    private static final Map<String, String> DEFAULT_PORTS = Map.of("http", ":80", "https", ":443");
    private static final String SCHEME_END = "://";

    private Origins() {}

    /**
     * Whether a request may act here: it comes from no page, or from one of the host that it goes to. The scheme is not
     * compared, since a proxy in front may speak TLS.
     */
    static boolean isAllowed(HttpHeaders headers) {
        List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        return origins.isEmpty() || (origins.size() == 1 && hosts.size() == 1 && isSame(origins.get(0), hosts.get(0)));
    }

    static boolean isSame(String origin, String host) {
        String lowerOrigin = origin.toLowerCase(Locale.ROOT);
        int schemeEnd = lowerOrigin.indexOf(SCHEME_END);
        if (schemeEnd < 0) {
            return false;
        }
        String port = DEFAULT_PORTS.getOrDefault(lowerOrigin.substring(0, schemeEnd), "");
        String authority = lowerOrigin.substring(schemeEnd + SCHEME_END.length());
        return !authority.isEmpty() && without(authority, port).equals(without(host.toLowerCase(Locale.ROOT), port));
    }

    private static String without(String authority, String port) {
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }
}
