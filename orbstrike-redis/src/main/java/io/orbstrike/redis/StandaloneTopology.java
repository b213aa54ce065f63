package io.orbstrike.redis;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.HostAndPort;

/**
 * One server.
 *
 * <p>Immutable.
 */
final class StandaloneTopology implements Topology {

    private final HostAndPort node;

    StandaloneTopology(HostAndPort node) {
        this.node = node;
    }

    @Override
    public HostAndPort masterOf(byte[] key) {
        return node;
    }

    @Override
    public Optional<HostAndPort> knownMasterOf(byte[] key) {
        return Optional.of(node);
    }

    @Override
    public List<HostAndPort> masters() {
        return List.of(node);
    }

    @Override
    public boolean hasOneSlot() {
        return true;
    }

    @Override
    public void moved(byte[] key, HostAndPort to) {
        // A single server says so only if it belongs to a cluster, and the next try fails as this one did.
    }

    @Override
    public void suspect(HostAndPort suspected) {
        // There is no other.
    }

    @Override
    public void refresh() {
        // There is nothing to find out.
    }

    @Override
    public Set<HostAndPort> kept() {
        return Set.of();
    }
}
