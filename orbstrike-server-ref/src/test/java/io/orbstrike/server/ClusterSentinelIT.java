package io.orbstrike.server;

import static io.orbstrike.server.ClusterDeployment.await;
import static io.orbstrike.server.ClusterDeployment.boardOf;
import static io.orbstrike.server.ClusterDeployment.boardsAsSeenBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.server.ClusterDeployment.BoardState;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * The master of Redis is lost under Sentinel while players play, and cut off with one gameserver on its side. Only the
 * first master can be cut off, so that comes first.
 */
@Needs({Need.REDIS, Need.LINUX})
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterSentinelIT {

    private static final int GAMESERVERS = 2;
    private static final int ORCHESTRATORS = 1;
    private static final int FRAMES = 20;
    private static final Duration DRAIN_TIME_MAX = Duration.ofSeconds(25);

    private static SentinelServers redis;
    private static ClusterDeployment cluster;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        redis = SentinelServers.start();
        cluster = ClusterDeployment.start(redis, GAMESERVERS, ORCHESTRATORS);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    @BeforeEach
    void fill() throws IOException, InterruptedException {
        redis.awaitReady();
        cluster.fill(GAMESERVERS, ORCHESTRATORS);
    }

    @Test
    @Order(1)
    @DisplayName("F7: shouldMoveBoardsOfAGameserverThatIsCutOffTogetherWithTheMaster")
    void shouldMoveBoardsOfAGameserverThatIsCutOffTogetherWithTheMaster() throws Exception {
        try (PlayingBots bots = PlayingBots.start(cluster, cluster.targets(), 2, 4);
                CutOffGameserver lonely = CutOffGameserver.start(cluster, redis);
                OrbstrikeClient client = cluster.client()) {
            SortedMap<String, BoardState> its = cluster.createBoardsOn(lonely.member(), client, 2);
            Set<String> apart = cluster.createBoardsOn(cluster.gameservers().get(0), client, 1)
                    .keySet();
            Set<String> known = new TreeSet<>(its.keySet());
            known.addAll(apart);
            SortedMap<String, BoardState> others = cluster.boardsWith(known, 2);
            SortedMap<String, BoardState> held = new TreeMap<>(others); // by that one, maybe one of the bots', too
            held.values().removeIf(state -> !state.gameserver().equals(holderOf(its)));
            others.keySet().removeAll(held.keySet());
            try (Witnesses witnesses = Witnesses.join(client, its.keySet()).awaitFrames();
                    Witnesses elsewhere = Witnesses.join(client, apart).awaitFrames()) {
                lonely.cut();
                cluster.awaitEpochsAbove(held);
                witnesses.awaitEpochsAbove(its);
                assertThat(redis.master()).isNotSameAs(redis.first());
                lonely.assertGoesOn(its);
                try (Witnesses late = Witnesses.joinAtLast(client, its.keySet()).awaitFrames()) {
                    SortedMap<String, BoardState> moved = cluster.boardsWith(known, 2);
                    lonely.mend();
                    cluster.awaitLiveGameservers(GAMESERVERS + 1);
                    await().until(() ->
                            boardsAsSeenBy(lonely.onItsSide()).keySet().stream().noneMatch(id -> its.containsKey(id)));
                    await().until(() -> redis.first().ask("INFO replication").contains("role:slave"));
                    for (Witnesses each : List.of(witnesses, late, elsewhere)) {
                        each.awaitFramesMore(FRAMES);
                        each.assertKept(redis);
                    }
                    assertThatNothingMoved(moved, cluster.boards());
                }
                assertThatNothingMoved(others, cluster.boards());
            }
            cluster.stop(lonely.member(), DRAIN_TIME_MAX);
            bots.endUninterrupted();
        }
    }

    @Test
    @Order(2)
    @DisplayName("F7: shouldPlayOnWhenTheMasterIsKilledAndMoveNothing")
    void shouldPlayOnWhenTheMasterIsKilledAndMoveNothing() throws Exception {
        try (PlayingBots bots = PlayingBots.start(cluster, cluster.targets(), 4, 4);
                OrbstrikeClient client = cluster.client()) {
            SortedMap<String, BoardState> watched =
                    cluster.createBoardsOn(cluster.gameservers().get(0), client, 2);
            SortedMap<String, BoardState> before = cluster.boardsWith(watched.keySet(), 4);
            double failovers = cluster.leading().metric("orbstrike_failovers_total");
            try (Witnesses early = Witnesses.join(client, watched.keySet()).awaitFrames();
                    Witnesses late = Witnesses.join(client, watched.keySet())) {
                RedisProcess master = redis.master();
                master.kill();
                early.awaitFramesMore(FRAMES);
                await().until(() -> redis.master() != master);
                try (Witnesses after = Witnesses.joinAtLast(client, watched.keySet())) {
                    cluster.awaitLiveGameservers(GAMESERVERS);
                    for (Witnesses each : List.of(early, late, after)) {
                        each.awaitFramesMore(FRAMES);
                        each.assertKept(redis);
                    }
                }
            }
            assertThatNothingMoved(before, cluster.boards());
            assertThat(cluster.leading().metric("orbstrike_failovers_total")).isEqualTo(failovers);
            bots.endUninterrupted();
        }
    }

    private static String holderOf(SortedMap<String, BoardState> boards) {
        return boardOf(boards, boards.firstKey()).gameserver();
    }

    private static void assertThatNothingMoved(
            SortedMap<String, BoardState> before, SortedMap<String, BoardState> after) {
        assertThat(before).isNotEmpty().allSatisfy((id, state) -> {
            assertThat(boardOf(after, id).epoch()).isEqualTo(state.epoch());
            assertThat(boardOf(after, id).gameserver()).isEqualTo(state.gameserver());
        });
    }
}
