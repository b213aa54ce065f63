package io.orbstrike.server;

import static io.orbstrike.server.ClusterDeployment.await;
import static io.orbstrike.server.ClusterDeployment.boardOf;
import static io.orbstrike.server.ClusterDeployment.boardsAsSeenBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.grpc.ErrorReason;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.server.ClusterDeployment.BoardState;
import io.orbstrike.server.ClusterDeployment.Member;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes of a cluster are killed, stopped, drained and replaced while bots play, who must not notice. */
@Needs(Need.REDIS)
@Timeout(240)
class ClusterIT {

    private static final int GAMESERVERS = 3;
    private static final int ORCHESTRATORS = 2;
    private static final int BOARDS = 6;
    private static final int PLAYERS = 4;
    private static final int WITNESSES = 2;
    private static final int FRAMES = 20;
    private static final Duration DRAIN_TIME_MAX = Duration.ofSeconds(25);

    private static ClusterDeployment cluster;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        cluster = ClusterDeployment.start(TallyType.classPath(1), GAMESERVERS, ORCHESTRATORS);
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
    @DisplayName("F1: shouldPlayOnWhenAGameserverIsKilled")
    void shouldPlayOnWhenAGameserverIsKilled() throws Exception {
        try (PlayingBots bots = bots(cluster.targets());
                OrbstrikeClient client = cluster.client()) {
            killAGameserver(client);
            bots.endUninterrupted();
        }
    }

    @Test
    @DisplayName("F2: shouldPlayOnWhenAGameserverStandsStillAndGoesOn")
    void shouldPlayOnWhenAGameserverStandsStillAndGoesOn() throws Exception {
        try (PlayingBots bots = bots(cluster.targets());
                OrbstrikeClient client = cluster.client()) {
            Member stopped = cluster.busiest(PLAYERS);
            Set<String> watched = watchedBoardsOn(stopped, client);
            SortedMap<String, BoardState> its = boardsAsSeenBy(stopped);
            SortedMap<String, BoardState> moved;
            try (Witnesses witnesses = Witnesses.join(client, watched).awaitFrames()) {
                stopped.process().pause();
                try {
                    cluster.awaitEpochsAbove(its);
                    witnesses.awaitEpochsAbove(its);
                    moved = cluster.boards();
                } finally {
                    stopped.process().resume();
                }
                await().until(() -> boardsAsSeenBy(stopped).entrySet().stream()
                        .noneMatch(board -> its.containsKey(board.getKey())
                                && board.getValue().epoch()
                                        <= its.get(board.getKey()).epoch()));
                cluster.awaitLiveGameservers(GAMESERVERS);
                witnesses.awaitFramesMore(FRAMES);
                SortedMap<String, BoardState> settled = cluster.boards();
                assertThat(its.keySet()).allSatisfy(board -> {
                    assertThat(boardOf(settled, board).epoch())
                            .isGreaterThanOrEqualTo(boardOf(moved, board).epoch());
                    assertThat(boardOf(settled, board).tick())
                            .isGreaterThanOrEqualTo(boardOf(moved, board).tick());
                });
                witnesses.assertKept(cluster.redis());
            }
            bots.endUninterrupted();
        }
    }

    @Test
    @DisplayName("F3: shouldHandBoardsOverWhenAGameserverIsTerminated")
    void shouldHandBoardsOverWhenAGameserverIsTerminated() throws Exception {
        try (PlayingBots bots = bots(cluster.targets());
                OrbstrikeClient client = cluster.client();
                TallyPlayers players = new TallyPlayers(client)) {
            Member leaving = cluster.busiest(PLAYERS);
            Set<String> watched = watchedBoardsOn(leaving, client);
            countOn(leaving, players);
            SortedMap<String, BoardState> its = boardsAsSeenBy(leaving);
            try (Witnesses witnesses = Witnesses.join(client, watched).awaitFrames()) {
                leaving.process().terminate();
                players.count();
                cluster.awaitStopped(leaving, DRAIN_TIME_MAX);
                witnesses.awaitEpochsAbove(its);
                witnesses.assertNoStepWasLost();
                witnesses.assertKept(cluster.redis());
                cluster.awaitBoards(its.keySet());
            }
            assertAllIsCounted(players);
            bots.endUninterrupted();
        }
    }

    @Test
    @DisplayName("F4: shouldPlayOnWhileAllGameserversAreReplacedOneAfterTheOther")
    void shouldPlayOnWhileAllGameserversAreReplacedOneAfterTheOther() throws Exception {
        try (PlayingBots bots = bots(cluster.targets());
                OrbstrikeClient client = cluster.client();
                TallyPlayers players = new TallyPlayers(client)) {
            Member first = cluster.busiest(PLAYERS);
            Set<String> watched = watchedBoardsOn(first, client);
            countOn(first, players);
            SortedMap<String, BoardState> before = cluster.boardsWith(watched, BOARDS);
            try (Witnesses witnesses = Witnesses.join(client, watched).awaitFrames()) {
                for (Member each : cluster.gameservers()) {
                    each.process().terminate();
                    players.count();
                    cluster.awaitStopped(each, DRAIN_TIME_MAX);
                    cluster.startGameserver();
                    cluster.awaitLiveGameservers(GAMESERVERS);
                }
                cluster.awaitEpochsAbove(before); // the bots' boards, too
                witnesses.awaitEpochsAbove(before);
                witnesses.assertNoStepWasLost();
                witnesses.assertKept(cluster.redis());
            }
            assertAllIsCounted(players);
            bots.endUninterrupted();
        }
    }

