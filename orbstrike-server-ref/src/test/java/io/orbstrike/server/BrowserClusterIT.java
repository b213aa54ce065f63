package io.orbstrike.server;

import static io.orbstrike.server.ClusterDeployment.boardOf;
import static io.orbstrike.server.ClusterDeployment.boardsAsSeenBy;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/** A board is moved, or its gameserver dies, while people play in browsers, who play on. */
@Needs({Need.CHROMIUM, Need.REDIS})
@Timeout(240)
class BrowserClusterIT {

    private static final Duration STORE_TIME = Duration.ofSeconds(5);

    /** Every ring reaches everybody. */
    private static final OrbRules RULES = OrbRules.builder()
            .maxPlayers(4)
            .radius(300)
            .ringRadius(700)
            .protectionMs(0)
            .respawnMs(2_000)
            .withoutRounds()
            .build();

    /** Notes all that the page's line says from now on. */
    private static final String LISTEN = """
            globalThis.said = [];
            const line = document.getElementById('notice');
            new MutationObserver(() => said.push(line.textContent)).observe(line, { childList: true, characterData: true, subtree: true });
            """;

    private static final String STREAM = "return JSON.parse(sessionStorage.getItem('orbstrike.session')).stream";

    @Test
    void shouldPlayOnInBothPagesWhenTheBoardIsMovedAndWhenItsGameserverIsKilled() throws Exception {
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
            assertPlaysThroughAHandover(cluster, board, ann, ben);
            long epoch = ann.playNumber("play.epoch");
            long player = ann.playNumber("play.index");

            cluster.kill(holderOf(cluster, board));

            for (Browser each : List.of(ann, ben)) {
                each.awaitPlay("play.isOpen && play.players === 2 && play.epoch > " + epoch);
            }
            assertThat(ann.playNumber("play.index")).isEqualTo(player);
            assertSteers(ann, ben, player);
            for (Browser each : List.of(ann, ben)) {
                each.awaitState("playing");
                assertThat(each.errors()).isEmpty();
            }
            assertIsNotOffered(kept, ben, orchestrator);
        }
    }

    /** Moves a board as an operator does, and checks that a page goes on over the same stream, with what its player had. */
    private static void assertPlaysThroughAHandover(ClusterDeployment cluster, String board, Browser ann, Browser ben)
            throws Exception {
        Member orchestrator = cluster.orchestrators().get(0);
        ann.awaitPlay("play.orbs.every((orb) => orb.alive)");
        ann.press(Keys.SPACE);
        ann.awaitPlay("play.own.kills === 1");
        ann.release(Keys.SPACE);
        long epoch = ann.playNumber("play.epoch");
        long player = ann.playNumber("play.index");
        long stream = ann.number(STREAM);
        ann.run(LISTEN);
        Member source = holderOf(cluster, board);
        String target =
                anotherThan(cluster, boardOf(boardsAsSeenBy(source), board).gameserver());

        assertThat(RedisDeployment.tryAdmin(orchestrator.address(), "move", board, target))
                .isPresent();

        for (Browser each : List.of(ann, ben)) {
            each.awaitPlay("play.isOpen && play.players === 2 && play.epoch > " + epoch);
        }
        ann.awaitText("notice", "The board has moved to another server");
        assertThat(boardsAsSeenBy(source)).doesNotContainKey(board);
        assertThat(ann.playNumber("play.own.kills")).isEqualTo(1);
        assertThat(ann.playNumber("play.index")).isEqualTo(player);
        assertThat(ann.number(STREAM)).as("streams opened").isEqualTo(stream);
        assertSteers(ann, ben, player);
        assertThat(String.valueOf(ann.run("return said.join('; ')")))
                .as("what the page said since it was loaded, and no other page was")
                .contains("The board has moved")
                .doesNotContain("Connected again", "offline");
        ann.awaitState("playing");
    }

    /** Another gameserver than one. */
    private static String anotherThan(ClusterDeployment cluster, String gameserver) throws IOException {
        JsonNode all = RedisDeployment.admin(cluster.orchestrators().get(0).address(), "gameservers");
        return StreamSupport.stream(all.get("gameservers").spliterator(), false)
                .map(each -> each.get("id").asText())
                .filter(id -> !id.equals(gameserver))
                .findFirst()
                .orElseThrow();
    }

    /** Checks that a player is steered by his page, as another page sees him. */
    private static void assertSteers(Browser page, Browser other, long player) {
        page.awaitPlay("play.own.alive");
        long x = page.playNumber("play.own.x");
        Keys inwards = x > 0 ? Keys.ARROW_LEFT : Keys.ARROW_RIGHT;
        page.press(inwards);
        other.awaitPlay("Math.abs(play.orbs.find((orb) => orb.index === " + player + ").x - " + x + ") > " + 20 * 1024);
        page.release(inwards);
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
