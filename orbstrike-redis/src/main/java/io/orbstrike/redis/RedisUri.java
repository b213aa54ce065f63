package io.orbstrike.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.HostAndPort;

/**
 * Where Redis is, read from a URI: {@code redis://}, {@code rediss://}, {@code redis-sentinel://h1:p,h2:p/master},
 * {@code redis-cluster://h1:p,h2:p}; each may begin with {@code user:password@}.
 *
 * <p>Immutable. {@link #toString} shows neither user nor password.
 *
 * @param kind which topology
 * @param nodes the servers, sentinels or first cluster nodes
 * @param masterName the name under which sentinels know the master, empty for the other kinds
 * @param user who logs in, if anybody
 * @param password his
 * @param database its number, 0 in a cluster
 * @param tls whether connections are encrypted
 */
record RedisUri(
        Kind kind,
        List<HostAndPort> nodes,
        String masterName,
        Optional<String> user,
        Optional<String> password,
        int database,
        boolean tls) {

    private static final int PORT_DEFAULT = 6379;
    private static final int SENTINEL_PORT_DEFAULT = 26379;
    private static final int PORT_MAX = 65_535;
    private static final int DATABASE_MAX = 65_535;
    private static final String FORMS =
            "redis://, rediss://, redis-sentinel://HOST:PORT,.../MASTER or redis-cluster://HOST:PORT,...";

    RedisUri {
        nodes = List.copyOf(nodes);
    }

    /**
     * Reads a URI.
     *
     * @throws IllegalArgumentException if it is none of the forms; the message names what is wrong and no secret
     */
    static RedisUri parse(String text) {
        int schemeEnd = text.indexOf("://");
        if (schemeEnd < 0) {
            throw new IllegalArgumentException("Redis URI: must begin with " + FORMS);
        }
        String scheme = text.substring(0, schemeEnd);
        String rest = text.substring(schemeEnd + 3);
        int credentialsEnd = rest.lastIndexOf('@');
        String shown = scheme + "://" + rest.substring(credentialsEnd + 1);
        Kind kind = kindOf(scheme, shown);
        Credentials credentials =
                credentialsEnd < 0 ? Credentials.NONE : Credentials.parse(rest.substring(0, credentialsEnd), shown);
        Place place = Place.parse(rest.substring(credentialsEnd + 1), kind, shown);
        return new RedisUri(
                kind,
                place.nodes,
                place.masterName,
                credentials.user,
                credentials.password,
                place.database,
                scheme.equals("rediss") || place.tls);
    }

    @Override
    public String toString() {
        return kind + " " + nodes + (masterName.isEmpty() ? "" : " " + masterName) + (tls ? " tls" : "");
    }

    private static Kind kindOf(String scheme, String shown) {
        return switch (scheme) {
            case "redis", "rediss" -> Kind.STANDALONE;
            case "redis-sentinel" -> Kind.SENTINEL;
            case "redis-cluster" -> Kind.CLUSTER;
            default -> throw bad(shown, "must begin with " + FORMS);
        };
    }

    private static IllegalArgumentException bad(String shown, String bound) {
        return new IllegalArgumentException("Redis URI " + shown + ": " + bound);
    }

    /** Which servers there are. */
    enum Kind {
        STANDALONE,
        SENTINEL,
        CLUSTER
    }

    private record Credentials(Optional<String> user, Optional<String> password) {

        static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

        static Credentials parse(String text, String shown) {
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw bad(shown, "what stands before @ must be user:password or :password");
            }
            String user = decoded(text.substring(0, colon), shown);
            String password = decoded(text.substring(colon + 1), shown);
            if (password.isEmpty()) {
                throw bad(shown, "the password before @ must not be empty");
            }
            return new Credentials(user.isEmpty() ? Optional.empty() : Optional.of(user), Optional.of(password));
        }

        private static String decoded(String text, String shown) {
            try {
                // A plus stands for itself in this part of a URI.
                return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw bad(shown, "user and password must be percent-encoded");
            }
        }
    }

    private record Place(List<HostAndPort> nodes, String masterName, int database, boolean tls) {

        static Place parse(String text, Kind kind, String shown) {
            int queryStart = text.indexOf('?');
            String query = queryStart < 0 ? "" : text.substring(queryStart + 1);
            String hostsAndPath = queryStart < 0 ? text : text.substring(0, queryStart);
            int slash = hostsAndPath.indexOf('/');
            String hosts = slash < 0 ? hostsAndPath : hostsAndPath.substring(0, slash);
            String path = slash < 0 ? "" : hostsAndPath.substring(slash + 1);
            List<HostAndPort> nodes = new ArrayList<>();
            for (String host : hosts.split(",", -1)) {
                nodes.add(node(host, kind == Kind.SENTINEL ? SENTINEL_PORT_DEFAULT : PORT_DEFAULT, shown));
            }
            if (kind == Kind.STANDALONE && nodes.size() > 1) {
                throw bad(shown, "has " + nodes.size() + " hosts: must have one, or be redis-cluster://");
            }
            if (kind == Kind.CLUSTER && !path.isEmpty()) {
                throw bad(shown, "a cluster has no database but 0");
            }
            if (kind == Kind.SENTINEL && path.isEmpty()) {
                throw bad(shown, "must end with the master's name");
            }
            Place place = new Place(nodes, kind == Kind.SENTINEL ? path : "", database(path, kind, shown), false);
            return place.withQuery(query, kind, shown);
        }

        private static int database(String path, Kind kind, String shown) {
            return kind == Kind.STANDALONE && !path.isEmpty() ? number("database", path, 0, DATABASE_MAX, shown) : 0;
        }

        private Place withQuery(String query, Kind kind, String shown) {
            int databaseNumber = database;
            boolean encrypted = tls;
            for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
                if (pair.equals("tls=true") && kind != Kind.STANDALONE) {
                    encrypted = true;
                } else if (pair.startsWith("db=") && kind == Kind.SENTINEL) {
                    databaseNumber = number("db", pair.substring(3), 0, DATABASE_MAX, shown);
                } else {
                    throw bad(shown, "only redis-sentinel takes ?db=N, and it and redis-cluster take ?tls=true");
                }
            }
            return new Place(nodes, masterName, databaseNumber, encrypted);
        }

        private static HostAndPort node(String text, int portDefault, String shown) {
            int bracket = text.lastIndexOf(']');
            int colon = text.indexOf(':', Math.max(bracket, 0));
            String host = colon < 0 ? text : text.substring(0, colon);
            if (bracket > 0 && host.startsWith("[")) {
                host = host.substring(1, bracket);
            }
            if (host.isEmpty() || host.contains("[") || host.contains("]") || host.contains(" ")) {
                throw bad(shown, "must name a host, an IPv6 address in brackets");
            }
            return new HostAndPort(
                    host, colon < 0 ? portDefault : number("port", text.substring(colon + 1), 1, PORT_MAX, shown));
        }

        private static int number(String name, String text, int min, int max, String shown) {
            try {
                int value = Integer.parseInt(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // said below, like a number out of range
            }
            throw bad(shown, name + " '" + text + "' must be " + min + " to " + max);
        }
    }
}
