package io.orbstrike.redis;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A master, a replica, and three sentinels that watch them. */
final class SentinelServers extends RedisServers {

    private static final String MASTER_NAME = "orbs";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<RedisProcess> servers;
    private final List<RedisProcess> sentinels = new ArrayList<>();

    private SentinelServers(RedisForm form) {
        super(form);
        RedisProcess master = added(RedisProcess.start(form));
        RedisProcess replica =
                added(RedisProcess.start(form, "replicaof " + RedisProcess.HOST + " " + master.linkPort()));
        this.servers = List.of(master, replica);
        for (int i = 0; i < 3; i++) {
            sentinels.add(added(RedisProcess.sentinel(form, MASTER_NAME, master)));
        }
    }

    static SentinelServers start(RedisForm form) {
        SentinelServers servers = new SentinelServers(form);
        await().atMost(PATIENCE).until(servers::areReady);
        return servers;
    }

    @Override
    String uri() {
        return sentinels.stream()
                .map(RedisProcess::link)
                .collect(Collectors.joining(",", "redis-sentinel://", "/" + MASTER_NAME + tlsOption()));
    }

    @Override
    List<RedisProcess> masters() {
        List<String> address = sentinels.get(0).ask(jedis -> jedis.sentinelGetMasterAddrByName(MASTER_NAME));
        return servers.stream()
                .filter(server -> server.link().endsWith(":" + address.get(1)))
                .toList();
    }

    /** Every sentinel knows the others and the replica, and the replica follows: so a failover can happen. */
    boolean areReady() {
        boolean follows =
                servers.stream().anyMatch(server -> server.info("replication").contains("master_link_status:up"));
        return follows
                && sentinels.stream().allMatch(sentinel -> {
                    String info = sentinel.info("sentinel");
                    return info.contains("status=ok") && info.contains("slaves=1") && info.contains("sentinels=3");
                });
    }
}
