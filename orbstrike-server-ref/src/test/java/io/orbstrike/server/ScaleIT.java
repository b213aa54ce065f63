package io.orbstrike.server;

import static io.orbstrike.server.ClusterDeployment.await;
import static io.orbstrike.server.ClusterDeployment.boardsAsSeenBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.server.ClusterDeployment.Member;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster grows under its load, which is spread, and shrinks again, while players play. */
@Needs(Need.REDIS)
@Timeout(240)
class ScaleIT {

    private static final int GAMESERVERS_MAX = 4;
    private static final int BOARDS = 6;
    private static final int BOARDS_OF_BOTS = 2;

    /** A tenth of a thread's time for each board. */
    private static final int BUSY_US = 5_000;

    private static final List<String> TALLY = TallyType.classPath(1);
    private static final String[] ONE_THREAD = {"--threads", "1"};
    private static final Duration DRAIN_TIME_MAX = Duration.ofSeconds(25);

    private static ClusterDeployment cluster;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        cluster = ClusterDeployment.start(TALLY, 0, 1);
        cluster.startGameserver(ONE_THREAD);
        cluster.awaitLiveGameservers(1);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    @Test
    @DisplayName("F10: shouldPlayOnFromOneGameserverToFourAndBack")
    void shouldPlayOnFromOneGameserverToFourAndBack() throws Exception {
        try (PlayingBots bots = PlayingBots.start(cluster, cluster.targets(), BOARDS_OF_BOTS, 4);
                OrbstrikeClient client = cluster.client();
                TallyPlayers players = new TallyPlayers(client)) {
            Set<String> boards = new TreeSet<>();
            for (int i = 0; i < BOARDS; i++) {
                boards.add(players.createBoard(BUSY_US).toString());
            }
            players.join(boards);
            players.count();
            players.awaitCounted();

            cluster.startGameservers(GAMESERVERS_MAX - 1, TALLY, ONE_THREAD);
            cluster.awaitLiveGameservers(GAMESERVERS_MAX);
            for (Member each : cluster.gameservers()) {
                await().until(() -> !boardsAsSeenBy(each).isEmpty());
            }
            assertThat(cluster.leading().metric("orbstrike_rebalanced_total")).isPositive();
            assertAdvice(GAMESERVERS_MAX, BOARDS + BOARDS_OF_BOTS);
            players.join(boards);
            players.count();

            List<Member> leaving = cluster.gameservers().subList(0, GAMESERVERS_MAX - 1);
            leaving.forEach(each -> each.process().terminate());
            players.count();
            for (Member each : leaving) {
                cluster.awaitStopped(each, DRAIN_TIME_MAX);
            }
            cluster.awaitLiveGameservers(1);
            cluster.awaitBoards(boards);
            players.count();
            players.awaitCounted();
            players.assertKept(cluster.redis());
            players.assertNoStepWasLost();
            assertAdvice(1, BOARDS + BOARDS_OF_BOTS);
            bots.endUninterrupted();
        }
    }

    /** An autoscaler reads what there is; who has looked for less than the window wants no fewer gameservers than there are. */
    private static void assertAdvice(int live, int boards) {
        Member orchestrator = cluster.leading();
        await().untilAsserted(() -> {
            JsonNode advice = new ObjectMapper().readTree(RedisDeployment.get(orchestrator.ready(), "/scale"));
            assertThat(advice.fieldNames())
                    .toIterable()
                    .containsExactly("desired", "live", "boards", "boardsCapacity", "places", "placesCapacity");
            assertThat(advice.get("live").asInt()).isEqualTo(live);
            assertThat(advice.get("boards").asInt()).isEqualTo(boards);
            assertThat(advice.get("boardsCapacity").asInt()).isGreaterThan(boards);
            assertThat(advice.get("places").asInt()).isGreaterThan(boards);
            assertThat(advice.get("placesCapacity").asInt())
                    .isGreaterThan(advice.get("places").asInt());
            assertThat(advice.get("desired").asInt()).isEqualTo(live);
            assertThat(orchestrator.metric("orbstrike_gameservers_live")).isEqualTo(live);
            assertThat(orchestrator.metric("orbstrike_gameservers_desired")).isEqualTo(live);
        });
    }
}
