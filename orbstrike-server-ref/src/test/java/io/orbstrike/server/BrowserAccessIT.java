package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/** The pages for people who see little, use no mouse, or are made ill by motion. */
@Needs(Need.CHROMIUM)
@Timeout(240)
class BrowserAccessIT {

    /** More than the lobby has of what the keyboard reaches. */
    private static final int TABS_MAX = 40;

    /** Who leaves the small circle is dead for as long as a test takes. */
    private static final OrbRules DEADLY =
            small().respawnMs(60_000).withoutRounds().build();

    private static final OrbRules ONE_LIFE =
            small().withoutRespawn().withoutRounds().build();

    private static final OrbRules BRIEF_ROUND =
            small().roundMs(2_000).shrinkMs(1_000).scoreboardMs(60_000).build();

    private static ServerProcess server;
    private static ServerProcess.Ready ready;
    private static OrbstrikeClient client;

    enum Screen {
        DESKTOP,
        PHONE;

        /** Opens it without motion, in which a colour would be on its way to another. */
        Browser open() {
            Browser browser = this == PHONE ? Browser.openPhone() : Browser.open(1280, 800);
            browser.reduceMotion();
            return browser;
        }
    }

    private static OrbRules.Builder small() {
        return OrbRules.builder().maxPlayers(3).radius(100).protectionMs(0);
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        List<String> jar = List.of(
                ServerProcess.javaOf(Path.of(System.getProperty("java.home"))), "-jar", ServerProcess.JAR.toString());
        server = ServerProcess.start(
                Map.of("ORBSTRIKE_SECRET", RedisDeployment.SECRET),
                jar,
                "standalone",
                "--gameservers",
                "2",
                "--port",
                "0",
                "--http-port",
                "0",
                "--bots",
                "6");
        ready = server.awaitReady();
        client = OrbstrikeClient.builder().target(ready.grpc()).build();
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveNoFaultThatAToolFindsFromTheLobbyToTheGamesEnd(Screen screen) throws Exception {
        SoftAssertions all = new SoftAssertions();
        try (Browser browser = screen.open()) {
            browser.go("http://" + ready.http() + "/").awaitText("boards", "of 100 players");
            check(all, browser, "lobby");
            browser.go("http://" + ready.http() + "/#board=nonsense").awaitText("lobby-alert", "names no board");
            browser.type("name", "x".repeat(51));
            browser.click("play-now");
            browser.awaitText("name-error", "at most 50");
            check(all, browser, "lobby with faults");
            browser.enter("Ann");
            browser.awaitText("ranks", "Ann");
            check(all, browser, "play");
            join(browser, DEADLY);
            leaveCircle(browser);
            browser.awaitText("death-title", "You left the circle");
            check(all, browser, "dead for a moment");
            join(browser, BRIEF_ROUND);
            browser.awaitText("round-title", "the round");
            check(all, browser, "after a round");
            join(browser, ONE_LIFE);
            leaveCircle(browser);
            browser.awaitState("over");
            check(all, browser, "game over");
        }
        all.assertAll();
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveNoFaultThatAToolFindsInTheViewOfTheCluster(Screen screen) throws Exception {
        SoftAssertions all = new SoftAssertions();
        try (Browser browser = screen.open()) {
            browser.go("http://" + ready.http() + "/cluster").awaitText("access", "The cluster's secret");
            check(all, browser, "locked");
            browser.type("secret", RedisDeployment.SECRET);
            browser.click("secret-use");
            browser.awaitText("leader", "term ");
            browser.awaitText("boards", "running");
            check(all, browser, "cluster");
            browser.clickIn("[data-gameserver] button");
            browser.awaitText("question-title", "Drain gameserver");
            check(all, browser, "a question");
        }
        all.assertAll();
    }

    @Test
    void shouldFindAFaultWhereThereIsOne() throws Exception {
        try (Browser browser = Browser.open(1280, 800)) {
            browser.go("http://" + ready.http() + "/").awaitState("lobby");
            browser.run("const dim = document.querySelector('.hero p'); dim.style.color = '#5b6484';"
                    + " document.getElementById('lobby').append(document.createElement('button'));");
            assertThat(AxeCheck.faults(browser))
                    .hasSize(2)
                    .anyMatch(fault -> fault.startsWith("color-contrast"))
                    .anyMatch(fault -> fault.startsWith("button-name"));
        }
    }

    private static void check(SoftAssertions all, Browser browser, String what) throws IOException {
        all.assertThat(AxeCheck.faults(browser)).as(what).isEmpty();
    }

    @Test
    void shouldLeadFromLoadToPlayAndBackByTheKeyboardAlone() throws Exception {
        String board = create(ONE_LIFE);
        try (Browser browser = Browser.open(1024, 640)) {
            browser.go("http://" + ready.http() + "/#board=" + board).awaitText("play-now", "Join");
            tabTo(browser, "name");
            browser.keys("Ann", Keys.ENTER);
            browser.awaitState("playing");
            browser.awaitPlay("play.own !== null && play.own.alive");
            assertThat(browser.focused()).isEqualTo("stage");
            leaveCircle(browser);
            browser.awaitState("over");
            assertThat(browser.focused())
                    .as("the way the game ended is read out")
                    .isEqualTo("over-title");
            tabTo(browser, "again");
            browser.keys(Keys.ENTER);
            browser.awaitState("playing");
            tabTo(browser, "leave");
            assertThat(browser.run("return document.activeElement.matches(':focus-visible')"))
                    .isEqualTo(true);
            browser.keys(Keys.ENTER);
            browser.awaitState("lobby");
            tabTo(browser, "play-now");
            browser.keys(Keys.ENTER);
            browser.awaitState("playing");
        }
    }

    /** Tabs to an element, and shows that the keyboard gets there. */
    private static void tabTo(Browser browser, String id) {
        for (int tabs = 0; tabs < TABS_MAX && !browser.focused().equals(id); tabs++) {
            browser.keys(Keys.TAB);
        }
        assertThat(browser.focused()).isEqualTo(id);
    }

    @Test
    void shouldStandStillForWhoWantsLessMotion() throws Exception {
        String board = create(DEADLY);
        try (Browser browser = Browser.open(640, 400)) {
            browser.go("http://" + ready.http() + "/").awaitState("lobby");
            assertThat(animations(browser)).as("of the picture in the lobby").isPositive();
            browser.reduceMotion();
            assertThat(animations(browser)).isZero();
            browser.join(ready, board, "Ann");
            leaveCircle(browser);
            browser.awaitText("death-title", "You left the circle");
            browser.awaitText("feed", "Ann");
            assertThat(animations(browser)).isZero();
        }
    }

    private static long animations(Browser browser) {
        return browser.number("return document.getAnimations().length");
    }

    private static void join(Browser browser, OrbRules rules) throws Exception {
        browser.join(ready, create(rules), "Ann");
    }

    private static void leaveCircle(Browser browser) {
        browser.press(Keys.ARROW_RIGHT);
        browser.awaitPage("state === 'over' || !play.own?.alive");
        browser.release(Keys.ARROW_RIGHT);
    }

    private static String create(OrbRules rules) throws Exception {
        return RedisDeployment.answer(client.createBoard(PlayingPlayer.ORB, rules, CreateOptions.DEFAULT))
                .id()
                .toString();
    }
}