    @Test
    @DisplayName("F5: shouldFailOverWhenTheLeaderWasKilledBefore")
    void shouldFailOverWhenTheLeaderWasKilledBefore() throws Exception {
        Member leading = cluster.leading();
        Member other = otherThan(leading);
        try (PlayingBots bots = bots(other.address());
                OrbstrikeClient client = ClusterDeployment.clientOf(other)) {
            cluster.kill(leading);
            await().until(() -> cluster.leader().equals(other.address()));
            killAGameserver(client);
            bots.endUninterrupted();
        }
    }

    @Test
    @DisplayName("F6: shouldPlayOnThroughAnotherOrchestratorWhenOneIsKilled")
    void shouldPlayOnThroughAnotherOrchestratorWhenOneIsKilled() throws Exception {
        endAnOrchestrator(cluster.orchestrators().get(0), (victim, late) -> cluster.kill(victim));
    }

    @Test
    void shouldPlayOnThroughAnotherOrchestratorWhenTheLeaderIsTerminated() throws Exception {
        Member leading = cluster.leading();
        Member other = otherThan(leading);
        endAnOrchestrator(leading, (leaving, late) -> {
            late.awaitFrames();
            cluster.stop(leaving, DRAIN_TIME_MAX);
            late.awaitInterrupted(ErrorReason.SERVER_CLOSING);
        });
        await().until(() -> cluster.leader().equals(other.address()));
    }

    private interface Ending {
        void end(Member orchestrator, Witnesses late) throws Exception;
    }

    /** It ends right after it told players that they have joined, who then play through the other, as all others do. */
    private static void endAnOrchestrator(Member ending, Ending how) throws Exception {
        Member other = otherThan(ending);
        try (PlayingBots bots = bots(cluster.targets());
                OrbstrikeClient client = ClusterDeployment.clientOf(ending);
                OrbstrikeClient otherClient = ClusterDeployment.clientOf(other)) {
            int carried = (int) ending.metric("orbstrike_play_streams");
            assertThat(carried).as("streams through the one that ends").isPositive();
            Set<String> watched = watchedBoardsOn(cluster.busiest(PLAYERS), otherClient);
            try (Witnesses untouched = Witnesses.join(otherClient, watched).awaitFrames();
                    Witnesses late = Witnesses.join(client, watched)) {
                how.end(ending, late);
                try (Witnesses elsewhere = late.again(otherClient).awaitFrames()) {
                    int streams = BOARDS * PLAYERS + 2 * watched.size();
                    await().until(() -> other.metric("orbstrike_play_streams") == streams);
                    double played = other.metric("orbstrike_play_messages_total");
                    await().until(() -> other.metric("orbstrike_play_messages_total") > played + 200);
                    elsewhere.awaitFramesMore(FRAMES);
                    for (Witnesses witnesses : List.of(untouched, elsewhere)) {
                        witnesses.assertKept(cluster.redis());
                    }
                }
            }
            assertThat(bots.end().get("reconnects").asInt()).isGreaterThanOrEqualTo(carried);
        }
    }

    /** It dies right after players were told that they have joined. */
    private static void killAGameserver(OrbstrikeClient client) throws Exception {
        Member victim = cluster.busiest(PLAYERS);
        Set<String> watched = watchedBoardsOn(victim, client);
        SortedMap<String, BoardState> its = boardsAsSeenBy(victim);
        try (Witnesses early = Witnesses.join(client, watched).awaitFrames();
                Witnesses late = Witnesses.join(client, watched)) {
            cluster.kill(victim);
            cluster.awaitEpochsAbove(its);
            for (Witnesses witnesses : List.of(early, late)) {
                witnesses.awaitEpochsAbove(its);
                witnesses.awaitFramesMore(FRAMES);
                witnesses.assertKept(cluster.redis());
            }
        }
    }

    /** New boards on a gameserver that bots play on, which still have places. */
    private static Set<String> watchedBoardsOn(Member gameserver, OrbstrikeClient client) throws IOException {
        assertThat(boardsAsSeenBy(gameserver).values())
                .as("boards of the busiest gameserver")
                .anyMatch(board -> board.players() >= PLAYERS);
        return cluster.createBoardsOn(gameserver, client, WITNESSES).keySet();
    }

    /** Players who count there, on a board of their own. */
    private static void countOn(Member gameserver, TallyPlayers players) throws Exception {
        players.join(cluster.createBoardsOn(gameserver, () -> players.createBoard(0), 1)
                .keySet());
        players.count();
    }

    /** Checks that what was counted before, between and after handovers is there, and nothing twice. */
    private static void assertAllIsCounted(TallyPlayers players) throws Exception {
        players.count();
        players.awaitCounted();
        players.assertNoStepWasLost();
        players.assertKept(cluster.redis());
    }

    private static Member otherThan(Member orchestrator) {
        return cluster.orchestrators().stream()
                .filter(each -> !each.address().equals(orchestrator.address()))
                .findFirst()
                .orElseThrow();
    }

    private static PlayingBots bots(String targets) throws IOException, InterruptedException {
        return PlayingBots.start(cluster, targets, BOARDS, PLAYERS);
    }
}
