package io.orbstrike.server;

import static io.orbstrike.server.ClusterDeployment.boardOf;
import static io.orbstrike.server.ClusterDeployment.boardsAsSeenBy;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.redis.RedisClusterStore;
import io.orbstrike.server.ClusterDeployment.Member;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Token;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/** A gameserver dies while people play in browsers, who play on. */
@Needs({Need.CHROMIUM, Need.REDIS})
@Timeout(240)
class BrowserClusterIT {

    private static final Duration STORE_TIME = Duration.ofSeconds(5);

    private static final OrbRules RULES =
            OrbRules.builder().maxPlayers(4).radius(5_000).withoutRounds().build();

    @Test
    void shouldPlayOnInBothPagesWhenTheGameserverIsKilled() throws Exception {
        try (ClusterDeployment cluster = ClusterDeployment.start(2, 1);
                OrbstrikeClient client = cluster.client();
                Browser ann = Browser.open(640, 400);
                Browser ben = Browser.open(640, 400)) {
            String board = create(client);
            String kept = create(client, CreateOptions.DEFAULT.listed());
            Member orchestrator = cluster.orchestrators().get(0);
            ann.join(orchestrator.ready(), board, "Ann");
            ben.join(orchestrator.ready(), board, "Ben");
            ann.awaitPlay("play.players === 2");
            quarantine(cluster, kept);
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
            assertIsNotOffered(kept, ben, orchestrator);
        }
    }

    /** Checks that no way through the page leads to a board in quarantine, and that its link says so and leads on. */
    private static void assertIsNotOffered(String board, Browser browser, Member orchestrator) {
        browser.click("leave");
        browser.awaitText("boards-hint", "No board is open");
        browser.go("http://" + orchestrator.ready().http() + "/#board=" + board);
        browser.awaitText("lobby-alert", "has stopped because of a fault. Choose another one, or make your own.");
        browser.awaitText("play-now", "Play now");
        browser.click("play-now");
        browser.awaitState("playing");
        assertThat(browser.run("return orbstrike.facts().board")).isNotEqualTo(board);
        assertThat(browser.errors()).isEmpty();
    }

    /** Has the store say that a board threw. */
    private static void quarantine(ClusterDeployment cluster, String board) throws Exception {
        BoardId id = BoardId.parse(board);
        try (RedisClusterStore store =
                RedisClusterStore.builder(cluster.redis().uri()).build()) {
            AttachmentStore.TokensOutcome tokens =
                    RedisDeployment.answer(store.attachments().tokens(List.of(id), STORE_TIME));
            Token token =
                    requireNonNull(((AttachmentStore.Tokens) tokens).tokens().get(id));
            assertThat(RedisDeployment.answer(store.attachments().mark(id, token, "it threw", STORE_TIME)))
                    .isEqualTo(AttachmentStore.Marked.INSTANCE);
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
        return create(client, CreateOptions.DEFAULT);
    }

    private static String create(OrbstrikeClient client, CreateOptions options) throws Exception {
        return RedisDeployment.answer(client.createBoard(PlayingPlayer.ORB, RULES, options))
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
