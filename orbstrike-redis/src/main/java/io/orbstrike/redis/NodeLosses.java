package io.orbstrike.redis;

import java.util.concurrent.ConcurrentHashMap;
import redis.clients.jedis.HostAndPort;

/**
 * How often connections to each node broke. When one breaks, those of other threads have most likely broken, too; so they
 * are tried before a write is entrusted to them, and its outcome need not be unknown.
 *
 * <p>Thread-safe. It holds as many nodes as the store ever met.
 */
final class NodeLosses {

    private final ConcurrentHashMap<HostAndPort, Integer> losses = new ConcurrentHashMap<>();

    void add(HostAndPort node) {
        losses.merge(node, 1, Integer::sum);
    }

    int of(HostAndPort node) {
        return losses.getOrDefault(node, 0);
    }
}
