package io.orbstrike.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** A Redis that is not there, lets nobody in, or takes no writes: each is a clear refusal, and nothing was applied. */
class RefusedIT {

    private static final String PASSWORD = "a-secret-nobody-may-read";

    @Test
    void shouldSayThatThePasswordIsWrongAndNeverWhichItWas() {
        try (RedisProcess server = RedisProcess.start("requirepass " + PASSWORD)) {
            shouldNotApply("redis://:" + PASSWORD + "x@" + server.hostAndPort(), "WRONGPASS");
            shouldNotApply("redis://" + server.hostAndPort(), "NOAUTH");
            try (RedisClusterStore store = store("redis://:" + PASSWORD + "@" + server.hostAndPort())) {
                new StoreUser(store).created();
                assertThat(store.toString()).doesNotContain(PASSWORD);
            }
        }
    }

    @Test
    void shouldSayThatThereIsNoSuchHost() {
        shouldNotApply("redis://no-such-host.invalid:6379", "no-such-host.invalid");
        shouldNotApply("redis://127.0.0.1:" + RedisProcess.freePort(), "refused");
        shouldNotApply("redis-sentinel://127.0.0.1:" + RedisProcess.freePort() + "/orbs", "no Redis master is known");
        shouldNotApply("redis-cluster://127.0.0.1:" + RedisProcess.freePort(), "no Redis master is known");
    }

    @Test
    void shouldSayThatAServerWithoutTlsDoesNotSpeakIt() {
        try (RedisProcess server = RedisProcess.start()) {
            shouldNotApply("rediss://" + server.hostAndPort(), "no connection to");
        }
    }

    @Test
    void shouldNotApplyWhatAReplicaRefuses() {
        try (RedisProcess master = RedisProcess.start();
                RedisProcess replica =
                        RedisProcess.start("replicaof " + master.hostAndPort().replace(':', ' '))) {
            shouldNotApply("redis://" + replica.hostAndPort(), "READONLY");
        }
    }

    @Test
    void shouldNotApplyWhatAFullRedisRefusesAndGoOnWhenThereIsRoomAgain() {
        try (RedisProcess server = RedisProcess.start("maxmemory-policy noeviction");
                RedisClusterStore store = store("redis://" + server.hostAndPort())) {
            StoreUser user = new StoreUser(store);
            BoardRecord board = user.created();
            assertThat(user.save(board, 1)).isInstanceOf(SnapshotStore.Saved.class);
            server.ask(jedis -> jedis.configSet("maxmemory", "1"));
            assertThat(user.save(board, 2))
                    .isInstanceOfSatisfying(
                            NotApplied.class,
                            refused -> assertThat(refused.cause()).hasMessageContaining("OOM"));
            assertThat(user.join(board, user.key())).isInstanceOf(NotApplied.class);
            assertThat(user.loaded(board).snapshot().orElseThrow().tick()).isEqualTo(1);
            server.ask(jedis -> jedis.configSet("maxmemory", "0"));
            assertThat(user.save(board, 2)).isInstanceOf(SnapshotStore.Saved.class);
        }
    }

    @Test
    void shouldNotApplyToAKeyOfAnotherType() {
        try (RedisProcess server = RedisProcess.start();
                RedisClusterStore store = store("redis://" + server.hostAndPort())) {
            StoreUser user = new StoreUser(store);
            BoardRecord board = user.created();
            String key = "orbstrike:{" + board.spec().id() + "}:";
            server.ask(jedis -> jedis.set(key + "roster", "no hash"));
            assertThat(user.join(board, user.key()))
                    .isInstanceOfSatisfying(
                            NotApplied.class,
                            refused -> assertThat(refused.cause()).hasMessageContaining("WRONGTYPE"));
            server.ask(jedis -> jedis.del(key + "roster"));
            assertThat(user.roster(board).rosterNumber()).isZero();
            server.ask(jedis -> jedis.del(key + "board"));
            server.ask(jedis -> jedis.set(key + "board", "no hash"));
            assertThat(user.save(board, 1)).isInstanceOf(NotApplied.class);
            assertThat(user.get(board)).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void shouldNotAcknowledgeWhatFewerReplicasHaveThanAskedForUnlessToldTo() {
        try (RedisProcess server = RedisProcess.start()) {
            RedisClusterStoreBuilder asking = RedisClusterStore.builder("redis://" + server.hostAndPort())
                    .waitForReplicas(1, Duration.ofMillis(50));
            try (RedisClusterStore strict = asking.build();
                    RedisClusterStore degrading = asking.degradeWait().build()) {
                StoreUser user = new StoreUser(strict);
                assertThat(user.create(user.spec())).isInstanceOf(Unknown.class);
                new StoreUser(degrading).created();
                assertThat(degrading.counters().waitsDegraded.sum()).isPositive();
            }
        }
    }

    @Test
    void shouldAcknowledgeWhatAReplicaHas() {
        try (RedisProcess master = RedisProcess.start();
                RedisProcess replica =
                        RedisProcess.start("replicaof " + master.hostAndPort().replace(':', ' '))) {
            await().until(() -> replica.info("replication").contains("master_link_status:up"));
            try (RedisClusterStore store = RedisClusterStore.builder("redis://" + master.hostAndPort())
                    .waitForReplicas(1, Duration.ofSeconds(2))
                    .build()) {
                StoreUser user = new StoreUser(store);
                BoardRecord board = user.created();
                assertThat(user.join(board, user.key())).isInstanceOf(RosterStore.Joined.class);
                assertThat(replica.ask(Jedis::dbSize)).isEqualTo(master.ask(Jedis::dbSize));
            }
        }
    }

    @Test
    void shouldLoadScriptsAgainThatRedisForgot() {
        try (RedisProcess server = RedisProcess.start();
                RedisClusterStore store = store("redis://" + server.hostAndPort())) {
            StoreUser user = new StoreUser(store);
            BoardRecord board = user.created();
            server.ask(Jedis::scriptFlush);
            assertThat(user.save(board, 1)).isInstanceOf(SnapshotStore.Saved.class);
            assertThat(user.join(board, user.key())).isInstanceOf(RosterStore.Joined.class);
        }
    }

    private static RedisClusterStore store(String uri) {
        return RedisClusterStore.builder(uri).build();
    }

    private static void shouldNotApply(String uri, String reason) {
        try (RedisClusterStore store = store(uri)) {
            StoreUser user = new StoreUser(store);
            BoardStore.CreateOutcome outcome = user.create(user.spec());
            assertThat(outcome).isInstanceOf(NotApplied.class);
            assertThat(((NotApplied) outcome).cause())
                    .hasMessageContaining(reason)
                    .hasMessageNotContaining(PASSWORD);
        }
    }
}
