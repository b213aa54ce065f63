package io.orbstrike.server;

import static io.orbstrike.server.ClusterDeployment.await;
import static io.orbstrike.server.ClusterDeployment.boardOf;
import static io.orbstrike.server.ClusterDeployment.boardsAsSeenBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.orbstrike.board.BoardId;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.server.ClusterDeployment.BoardState;
import io.orbstrike.server.ClusterDeployment.Member;
import io.orbstrike.server.config.HostPort;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Redis goes away, and processes of a cluster are cut off from it or from each other, while players play. */
@Needs(Need.REDIS)
@Timeout(240)
class ClusterNetworkIT {

    private static final int GAMESERVERS = 2;
    private static final int ORCHESTRATORS = 1;
    private static final Duration DRAIN_TIME_MAX = Duration.ofSeconds(25);
    private static final int FRAMES = 20;

    private static RedisProcess redis;
    private static ClusterDeployment cluster;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        redis = RedisProcess.startPersistent();
        cluster = ClusterDeployment.start(redis, GAMESERVERS, ORCHESTRATORS);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    @BeforeEach
    void fill() throws IOException, InterruptedException {
        cluster.fill(GAMESERVERS, ORCHESTRATORS);
    }

    @Test
    @DisplayName("F7: shouldPlayOnWhileRedisIsAwayAndMoveNothing")
    void shouldPlayOnWhileRedisIsAwayAndMoveNothing() throws Exception {
        try (PlayingBots bots = PlayingBots.start(cluster, cluster.targets(), 4, 4);
                OrbstrikeClient client = cluster.client()) {
            SortedMap<String, BoardState> watched =
                    cluster.createBoardsOn(cluster.gameservers().get(0), client, 2);
            SortedMap<String, BoardState> before = cluster.boardsWith(watched.keySet(), 4);
            try (Witnesses witnesses = Witnesses.join(client, watched.keySet()).awaitFrames()) {
                String board = watched.firstKey();
                redis.kill();
                ExecutionException refused = catchThrowableOfType(ExecutionException.class, () -> join(client, board));
                assertThat(refused)
                        .cause()
                        .isInstanceOfSatisfying(
                                CallFailedException.class,
                                failure -> assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE));
                witnesses.awaitFramesMore(FRAMES);
                redis.startAgain();
                await().ignoreExceptionsInstanceOf(ExecutionException.class).until(() -> {
                    join(client, board);
                    return true;
                });
                cluster.awaitLiveGameservers(GAMESERVERS);
                witnesses.awaitFramesMore(FRAMES);
                witnesses.assertKept(redis);
                SortedMap<String, BoardState> after = cluster.boards();
                assertThat(before).allSatisfy((id, state) -> {
                    assertThat(boardOf(after, id).epoch()).isEqualTo(state.epoch());
                    assertThat(boardOf(after, id).gameserver()).isEqualTo(state.gameserver());
                });
            }
            bots.endUninterrupted();
        }
    }

    @Test
    @DisplayName("F8: shouldMoveBoardsOfAGameserverThatIsCutOffFromRedis")
    void shouldMoveBoardsOfAGameserverThatIsCutOffFromRedis() throws Exception {
        try (PlayingBots bots = PlayingBots.start(cluster, cluster.targets(), 2, 4);
                TcpRelay relay = TcpRelay.start(new HostPort("127.0.0.1", redis.port()));
                OrbstrikeClient client = cluster.client()) {
            double unanswered = unanswered();
            Member lonely = cluster.startGameserver("--redis", "redis://127.0.0.1:" + relay.port());
            cluster.awaitLiveGameservers(GAMESERVERS + 1);
            SortedMap<String, BoardState> its = cluster.createBoardsOn(lonely, client, 2);
            try (Witnesses witnesses = Witnesses.join(client, its.keySet()).awaitFrames()) {
                relay.cut();
                cluster.awaitEpochsAbove(its);
                witnesses.awaitEpochsAbove(its);
                witnesses.awaitFramesMore(FRAMES);
                SortedMap<String, BoardState> moved = cluster.boards();
                relay.mend();
                cluster.awaitLiveGameservers(GAMESERVERS + 1);
                await().until(() -> boardsAsSeenBy(lonely).keySet().stream().noneMatch(id -> its.containsKey(id)));
                witnesses.awaitFramesMore(FRAMES);
                SortedMap<String, BoardState> after = cluster.boards();
                assertThat(its.keySet())
                        .allSatisfy(id -> assertThat(boardOf(after, id).epoch())
                                .isGreaterThanOrEqualTo(boardOf(moved, id).epoch()));
                if (unanswered() == unanswered) { // a busy machine may keep it from answering in time
                    witnesses.assertNoStepWasLost();
                }
                witnesses.assertKept(redis);
            }
            cluster.stop(lonely, DRAIN_TIME_MAX);
            bots.endUninterrupted();
        }
    }

    @Test
    @DisplayName("F9: shouldGoOnCreatingAndMoveNothingTwiceWhenAGameserverIsCutOffFromOrchestrators")
    void shouldGoOnCreatingAndMoveNothingTwiceWhenAGameserverIsCutOffFromOrchestrators() throws Exception {
        int port = RedisProcess.freePort();
        try (PlayingBots bots = PlayingBots.start(cluster, cluster.targets(), 2, 4);
                TcpRelay relay = TcpRelay.start(new HostPort("127.0.0.1", port));
                OrbstrikeClient client = cluster.client()) {
            Member lonely = cluster.startGameserver(
                    "--port", Integer.toString(port), "--advertise", "127.0.0.1:" + relay.port());
            cluster.awaitLiveGameservers(GAMESERVERS + 1);
            SortedMap<String, BoardState> its = cluster.createBoardsOn(lonely, client, 2);
            SortedMap<String, BoardState> before = cluster.boardsWith(its.keySet(), 2);
            try (Witnesses witnesses = Witnesses.join(client, its.keySet()).awaitFrames()) {
                relay.cut();
                for (int i = 0; i < 2 * (GAMESERVERS + 1); i++) {
                    RedisDeployment.createBoard(client);
                }
                await().until(() -> {
                    RedisDeployment.createBoard(client);
                    return unreached() == 1;
                });
                relay.mend();
                witnesses.awaitFramesMore(FRAMES);
                await().until(() -> unreached() == 0);
                SortedMap<String, BoardState> after = cluster.boards();
                assertThat(before) // its own, too: it reaches the store, and keeps its lease
                        .allSatisfy((id, state) ->
                                assertThat(boardOf(after, id).epoch()).isEqualTo(state.epoch()));
                witnesses.assertKept(redis);
            }
            cluster.stop(lonely, DRAIN_TIME_MAX);
            bots.endUninterrupted();
        }
    }

    /** How many gameservers get no boards, since the orchestrator does not reach them. */
    private static double unreached() throws IOException, InterruptedException {
        return cluster.orchestrators().get(0).metric("orbstrike_gameservers_unreached");
    }

    /** How many gameservers did not say in time what the boards are like that others took from them. */
    private static double unanswered() throws IOException, InterruptedException {
        double unanswered = 0;
        for (Member each : cluster.gameservers()) {
            unanswered += each.metric("orbstrike_adoptions_unanswered_total");
        }
        return unanswered;
    }

    private static void join(OrbstrikeClient client, String board) throws Exception {
        RedisDeployment.answer(client.joinBoard(PlayingPlayer.ORB, BoardId.parse(board), new OrbPlayer("late", 0)));
    }
}
