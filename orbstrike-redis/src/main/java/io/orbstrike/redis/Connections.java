package io.orbstrike.redis;

import io.orbstrike.host.NanoClock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The connections of one I/O thread, one to each node.
 *
 * <p>Confined to that thread, but for {@link #abortAll()}.
 */
final class Connections {

    private final Topology topology;
    private final Dialer dialer;
    private final NanoClock clock;
    private final RedisCounters counters;
    private final NodeLosses losses;
    private final Map<HostAndPort, NodeConnection> open = new ConcurrentHashMap<>();
    private volatile boolean aborted;

    Connections(Topology topology, Dialer dialer, NanoClock clock, RedisCounters counters, NodeLosses losses) {
        this.topology = topology;
        this.dialer = dialer;
        this.clock = clock;
        this.counters = counters;
        this.losses = losses;
    }

    /**
     * A connection to a node, that has answered within the last second. Blocks if it has to be opened.
     *
     * @throws CallFailure if the node cannot be reached or lets nobody in
     */
    NodeConnection to(HostAndPort node) throws CallFailure {
        NodeConnection there = open.get(node);
        if (there != null && (there.isIdle() || there.lossesSeen() != losses.of(node)) && !isAlive(there)) {
            drop(there);
            there = null;
        }
        return there != null ? there : opened(node);
    }

    private boolean isAlive(NodeConnection connection) {
        connection.seeLosses(losses.of(connection.node()));
        return connection.isAlive();
    }

    /** A connection broke, or is of no use. */
    void drop(NodeConnection connection) {
        counters.connectionsLost.increment();
        losses.add(connection.node());
        open.remove(connection.node(), connection);
        connection.close();
    }

    /** Closes connections to nodes that are no masters any more. */
    void keepMasters() {
        Set<HostAndPort> kept = topology.kept();
        if (kept.isEmpty() || kept.containsAll(open.keySet())) {
            return;
        }
        open.values().removeIf(connection -> {
            boolean isSpare = !kept.contains(connection.node());
            if (isSpare) {
                connection.close();
            }
            return isSpare;
        });
    }

    /** Closes all sockets, and those that are opened from now on. Any thread. */
    void abortAll() {
        aborted = true;
        open.values().forEach(NodeConnection::abort);
    }

    private NodeConnection opened(HostAndPort node) throws CallFailure {
        if (aborted) {
            throw CallFailure.notApplied("the store is closed", null);
        }
        try {
            int lossesBefore = losses.of(node);
            NodeConnection connection = NodeConnection.open(node, dialer, clock);
            connection.seeLosses(lossesBefore);
            counters.connectionsOpened.increment();
            open.put(node, connection);
            if (aborted) {
                connection.abort();
            }
            return connection;
        } catch (JedisException | IllegalStateException e) {
            counters.connectionsFailed.increment();
            topology.suspect(node);
            String reason = e instanceof JedisException failure ? Failures.message(failure) : e.getMessage();
            throw CallFailure.notApplied("Redis at " + node + " cannot be used: " + reason, e);
        }
    }
}
