package io.orbstrike.redis;

import io.orbstrike.store.ClusterStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.Tuple;

/** A store on real servers that all kits of a topology share; they end with the JVM. */
final class SharedRedis {

    static final Supplier<SharedRedis> STANDALONE = once(() -> StandaloneServers.start(RedisForm.PLAIN));
    static final Supplier<SharedRedis> SENTINEL = once(() -> SentinelServers.start(RedisForm.PLAIN));
    static final Supplier<SharedRedis> CLUSTER = once(() -> ClusterServers.start(RedisForm.PLAIN));

    /** Of the oldest version that is supported. */
    static final Supplier<SharedRedis> OLDEST = once(() -> StandaloneServers.start(RedisForm.oldest()));

    static final Supplier<SharedRedis> OLDEST_CLUSTER = once(() -> ClusterServers.start(RedisForm.oldest()));

    private final RedisServers servers;
    private final RedisClusterStore store;

    private SharedRedis(RedisServers servers) {
        this.servers = servers;
        this.store = RedisClusterStore.builder(servers.uri()).build();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            store.close();
            servers.close();
        }));
    }

    ClusterStore store() {
        return store;
    }

    /** A master's clock. */
    Instant storeTime() {
        List<String> time = servers.masters().get(0).ask(Jedis::time);
        return Instant.ofEpochSecond(Long.parseLong(time.get(0)), Long.parseLong(time.get(1)) * 1_000);
    }

    /** Nobody moves the clock of a real Redis: all times that are stored are made earlier instead. */
    void advance(Duration time) {
        for (RedisProcess master : servers.masters()) {
            master.ask(jedis -> {
                ScanParams all = new ScanParams().match("orbstrike:*").count(1_000);
                String cursor = ScanParams.SCAN_POINTER_START;
                do {
                    ScanResult<String> page = jedis.scan(cursor, all);
                    page.getResult().forEach(key -> makeEarlier(jedis, key, time.toMillis()));
                    cursor = page.getCursor();
                } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
                return cursor;
            });
        }
    }

    private static void makeEarlier(Jedis jedis, String key, long ms) {
        if (key.endsWith(":closed")) {
            jedis.pexpire(key, Math.max(0, jedis.pttl(key) - ms));
        } else if (key.endsWith(":gone") || key.endsWith(":ends") || key.endsWith(":candidates")) {
            for (Tuple member : jedis.zrangeWithScores(key, 0, -1)) {
                jedis.sendCommand(
                        Protocol.Command.ZINCRBY,
                        key.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        Long.toString(-ms).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                        member.getBinaryElement());
            }
        } else if (key.endsWith(":early")) {
            for (Map.Entry<String, String> early : jedis.hgetAll(key).entrySet()) {
                jedis.hincrBy(key, early.getKey(), -ms);
            }
        } else if (key.endsWith(":leader")) {
            jedis.hincrBy(key, "until", -ms);
        }
    }

    private static Supplier<SharedRedis> once(Supplier<? extends RedisServers> start) {
        return new Supplier<>() {
            private @Nullable SharedRedis started;

            @Override
            public synchronized SharedRedis get() {
                SharedRedis there = started;
                if (there == null) {
                    there = new SharedRedis(start.get());
                    started = there;
                }
                return there;
            }
        };
    }
}
