package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbstrike.board.BoardId;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/** The game as people play it: the page of the built jar in a real browser. */
@Needs(Need.CHROMIUM)
@Timeout(240)
class BrowserIT {

    private static final Path PROTOCOL = Path.of("..", "docs", "protocol.md");

    /** A row of the protocol's table of close codes: the codes, and whether another stream is to be opened. */
    private static final Pattern CLOSE_CODES = Pattern.compile(
            "(?m)^\\| ((?:(?:, | and )?(?:[14]\\d{3}|any other (?:below|above) 4000))+) \\|[^|]*\\| (yes|no)\\b");

    private static final Pattern BETWEEN_CODES = Pattern.compile(", | and ");

    private static final String ENDED = "1000";
    private static final String SUPERSEDED = "4010";

    /** Codes that the table names no further. */
    private static final Map<String, String> OTHER_CODES =
            Map.of("any other below 4000", "1012", "any other above 4000", "4012");

    private static final Path PURE_TESTS = Path.of("src", "test", "js", "web", "pure.js");
    private static final String SECRET = "a secret of a cluster that is drained";
    private static final String UNKNOWN_BOARD = "0123456789abcdef0123456789abcdef";

    /** Direction and ring of the own orb. */
    private static final String OWN_MOTION = "play.orbs.find((orb) => orb.index === play.index).motion";

    /** The circle is so small that every ring reaches everybody. */
    private static final OrbRules QUICK = OrbRules.builder()
            .maxPlayers(3)
            .radius(100)
            .ringRadius(300)
            .protectionMs(0)
            .respawnMs(4_000)
            .withoutRounds()
            .build();

