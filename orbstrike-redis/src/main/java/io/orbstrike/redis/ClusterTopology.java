package io.orbstrike.redis;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A Redis Cluster. */
final class ClusterTopology extends WatchedTopology<SlotMap> {

    ClusterTopology(RedisUri uri, Dialer dialer, Executor refresher, RedisCounters counters) {
        super(uri.nodes(), dialer, refresher, counters);
    }

    @Override
    public HostAndPort masterOf(byte[] key) throws CallFailure {
        int slot = JedisClusterCRC16.getSlot(key);
        HostAndPort master = view().masterOf(slot);
        if (master == null) {
            refreshSoon();
            throw CallFailure.notApplied("no node of the Redis cluster has slot " + slot, null);
        }
        return master;
    }

    @Override
    public Optional<HostAndPort> knownMasterOf(byte[] key) {
        SlotMap known = viewOrNull();
        return known == null ? Optional.empty() : Optional.ofNullable(known.masterOf(JedisClusterCRC16.getSlot(key)));
    }

    @Override
    public List<HostAndPort> masters() throws CallFailure {
        return view().masters();
    }

    @Override
    public boolean hasOneSlot() {
        return false;
    }

    @Override
    public void moved(byte[] key, HostAndPort to) {
        SlotMap known = viewOrNull();
        if (known != null) {
            learn(known.with(JedisClusterCRC16.getSlot(key), to));
        }
        refreshSoon();
    }

    @Override
    public Set<HostAndPort> kept() {
        SlotMap known = viewOrNull();
        return known == null ? Set.of() : Set.copyOf(known.masters());
    }

    @Override
    CommandArguments question() {
        return new CommandArguments(Protocol.Command.CLUSTER).add("SLOTS");
    }

    @Override
    @Nullable
    SlotMap ask(Connection connection, HostAndPort server) {
        Object answer = connection.executeCommand(question());
        SlotMap told = SlotMap.parse(answer instanceof List<?> ranges ? ranges : List.of(), server.getHost());
        return told.masters().isEmpty() ? null : told;
    }

    @Override
    List<HostAndPort> furtherServers(SlotMap told) {
        return told.servers();
    }

    private void refreshSoon() {
        SlotMap known = viewOrNull();
        if (known != null) {
            suspect(known.masters().get(0));
        }
    }
}
