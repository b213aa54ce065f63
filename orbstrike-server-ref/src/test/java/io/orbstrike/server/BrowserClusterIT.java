package io.orbstrike.server;

import static io.orbstrike.server.ClusterDeployment.boardOf;
import static io.orbstrike.server.ClusterDeployment.boardsAsSeenBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.server.ClusterDeployment.Member;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/** A gameserver dies while people play in browsers, who play on. */
@Needs({Need.CHROMIUM, Need.REDIS})
@Timeout(240)
class BrowserClusterIT {

    private static final OrbRules RULES =
            OrbRules.builder().maxPlayers(4).radius(5_000).withoutRounds().build();

    @Test
    void shouldPlayOnInBothPagesWhenTheGameserverIsKilled() throws Exception {
        try (ClusterDeployment cluster = ClusterDeployment.start(2, 1);
                OrbstrikeClient client = cluster.client();
                Browser ann = Browser.open(640, 400);
                Browser ben = Browser.open(640, 400)) {
            String board = create(client);
            Member orchestrator = cluster.orchestrators().get(0);
            ann.join(orchestrator.ready(), board, "Ann");
            ben.join(orchestrator.ready(), board, "Ben");
            ann.awaitPlay("play.players === 2");
            long epoch = ann.playNumber("play.epoch");
            long player = ann.playNumber("play.index");

            cluster.kill(holderOf(cluster, board));

            for (Browser each : List.of(ann, ben)) {
                each.awaitPlay("play.isOpen && play.players === 2 && play.epoch > " + epoch);
            }
            assertThat(ann.playNumber("play.index")).isEqualTo(player);
            ann.awaitPlay("play.own.alive");
            long x = ann.playNumber("play.own.x");
            ann.press(Keys.ARROW_RIGHT);
            ben.awaitPlay("play.orbs.find((orb) => orb.index === " + player + ").x > " + (x + 20 * 1024));
            ann.release(Keys.ARROW_RIGHT);
            for (Browser each : List.of(ann, ben)) {
                each.awaitState("playing");
                assertThat(each.errors()).isEmpty();
            }
        }
    }

    @Test
    void shouldShowAFailoverToWhoWatchesTheClusterWhilePlayGoesOn() throws Exception {
        try (ClusterDeployment cluster = ClusterDeployment.start(3, 1);
                OrbstrikeClient client = cluster.client();
                PlayingBots bots = PlayingBots.start(cluster, cluster.targets(), 3, 6);
                Browser operator = Browser.open(1360, 920);
                Browser ann = Browser.open(640, 400)) {
            Member orchestrator = cluster.orchestrators().get(0);
            String board = create(client);
            watch(operator, orchestrator);
            ann.join(orchestrator.ready(), board, "Ann");
            operator.awaitText("sum", "3 gameservers · 4 boards · 19 players");
            long epoch = ann.playNumber("play.epoch");
            long player = ann.playNumber("play.index");
            Member holder = holderOf(cluster, board);
            String gameserver = boardOf(boardsAsSeenBy(holder), board).gameserver();

            cluster.kill(holder);

            ann.awaitPlay("play.isOpen && play.epoch > " + epoch);
            ann.awaitText("notice", "The board has moved to another server");
            operator.awaitText("sum", "2 gameservers · 4 boards · 19 players");
            operator.awaitText("happenings", "Lost");
            operator.awaitText("happenings", "Failover");
            operator.awaitText("happenings", "goes on at");
            assertThat(operator.run("return document.querySelector(\"[data-gameserver='" + gameserver
                            + "'] .state\").textContent"))
                    .isEqualTo("gone");
            assertThat(operator.run("return orbstrike.facts().look.boards.some(({ gameserver }) => gameserver === '"
                            + gameserver + "')"))
                    .isEqualTo(false);
            operator.picture("cluster-failover");
            ann.awaitState("playing");
            assertThat(ann.playNumber("play.index")).isEqualTo(player);
            assertThat(ann.errors()).isEmpty();
            assertThat(operator.errors()).allMatch(error -> error.contains("401"));
            bots.endUninterrupted();
        }
    }

    private static void watch(Browser operator, Member orchestrator) {
        operator.go("http://" + orchestrator.ready().http() + "/cluster");
        operator.awaitText("access", "The cluster's secret");
        operator.type("secret", RedisDeployment.SECRET);
        operator.click("secret-use");
        operator.awaitText("leader", "term ");
    }

    private static String create(OrbstrikeClient client) throws Exception {
        return RedisDeployment.answer(client.createBoard(PlayingPlayer.ORB, RULES, CreateOptions.DEFAULT))
                .id()
                .toString();
    }

    private static Member holderOf(ClusterDeployment cluster, String board) throws IOException {
        for (Member each : cluster.gameservers()) {
            if (boardsAsSeenBy(each).containsKey(board)) {
                return each;
            }
        }
        throw new AssertionError("no gameserver has board " + board);
    }
}