    private static ServerProcess server;
    private static ServerProcess.Ready ready;
    private static OrbstrikeClient client;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = ServerProcess.start("standalone", "--port", "0", "--http-port", "0", "--bots", "6");
        ready = server.awaitReady();
        client = OrbstrikeClient.builder().target(ready.grpc()).build();
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        client.close();
        assertThat(server.stop()).isZero();
        server.close();
    }

    @Test
    void shouldLoadWithoutAnyFailureAndPlayAmongBots() {
        try (Browser browser = Browser.open(1024, 640)) {
            browser.go("http://" + ready.http() + "/").awaitState("lobby");
            browser.enter("Ann");
            browser.awaitPlay("play.players >= 7 && play.own !== null && play.own.alive");
            browser.press(Keys.ARROW_RIGHT);
            browser.awaitPlay("play.own.alive && " + OWN_MOTION + " === 1"); // as the board's frames say
            long x = browser.playNumber("play.own.x");
            browser.awaitPlay("play.own.x !== " + x);
            browser.release(Keys.ARROW_RIGHT);
            browser.awaitPlay("play.drawCalls >= 1 && play.drawCalls <= 8");
            browser.assertNothingFailed();
        }
    }

    @Test
    void shouldShowTwoBrowsersOnOneBoardAndLetOneKillTheOther() throws Exception {
        String board = create(QUICK, CreateOptions.DEFAULT);
        try (Browser ann = Browser.open(640, 400);
                Browser ben = Browser.open(640, 400)) {
            ann.join(ready, board, "Ann");
            ben.join(ready, board, "Ben");
            ann.awaitPlay("play.players === 2 && play.orbs.every((orb) => orb.alive)");
            ann.press(Keys.SPACE);
            ben.awaitText("death-title", "The ring of Ann got you");
            ann.release(Keys.SPACE);
            ann.awaitPlay("play.own.kills >= 1");
            ben.awaitPlay("play.own.deaths >= 1");
            ann.awaitText("feed", "Ben");
            ben.awaitPlay("play.own.alive");
            ben.awaitHidden("death");
            assertThat(ann.errors()).isEmpty();
            assertThat(ben.errors()).isEmpty();
        }
    }

    @Test
    void shouldTakeANameForTextWhateverItHolds() throws Exception {
        String board = create(QUICK, CreateOptions.DEFAULT);
        String name = "<img src=x onerror=\"window.harmed = true\">";
        try (Browser villain = Browser.open(640, 400);
                Browser victim = Browser.open(640, 400)) {
            victim.join(ready, board, "Ann");
            villain.join(ready, board, name);
            victim.awaitText("ranks", "<img src=x");
            victim.awaitPlay("play.orbs.every((orb) => orb.alive)");
            villain.press(Keys.SPACE);
            victim.awaitText("death-title", "<img src=x");
            victim.awaitText("feed", "<img src=x");
            villain.release(Keys.SPACE);
            for (Browser each : List.of(victim, villain)) {
                assertThat(each.run("return window.harmed === undefined && document.querySelector('img') === null"))
                        .isEqualTo(true);
                assertThat(each.errors()).isEmpty();
                assertThat(each.events()).noneMatch(event -> event.contains(ready.http() + "/x\""));
            }
        }
    }

    @Test
    void shouldTellHowTheGameWasLostAndPlayAgain() throws Exception {
        OrbRules oneLife = OrbRules.builder()
                .maxPlayers(3)
                .radius(100)
                .ringRadius(300)
                .protectionMs(0)
                .withoutRespawn()
                .withoutRounds()
                .build();
        String board = create(oneLife, CreateOptions.DEFAULT);
        try (Browser ann = Browser.open(640, 400);
                Browser ben = Browser.open(900, 600)) {
            ann.join(ready, board, "Ann");
            ben.join(ready, board, "Ben");
            ann.awaitPlay("play.players === 2");
            ann.press(Keys.SPACE);
            ben.awaitState("over");
            ann.release(Keys.SPACE);
            ben.awaitText("over-title", "The ring of Ann got you");
            ann.awaitPlay("(play.orbs[play.index].motion & 16) === 0");
            ben.click("again");
            ben.awaitState("playing");
            ann.awaitPlay("play.players === 2");
            ann.press(Keys.SPACE);
            ben.awaitState("over");
            ann.release(Keys.SPACE);
            ben.reload();
            ben.awaitState("lobby");
        }
    }

    @Test
    void shouldPlayOnAfterAReload() throws Exception {
        String board = create(QUICK, CreateOptions.DEFAULT);
        try (Browser browser = Browser.open(640, 400)) {
            browser.join(ready, board, "Ann");
            browser.press(Keys.SPACE);
            browser.awaitPlay("(play.orbs[0].motion & 16) !== 0");
            browser.release(Keys.SPACE);
            browser.awaitPlay("(play.orbs[0].motion & 16) === 0");
            browser.reload();
            browser.awaitState("playing");
            browser.awaitPlay("play.isOpen && play.players === 1 && play.index === 0");
            browser.press(Keys.SPACE);
            browser.awaitPlay("(play.orbs[0].motion & 16) !== 0");
            browser.release(Keys.SPACE);
        }
    }

    @Test
    void shouldShowWhereEverybodyIsAsTheJavaClientDoes() throws Exception {
        OrbRules rules = OrbRules.builder()
                .maxPlayers(12)
                .respawnMs(300)
                .protectionMs(100)
                .build();
        String board = create(rules, CreateOptions.DEFAULT);
        PlayingPlayer reference = PlayingPlayer.join(client, BoardId.parse(board), "reference");
        PlayingPlayer other = PlayingPlayer.join(client, BoardId.parse(board), "other");
        try (Browser browser = Browser.open(640, 400)) {
            browser.join(ready, board, "Ann");
            for (int direction = 1; direction <= 8; direction++) {
                reference.steer(direction);
                other.steer(1 + direction % 8);
                long from = browser.playNumber("play.tick");
                browser.awaitPlay("play.tick > " + (from + 10));
                JsonNode seen = new ObjectMapper()
                        .readTree(String.valueOf(
                                browser.play("JSON.stringify({ tick: play.tick, living: play.orbs.filter((orb) =>"
                                        + " orb.alive).map(({ index, x, y, motion }) => [index, x, y, motion]) })")));
                long tick = seen.get("tick").asLong();
                org.awaitility.Awaitility.await()
                        .atMost(Browser.PATIENCE)
                        .until(() -> reference.living().lastKey() >= tick);
                assertThat(seen.get("living").toString())
                        .as("tick %d", tick)
                        .isEqualTo(reference.living().get(tick));
            }
        } finally {
            reference.close();
            other.close();
        }
    }

    @Test
    void shouldFitAPhoneAndBeSteeredByATouch() {
        try (Browser phone = Browser.openPhone()) {
            phone.go("http://" + ready.http() + "/").awaitState("lobby");
            assertThat(phone.run("return document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            phone.enter("Thumb");
            assertThat(phone.isShown("ring")).isTrue();
            assertThat(phone.run("return [...document.querySelectorAll('#play button')].every((button) => {"
                            + " const { left, right, top, bottom } = button.getBoundingClientRect();"
                            + " return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight"
                            + " && right - left >= 44 && bottom - top >= 44; })"))
                    .isEqualTo(true);
            phone.awaitPlay("play.own !== null && play.own.alive");
            phone.touch("touchStart", 120, 500);
            phone.touch("touchMove", 60, 500);
            phone.awaitPlay("play.own.alive && " + OWN_MOTION + " === 5");
            long x = phone.playNumber("play.own.x");
            phone.awaitPlay("play.own.x !== " + x);
            phone.touch("touchEnd");
            phone.touch("touchStart", 320, 760);
            phone.awaitPlay("play.own.alive && (" + OWN_MOTION + " & 16) !== 0");
            phone.touch("touchEnd");
            assertThat(phone.errors()).isEmpty();
        }
    }

    @Test
    void shouldSayWhatIsWrongAndShowAWayOn() throws Exception {
        OrbRules small = OrbRules.builder().maxPlayers(1).radius(100).build();
        String full = create(small, CreateOptions.DEFAULT);
        String brief = create(QUICK, CreateOptions.DEFAULT.lifetime(Duration.ofSeconds(1)));
        PlayingPlayer sitting = PlayingPlayer.join(client, BoardId.parse(full), "sitting");
        try (Browser browser = Browser.open(900, 700)) {
            browser.go("http://" + ready.http() + "/#board=" + UNKNOWN_BOARD);
            browser.awaitText("lobby-alert", "does not exist");
            browser.go("http://" + ready.http() + "/#board=nonsense");
            browser.awaitText("lobby-alert", "names no board");
            browser.go("http://" + ready.http() + "/#board=" + full);
            browser.awaitText("play-now", "Join");
            browser.type("name", "x".repeat(51));
            browser.click("play-now");
            browser.awaitText("name-error", "at most 50");
            browser.type("name", "Ann");
            browser.click("play-now");
            browser.awaitText("lobby-alert", "full");
            browser.go("about:blank");
            browser.go("http://" + ready.http() + "/#board=" + brief);
            browser.awaitText("lobby-alert", "closed");
        } finally {
            sitting.close();
        }
    }

    @Test
    void shouldTellThatTheBoardHasClosed() throws Exception {
        String board = create(QUICK, CreateOptions.DEFAULT.lifetime(Duration.ofSeconds(20)));
        try (Browser browser = Browser.open(640, 400)) {
            browser.join(ready, board, "Ann");
            browser.awaitState("over");
            browser.awaitText("over-title", "closed");
            browser.click("to-lobby");
            browser.awaitState("lobby");
            assertThat(browser.run("return location.hash"))
                    .as("an invitation to the board that has closed")
                    .isEqualTo("");
        }
    }

    @Test
    void shouldLetWhoHasTheSecretDrainAGameserverAndSeeTheHandover() throws Exception {
        List<String> jar = List.of(
                ServerProcess.javaOf(Path.of(System.getProperty("java.home"))), "-jar", ServerProcess.JAR.toString());
        String[] command = {"standalone", "--gameservers", "2", "--port", "0", "--http-port", "0", "--bots", "4"};
        try (ServerProcess cluster = ServerProcess.start(Map.of("ORBSTRIKE_SECRET", SECRET), jar, command);
                Browser browser = Browser.open(1280, 900)) {
            browser.go("http://" + cluster.awaitReady().http() + "/cluster");
            browser.awaitText("access", "The cluster's secret");
            browser.type("secret", "x".repeat(40));
            browser.click("secret-use");
            browser.awaitText("access-fault", "refuses");
            assertThat(browser.errors()).allMatch(error -> error.contains("401"));
            browser.type("secret", SECRET);
            browser.click("secret-use");
            browser.awaitText("sum", "2 gameservers · 1 board · 4 players");
            browser.awaitText("leader", "term ");
            String holder = holderSeen(browser);
            browser.awaitText("boards", holder.substring(0, 8));
            browser.clickIn("[data-gameserver='" + holder + "'] button");
            browser.awaitText("question-title", "Drain gameserver " + holder.substring(0, 8));
            browser.click("question-confirm");
            browser.awaitText("question-answer", "drains");
            browser.click("question-close");
            browser.awaitText("happenings", "Drain");
            browser.awaitText("happenings", "Handover");
            assertThat(holderSeen(browser)).isNotEqualTo(holder);
            assertThat(browser.text("boards")).doesNotContain(holder.substring(0, 8));
            assertThat(browser.run("return sessionStorage.length + localStorage.length"))
                    .isEqualTo(0L);
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void shouldShowTheClusterToThisMachineOnAPhoneAndGoOnAfterASilence() {
        try (Browser phone = Browser.openPhone()) {
            phone.go("http://" + ready.http() + "/cluster");
            phone.awaitText("sum", "1 gameserver");
            phone.awaitText("leader", "term ");
            assertThat(phone.run("return document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            assertThat(phone.errors()).isEmpty();
            phone.setOffline(true);
            phone.awaitText("away", "does not answer");
            phone.setOffline(false);
            phone.awaitText("happenings", "answers again");
            assertThat(phone.isShown("away")).isFalse();
        }
    }

    private static String holderSeen(Browser browser) {
        return String.valueOf(browser.run("return orbstrike.facts().look.boards[0].gameserver"));
    }

    @Test
    void shouldPassTheTestsOfItsPureModules() throws Exception {
        try (Browser browser = Browser.open(640, 400)) {
            browser.go("http://" + ready.http() + "/").awaitState("lobby");
            String outcome = String.valueOf(browser.runAsync(Files.readString(PURE_TESTS)));
            JsonNode result = new ObjectMapper().readTree(outcome);
            assertThat(result.get("failures")).isEmpty();
            assertThat(result.get("checks").asInt()).isGreaterThan(50);
            assertThat(verdicts(browser, true)).as("once frames have come").isEqualTo(told("no"));
            assertThat(verdicts(browser, false)).as("before the first frame").isEqualTo(told("yes"));
        }
    }

    /** What the page does after each close code that the protocol's table names, by code. */
    private static Map<String, String> verdicts(Browser browser, boolean hadFrames) throws IOException {
        Map<String, String> verdicts = new TreeMap<>();
        for (String code : told("no").keySet()) {
            Object kind = browser.runAsync("const { verdictOf } = await import('/js/net/verdict.js'); return verdictOf("
                    + OTHER_CODES.getOrDefault(code, code) + ", '', " + hadFrames + ").kind");
            verdicts.put(code, "again".equals(kind) ? "yes" : "no");
        }
        return verdicts;
    }

    /** What the table says; where that depends on whether a frame has come, what is given. */
    private static Map<String, String> told(String ofSuperseded) throws IOException {
        Map<String, String> told = new TreeMap<>();
        CLOSE_CODES.matcher(Files.readString(PROTOCOL)).results().forEach(row -> {
            for (String code : BETWEEN_CODES.split(row.group(1), -1)) {
                told.put(code, code.equals(SUPERSEDED) ? ofSuperseded : row.group(2));
            }
        });
        told.remove(ENDED); // the page has closed it by then, as the LAST frame has told it
        assertThat(told)
                .hasSizeGreaterThan(12)
                .containsKeys(OTHER_CODES.keySet().toArray(String[]::new));
        return told;
    }

    private static String create(OrbRules rules, CreateOptions options) throws Exception {
        return Objects.requireNonNull(client.createBoard(PlayingPlayer.ORB, rules, options)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .id()
                .toString());
    }
}
