package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.orbstrike.board.BoardId;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.redis.RedisClusterStore;
import io.orbstrike.server.ServerProcess.Ready;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes on one Redis, of which one stands still as a whole, and goes on as if nothing had been. */
@Needs(Need.REDIS)
@Timeout(180)
class StoppedProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration STORE_TIME = Duration.ofSeconds(5);
    private static final String PREFIX = "stands-still";
    private static final String FENCED = "orbstrike_store_fenced_total";

    /** 10 s of orb. */
    private static final int TICKS_WHILE_STOPPED = 670;

    private final RedisProcess redis = RedisProcess.start(RedisProcess.freePort());
    private final RedisClusterStore store =
            RedisClusterStore.builder(redis.uri()).keyPrefix(PREFIX).build();

    StoppedProcessIT() throws IOException {}

    @AfterEach
    void close() throws IOException {
        store.close();
        redis.close();
    }

    @Test
    @DisplayName("I1: shouldLetGoOfABoardThatAnotherProcessTookWhileItStoodStill")
    void shouldLetGoOfABoardThatAnotherProcessTookWhileItStoodStill() throws Exception {
        int port = RedisProcess.freePort();
        int otherPort = RedisProcess.freePort();
        try (ServerProcess stopped = RedisDeployment.standalone(redis, PREFIX, port);
                OrbstrikeClient client = RedisDeployment.client(port);
                OrbstrikeClient otherClient = RedisDeployment.client(otherPort)) {
            Ready ready = stopped.awaitReady();
            BoardId board = RedisDeployment.createBoard(client).id();
            try (ServerProcess other = RedisDeployment.standalone(redis, PREFIX, otherPort)) {
                other.awaitReady();
                String id = board.toString();
                PlayingPlayer ann = PlayingPlayer.join(client, board, "ann");
                PlayingPlayer bob = PlayingPlayer.join(otherClient, board, "bob");
                await().atMost(PATIENCE).until(() -> ann.living().size() > 5);
                await().atMost(PATIENCE).until(() -> bob.living().size() > 5);
                await().atMost(PATIENCE).until(() -> loaded(board).snapshot().isPresent());
                JsonNode before = boardSeenAt(otherPort, id);
                long epoch = before.get("epoch").asLong();
                assertThat(loaded(board).board().token().epoch().value()).isEqualTo(epoch);
                assertThat(RedisDeployment.metric(ready, FENCED)).isZero();

                stopped.pause();
                await().atMost(PATIENCE).until(() -> bob.epochs().size() == 2);
                JsonNode taken = boardSeenAt(otherPort, id);
                long newEpoch = taken.get("epoch").asLong();
                assertThat(newEpoch).isGreaterThan(epoch);
                assertThat(taken.get("gameserver")).isNotEqualTo(before.get("gameserver"));
                long tick = taken.get("tick").asLong();
                await().atMost(PATIENCE).until(() -> tickOn(otherPort, id) >= tick + TICKS_WHILE_STOPPED);
                long savedTick = savedTick(board);
                stopped.resume();

                await().atMost(PATIENCE).until(() -> ann.epochs().containsKey(newEpoch));
                await().atMost(PATIENCE).until(() -> RedisDeployment.metric(ready, FENCED) > 0);
                long resumedTick = savedTick(board);
                assertThat(resumedTick).isGreaterThanOrEqualTo(savedTick);
                await().atMost(PATIENCE).until(() -> savedTick(board) > resumedTick);
                SnapshotStore.Loaded kept = loaded(board);
                assertThat(kept.board().token().epoch().value()).isEqualTo(newEpoch);
                assertThat(boardSeenAt(port, id).get("gameserver")).isEqualTo(taken.get("gameserver"));
                assertThat(kept.roster().entries()).hasSize(2);
                int seen = bob.living().size();
                await().atMost(PATIENCE).until(() -> bob.living().size() > seen + 5);
                for (PlayingPlayer each : List.of(ann, bob)) {
                    assertThat(each.epochs().keySet()).containsExactly(epoch, newEpoch);
                    assertThat(each.violations()).isEmpty();
                    assertThat(each.ends()).isEmpty();
                }
                assertThat(bob.interruptions()).isEmpty();
            }
        }
    }

    private static JsonNode boardSeenAt(int port, String board) throws IOException {
        return RedisDeployment.board(port, board).orElseThrow();
    }

    private static long tickOn(int port, String board) throws IOException {
        return boardSeenAt(port, board).get("tick").asLong();
    }

    private long savedTick(BoardId board) throws Exception {
        return loaded(board).snapshot().orElseThrow().tick();
    }

    private SnapshotStore.Loaded loaded(BoardId board) throws Exception {
        SnapshotStore.LoadOutcome outcome =
                RedisDeployment.answer(store.snapshots().load(board, STORE_TIME));
        assertThat(outcome).isInstanceOf(SnapshotStore.Loaded.class);
        return (SnapshotStore.Loaded) outcome;
    }
}
