package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.board.BoardId;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.server.config.HostPort;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/** A page whose network or whose machine goes away for a while, and that plays on with its ticket. */
@Needs({Need.CHROMIUM, Need.LINUX})
@Timeout(240)
class BrowserAwayIT {

    /** Longer than a server waits for a client that says nothing, with its ping. */
    private static final Duration SILENCE_TOLD_MAX = Duration.ofSeconds(60);

    private static final String SILENT = "orbstrike_http_websockets_silent_total";
    private static final String TICKET = "return JSON.parse(sessionStorage.getItem('orbstrike.session')).ticket";
    private static final String STREAM = "return JSON.parse(sessionStorage.getItem('orbstrike.session')).stream";

    /** The circle is so small that every ring reaches everybody, and who died is out for the time of a test. */
    private static final OrbRules CLOSE = OrbRules.builder()
            .maxPlayers(3)
            .radius(100)
            .ringRadius(300)
            .protectionMs(0)
            .respawnMs(60_000)
            .withoutRounds()
            .build();

    private static ServerProcess server;
    private static ServerProcess.Ready ready;
    private static OrbstrikeClient client;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = ServerProcess.start("standalone", "--port", "0", "--http-port", "0", "--bots", "0");
        ready = server.awaitReady();
        client = OrbstrikeClient.builder().target(ready.grpc()).build();
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void shouldSayThatItIsOfflineAndPlayOnAsTheSamePlayer() throws Exception {
        String board = create(CreateOptions.DEFAULT);
        PlayingPlayer ben = PlayingPlayer.join(client, BoardId.parse(board), "Ben");
        try (Browser ann = Browser.open(640, 400)) {
            ann.join(ready, board, "Ann");
            killOnce(ann);
            long index = ann.playNumber("play.index");
            ann.setOffline(true);
            awaitNotice(ann, "You are offline");
            ann.awaitPlay("!play.isOpen");
            long stream = ann.number(STREAM);
            ann.setOffline(false);
            awaitNotice(ann, "Connected again");
            assertPlaysOn(ann, index, 1);
            assertThat(ann.number(STREAM) - stream)
                    .as("streams opened: it hardly knocks while there is no network")
                    .isBetween(1L, 3L);
        } finally {
            ben.close();
        }
    }

    @Test
    void shouldPlayOnWhenItsConnectionLeadsNowhereAnyMore() throws Exception {
        String board = create(CreateOptions.DEFAULT);
        PlayingPlayer ben = PlayingPlayer.join(client, BoardId.parse(board), "Ben");
        try (TcpRelay relay = relay();
                Browser ann = Browser.open(640, 400)) {
            ann.go("http://127.0.0.1:" + relay.port() + "/#board=" + board).awaitText("play-now", "Join");
            relay.strand();
            ann.enter("Ann");
            killOnce(ann);
            long index = ann.playNumber("play.index");
            relay.strand();
            awaitNotice(ann, "Waiting for the board");
            awaitNotice(ann, "Connected again");
            assertPlaysOn(ann, index, 1);
        } finally {
            ben.close();
        }
    }

    @Test
    void shouldPlayOnAfterASleepInWhichTheServerGaveItsConnectionUp() throws Exception {
        String board = create(CreateOptions.DEFAULT);
        PlayingPlayer ben = PlayingPlayer.join(client, BoardId.parse(board), "Ben");
        try (Browser ann = Browser.open(640, 400)) {
            ann.join(ready, board, "Ann");
            killOnce(ann);
            long index = ann.playNumber("play.index");
            double silentBefore = RedisDeployment.metric(ready, SILENT);
            ann.pause();
            try {
                await().atMost(SILENCE_TOLD_MAX)
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> RedisDeployment.metric(ready, SILENT) > silentBefore);
            } finally {
                ann.resume();
            }
            assertPlaysOn(ann, index, 1);
        } finally {
            ben.close();
        }
    }

    @Test
    void shouldSayThatThePlaceWasGivenUpMeanwhileAndLeadBackToTheBoard() throws Exception {
        String board = create(CreateOptions.DEFAULT);
        try (Browser ann = Browser.open(640, 400)) {
            ann.join(ready, board, "Ann");
            ann.setOffline(true);
            ann.awaitPlay("!play.isOpen");
            leave(String.valueOf(ann.run(TICKET)));
            ann.setOffline(false);
            ann.awaitState("over");
            ann.awaitText("over-title", "You were away");
            ann.click("again");
            ann.awaitState("playing");
            assertThat(ann.run("return orbstrike.facts().board")).isEqualTo(board);
        }
    }

    @Test
    void shouldSayThatTheBoardHasClosedMeanwhile() throws Exception {
        String board = create(CreateOptions.DEFAULT.lifetime(Duration.ofSeconds(15)));
        try (Browser ann = Browser.open(640, 400)) {
            ann.join(ready, board, "Ann");
            ann.setOffline(true);
            await().atMost(Browser.PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> client.getBoard(BoardId.parse(board))
                            .handle((facts, failure) -> failure != null)
                            .toCompletableFuture()
                            .get());
            ann.setOffline(false);
            ann.awaitState("over");
            ann.awaitText("over-title", "has closed");
            ann.awaitText("over-text", "while you were away");
            ann.click("again");
            ann.awaitState("lobby");
        }
    }

    private static void killOnce(Browser killer) {
        killer.awaitPlay("play.players === 2 && play.orbs.every((orb) => orb.alive)");
        killer.press(Keys.SPACE);
        killer.awaitPlay("play.own.kills === 1");
        killer.release(Keys.SPACE);
    }

    /** Checks that a page is the player that it was, with his score, and that he can be steered. */
    private static void assertPlaysOn(Browser page, long index, long kills) {
        long tick = page.playNumber("play.tick");
        page.awaitPlay("play.isOpen && play.tick > " + tick);
        page.awaitState("playing");
        assertThat(page.playNumber("play.index")).isEqualTo(index);
        assertThat(page.playNumber("play.own.kills")).isEqualTo(kills);
        page.press(Keys.SPACE);
        page.awaitPlay("(play.orbs.find((orb) => orb.index === play.index).motion & 16) !== 0");
        page.release(Keys.SPACE);
    }

    private static void awaitNotice(Browser page, String text) {
        await().alias(text)
                .atMost(Browser.PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(
                        () -> assertThat(page.run("return document.querySelector('#notice.shown')?.textContent ?? ''"))
                                .asString()
                                .contains(text));
    }

    private static TcpRelay relay() throws IOException {
        return TcpRelay.start(new HostPort.Converter().convert(ready.http()));
    }

    /** Gives a player's place up, as the board does with one who stays away for a minute. */
    private static void leave(String ticket) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + ready.http() + "/orbstrike.v1.Lobby/LeaveBoard"))
                .header("content-type", "application/proto")
                .header("authorization", "Bearer " + ticket)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String create(CreateOptions options) throws Exception {
        return RedisDeployment.answer(client.createBoard(PlayingPlayer.ORB, CLOSE, options))
                .id()
                .toString();
    }
}
