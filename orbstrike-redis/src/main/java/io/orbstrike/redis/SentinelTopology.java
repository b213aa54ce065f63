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

/** One master, that sentinels know by name and may replace. */
final class SentinelTopology extends WatchedTopology<HostAndPort> {

    private final String masterName;

    SentinelTopology(RedisUri uri, Dialer dialer, Executor refresher, RedisCounters counters) {
        super(uri.nodes(), dialer, refresher, counters);
        this.masterName = uri.masterName();
    }

    @Override
    public HostAndPort masterOf(byte[] key) throws CallFailure {
        return view();
    }

    @Override
    public Optional<HostAndPort> knownMasterOf(byte[] key) {
        return Optional.ofNullable(viewOrNull());
    }

    @Override
    public List<HostAndPort> masters() throws CallFailure {
        return List.of(view());
    }

    @Override
    public boolean hasOneSlot() {
        return true;
    }

    @Override
    public void moved(byte[] key, HostAndPort to) {
        // Only nodes of a cluster say so.
    }

    @Override
    public Set<HostAndPort> kept() {
        HostAndPort master = viewOrNull();
        return master == null ? Set.of() : Set.of(master);
    }

    @Override
    CommandArguments question() {
        return new CommandArguments(Protocol.Command.SENTINEL)
                .add("GET-MASTER-ADDR-BY-NAME")
                .add(masterName);
    }

    @Override
    @Nullable
    HostAndPort ask(Connection connection, HostAndPort server) {
        Object answer = connection.executeCommand(question());
        if (answer instanceof List<?> parts && parts.size() == 2) {
            return new HostAndPort(Reply.text(parts.get(0)), (int) Reply.number(parts.get(1)));
        }
        return null;
    }

    @Override
    List<HostAndPort> furtherServers(HostAndPort told) {
        return List.of();
    }
}
