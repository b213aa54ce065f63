package io.orbstrike.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Behind;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Masters that die, and others that take over: the store heals without being started anew. */
class FailoverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void shouldGoOnWithTheReplicaThatSentinelsMadeMaster() {
        try (SentinelServers servers = SentinelServers.start(RedisForm.PLAIN);
                RedisClusterStore store = durable(servers)) {
            StoreUser user = new StoreUser(store);
            BoardRecord board = user.created();
            RedisProcess master = servers.masters().get(0);
            master.kill();

            await().atMost(PATIENCE).until(() -> user.get(board) instanceof BoardStore.Found);
            try (RedisClusterStore plain =
                    RedisClusterStore.builder(servers.uri()).build()) {
                await().atMost(PATIENCE)
                        .until(() -> new StoreUser(plain).save(board, 1) instanceof SnapshotStore.Saved);
            }
            assertThat(store.counters().topologyChanges.sum()).isGreaterThan(1);
        }
    }

    @Test
    void shouldGoOnWhenAMasterOfAClusterDiesAndWhenAllNodesAreStartedAnew() {
        try (ClusterServers servers = ClusterServers.start(RedisForm.PLAIN);
                RedisClusterStore store = durable(servers)) {
            StoreUser user = new StoreUser(store);
            List<BoardRecord> boards = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                boards.add(user.created());
            }
            RedisProcess dead = servers.processes().get(1);
            dead.kill();
            assertThatTheOthersAreKnown(user.tokens(boards), boards.size());
            boards.forEach(board -> await().atMost(PATIENCE).until(() -> user.get(board) instanceof BoardStore.Found));

            dead.restart();
            await().atMost(PATIENCE).until(servers::areReady);
            servers.processes().forEach(RedisProcess::kill);
            servers.processes().forEach(RedisProcess::restart);
            await().atMost(PATIENCE)
                    .until(() -> servers.processes().stream()
                            .allMatch(node -> node.ask(Jedis::clusterInfo).contains("cluster_state:ok")));
            boards.forEach(board -> await().atMost(PATIENCE).until(() -> user.save(board, 1) instanceof Behind));
        }
    }

    @Test
    void shouldGoOnWhenAMasterItsReplicaAndAllSentinelsAreStartedAnew() {
        try (SentinelServers servers = SentinelServers.start(RedisForm.PLAIN);
                RedisClusterStore store = durable(servers)) {
            StoreUser user = new StoreUser(store);
            BoardRecord board = user.created();
            RosterStore.Joined joined = (RosterStore.Joined) user.join(board, user.key());
            RosterStore.Roster roster = user.roster(board);
            servers.processes().forEach(RedisProcess::kill);
            assertThat(user.save(board, 1)).isInstanceOfAny(NotApplied.class, Unknown.class);
            servers.processes().forEach(RedisProcess::restart);

            await().atMost(PATIENCE).until(servers::areReady);
            await().atMost(PATIENCE).until(() -> user.save(board, 2) instanceof Behind);
            await().atMost(PATIENCE).until(() -> user.assertAgain(board, roster, 3) instanceof SnapshotStore.Asserted);
            assertThat(user.save(board, 4)).isInstanceOf(SnapshotStore.Saved.class);
            assertThat(user.loaded(board).roster().entries())
                    .extracting(RosterEntry::player)
                    .containsExactly(joined.entry().player());
        }
    }

    /** Boards whose shard is away are not said to be absent, and take nothing from those of the other shards. */
    private static void assertThatTheOthersAreKnown(AttachmentStore.TokensOutcome outcome, int boards) {
        assertThat(outcome).isInstanceOfSatisfying(AttachmentStore.Tokens.class, known -> {
            assertThat(known.tokens()).isNotEmpty();
            assertThat(known.unknown())
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(known.tokens().keySet());
            assertThat(known.tokens().size() + known.unknown().size()).isEqualTo(boards);
        });
    }

    /** A board that was created is at a replica, too, so that a failover may not lose it. */
    private static RedisClusterStore durable(RedisServers servers) {
        return RedisClusterStore.builder(servers.uri())
                .waitForReplicas(1, Duration.ofSeconds(2))
                .build();
    }
}
