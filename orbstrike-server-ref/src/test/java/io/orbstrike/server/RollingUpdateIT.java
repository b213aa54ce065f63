package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.server.ClusterDeployment.BoardState;
import io.orbstrike.server.ClusterDeployment.Member;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;

/**
 * Gameservers are replaced by a build with a new snapshot version while players play: half of them, and back, then all of
 * them.
 */
@Needs(Need.REDIS)
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RollingUpdateIT {

    private static final int GAMESERVERS = 4;
    private static final int ORCHESTRATORS = 1;
    private static final int OLD_VERSION = 1;
    private static final int NEW_VERSION = 2;
    private static final String NEW_BUILD = "99.0";
    private static final Duration DRAIN_TIME_MAX = Duration.ofSeconds(25);

    private static ClusterDeployment cluster;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        cluster = ClusterDeployment.start(TallyType.classPath(OLD_VERSION), GAMESERVERS, ORCHESTRATORS);
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
    @Order(1)
    @DisplayName("F4: shouldServeBoardsAgainWhenGameserversWithANewSnapshotVersionAreRolledBack")
    void shouldServeBoardsAgainWhenGameserversWithANewSnapshotVersionAreRolledBack() throws Exception {
        List<Member> replaced = cluster.gameservers().subList(0, GAMESERVERS / 2);
        for (Member each : replaced) {
            cluster.stop(each, DRAIN_TIME_MAX);
        }
        List<Member> kept = cluster.gameservers();
        List<Member> updated = cluster.startGameservers(replaced.size(), TallyType.classPath(NEW_VERSION));
        cluster.awaitLiveGameservers(GAMESERVERS);
        try (OrbstrikeClient client = cluster.client();
                TallyPlayers players = new TallyPlayers(client)) {
            SortedMap<String, BoardState> theirs = new TreeMap<>();
            for (Member each : updated) {
                theirs.putAll(cluster.createBoardsOn(each, () -> players.createBoard(0), 2));
            }
            Set<String> played = new TreeSet<>(theirs.keySet());
            for (Member each : kept) {
                played.addAll(cluster.createBoardsOn(each, () -> players.createBoard(0), 1)
                        .keySet());
            }
            players.join(played);
            players.join(played);
            players.count();
            players.awaitCounted();
            players.awaitSaved(cluster.redis(), OLD_VERSION);
            for (Member each : updated) {
                cluster.kill(each);
            }
            cluster.fill(GAMESERVERS, ORCHESTRATORS);
            cluster.awaitEpochsAbove(theirs);
            players.awaitCounted();
            players.count();
            players.awaitCounted();
            players.awaitSaved(cluster.redis(), OLD_VERSION);
            players.assertKept(cluster.redis());
        }
    }

    @Test
    @Order(2)
    @DisplayName("K3: shouldMoveEachBoardOnceWhenAllGameserversAreUpdated")
    void shouldMoveEachBoardOnceWhenAllGameserversAreUpdated(@TempDir Path folder) throws Exception {
        List<String> update = TallyType.classPath(NEW_VERSION, OtherBuild.write(folder, NEW_BUILD));
        try (OrbstrikeClient client = cluster.client();
                TallyPlayers players = new TallyPlayers(client)) {
            Set<String> played = new TreeSet<>();
            for (Member each : cluster.gameservers()) {
                played.addAll(cluster.createBoardsOn(each, () -> players.createBoard(0), 1)
                        .keySet());
            }
            players.join(played);
            players.count();
            SortedMap<String, BoardState> before = cluster.boardsWith(played, GAMESERVERS);
            double handoversBefore = metric("orbstrike_handovers_ordered_total");
            double failoversBefore = metric("orbstrike_failovers_total");
            for (Member old : cluster.gameservers()) {
                cluster.startGameservers(1, update);
                cluster.awaitLiveGameservers(GAMESERVERS + 1);
                players.count();
                players.awaitCounted();
                players.awaitSaved(cluster.redis(), OLD_VERSION);
                old.process().terminate();
                players.count();
                cluster.awaitStopped(old, DRAIN_TIME_MAX);
            }
            cluster.awaitLiveGameservers(GAMESERVERS);
            cluster.awaitEpochsAbove(before);
            players.awaitCounted();
            players.assertNoStepWasLost();
            double handovers = metric("orbstrike_handovers_ordered_total") - handoversBefore;
            double failovers = metric("orbstrike_failovers_total") - failoversBefore;
            assertThat(handovers).isPositive();
            assertThat(handovers)
                    .as("of %d boards, each of which has moved; so many more may when leases ran out", before.size())
                    .isBetween(before.size() - failovers, before.size() + failovers);
            assertThat(cluster.builds()).containsOnly(NEW_BUILD);
            players.count();
            players.awaitCounted();
            players.awaitSaved(cluster.redis(), NEW_VERSION);
            players.assertKept(cluster.redis());
        }
    }

    private static double metric(String name) throws IOException, InterruptedException {
        return cluster.leading().metric(name);
    }
}
