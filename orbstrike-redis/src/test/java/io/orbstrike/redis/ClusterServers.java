package io.orbstrike.redis;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;

/** A Redis Cluster of three masters with a replica each. */
final class ClusterServers extends RedisServers {

    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ClusterServers(RedisForm form) {
        super(form);
        List<String> settings = new ArrayList<>(List.of(
                "cluster-enabled yes",
                "cluster-node-timeout 1000",
                "cluster-config-file nodes.conf",
                "cluster-replica-validity-factor 0"));
        if (form.certificate() != null) {
            settings.add("tls-cluster yes");
        }
        for (int i = 0; i < 2 * MASTERS; i++) {
            added(RedisProcess.start(form, settings.toArray(String[]::new)));
        }
    }

    static ClusterServers start(RedisForm form) {
        ClusterServers servers = new ClusterServers(form);
        servers.join();
        return servers;
    }

    private void join() {
        RedisProcess first = processes().get(0);
        for (RedisProcess process : processes()) {
            process.ask(jedis -> jedis.clusterMeet(RedisProcess.HOST, first.linkPort()));
        }
        for (int i = 0; i < MASTERS; i++) {
            int[] slots = new int[(i + 1) * SLOTS / MASTERS - i * SLOTS / MASTERS];
            for (int j = 0; j < slots.length; j++) {
                slots[j] = i * SLOTS / MASTERS + j;
            }
            processes().get(i).ask(jedis -> jedis.clusterAddSlots(slots));
        }
        await().atMost(PATIENCE)
                .until(() -> processes().stream()
                        .allMatch(process ->
                                process.ask(Jedis::clusterNodes).lines().count() == 2 * MASTERS));
        for (int i = 0; i < MASTERS; i++) {
            String master = processes().get(i).ask(Jedis::clusterMyId);
            RedisProcess replica = processes().get(MASTERS + i);
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() ->
                            replica.ask(jedis -> jedis.clusterReplicate(master)).equals("OK"));
        }
        await().atMost(PATIENCE).until(this::areReady);
    }

    @Override
    String uri() {
        return processes().stream()
                .limit(2)
                .map(RedisProcess::link)
                .collect(Collectors.joining(",", "redis-cluster://", tlsOption()));
    }

    @Override
    List<RedisProcess> masters() {
        List<RedisProcess> masters = new ArrayList<>();
        for (RedisProcess process : processes()) {
            if (process.info("replication").contains("role:master")) {
                masters.add(process);
            }
        }
        return masters;
    }

    /** All nodes see all slots served, and every replica follows its master. */
    boolean areReady() {
        return processes().stream()
                        .allMatch(process -> process.ask(Jedis::clusterInfo).contains("cluster_state:ok"))
                && processes().stream()
                                .filter(process -> process.info("replication").contains("master_link_status:up"))
                                .count()
                        == MASTERS;
    }
}
