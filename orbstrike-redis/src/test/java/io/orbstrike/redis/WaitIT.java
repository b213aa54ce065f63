package io.orbstrike.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Writes that a replica must have, while it is there and while it stands still. */
class WaitIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration WAIT = Duration.ofMillis(500);

    private final RedisProcess master = RedisProcess.start();
    private final RedisProcess replica =
            RedisProcess.start("replicaof " + master.hostAndPort().replace(':', ' '));
    private final RedisClusterStore strict = waiting(WAIT).build();
    private final RedisClusterStore degrading = waiting(WAIT).degradeWait().build();
    private final StoreUser user = new StoreUser(strict);

    @BeforeEach
    void awaitReplica() {
        await().atMost(PATIENCE).until(() -> master.info("replication").contains("state=online"));
        await().atMost(PATIENCE)
                .until(() -> master.ask(jedis -> {
                            jedis.set("warm", "");
                            return jedis.waitReplicas(1, WAIT.toMillis());
                        })
                        == 1);
    }

    @AfterEach
    void close() {
        strict.close();
        degrading.close();
        replica.close();
        master.close();
    }

    @Test
    void shouldAcknowledgeWhatSurvivesTheMaster() {
        BoardRecord board = user.created();
        RosterStore.Joined joined = (RosterStore.Joined) user.join(board, user.key());
        master.kill();

        replica.ask(Jedis::replicaofNoOne);
        try (RedisClusterStore survivor =
                RedisClusterStore.builder("redis://" + replica.hostAndPort()).build()) {
            assertThat(new StoreUser(survivor).roster(board).entries())
                    .extracting(RosterEntry::player)
                    .containsExactly(joined.entry().player());
        }
        assertThat(strict.counters().waitsShort.sum()).isZero();
    }

    @Test
    void shouldNotAcknowledgeWhileTheReplicaStandsStillAndFindTheOneEntryAfterwards() {
        BoardRecord board = user.created();
        IdempotencyKey key = user.key();
        replica.pause();
        assertThat(user.join(board, key)).isInstanceOf(Unknown.class);
        assertThat(user.join(board, key))
                .as("another try finds it, and waits as well")
                .isInstanceOf(Unknown.class);
        assertThat(strict.counters().waitsShort.sum()).isEqualTo(2);
        replica.resume();

        assertThat(user.join(board, key)).isInstanceOf(RosterStore.AlreadyJoined.class);
        assertThat(user.roster(board).entries()).extracting(RosterEntry::key).containsExactly(key);
        assertThat(strict.counters().waitsDegraded.sum()).isZero();
    }

    @Test
    void shouldAnswerAtTheDeadlineThoughTheReplicaIsWaitedForLonger() {
        BoardRecord board = user.created();
        Duration wait = PATIENCE;
        Duration remaining = Duration.ofSeconds(1);
        try (RedisClusterStore patient = waiting(wait).build()) {
            replica.pause();
            long startedNs = System.nanoTime();
            assertThat(StoreUser.answer(new StoreUser(patient).join(board, user.key(), remaining)))
                    .isInstanceOf(Unknown.class);
            assertThat(Duration.ofNanos(System.nanoTime() - startedNs)).isBetween(remaining, wait.dividedBy(2));
            replica.resume();
        }
    }

    @Test
    void shouldAcknowledgeAndCountWhileTheReplicaStandsStillWhereThatIsSet() {
        StoreUser another = new StoreUser(degrading);
        BoardRecord board = another.created();
        assertThat(degrading.counters().waitsDegraded.sum()).isZero();
        replica.pause();
        assertThat(another.join(board, another.key())).isInstanceOf(RosterStore.Joined.class);
        assertThat(degrading.counters().waitsDegraded.sum()).isEqualTo(1);
        assertThat(degrading.counters().waitsShort.sum()).isEqualTo(1);
        replica.resume();
    }

    @Test
    void shouldNotAcknowledgeOverAnotherConnectionWhatTheReplicaLacks() {
        BoardRecord board = user.created();
        IdempotencyKey key = user.key();
        try (RedisClusterStore another = waiting(WAIT).build()) {
            assertThat(new StoreUser(another).get(board)).isInstanceOf(BoardStore.Found.class);
            replica.pause();
            assertThat(user.join(board, key)).isInstanceOf(Unknown.class);
            master.ask(Jedis::configResetStat);
            assertThat(new StoreUser(another).join(board, key))
                    .as("it finds the entry and writes nothing itself")
                    .isInstanceOf(Unknown.class);
            // This Redis may wait for all that it ever wrote; another version waits for what the connection wrote.
            assertThat(master.info("commandstats")).contains("cmdstat_set:calls=1,", "cmdstat_wait:calls=1,");
            replica.resume();
            assertThat(new StoreUser(another).join(board, key)).isInstanceOf(RosterStore.AlreadyJoined.class);
        }
    }

    @Test
    void shouldWaitOnceThoughRedisLacksTheScript() {
        BoardRecord board = user.created();
        master.ask(Jedis::configResetStat);
        assertThat(user.join(board, user.key())).isInstanceOf(RosterStore.Joined.class);
        assertThat(master.info("commandstats"))
                .contains("cmdstat_script|load:calls=1,")
                .contains("cmdstat_wait:calls=1,");
    }

    private RedisClusterStoreBuilder waiting(Duration time) {
        return RedisClusterStore.builder("redis://" + master.hostAndPort()).waitForReplicas(1, time);
    }
}
