package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A crowd in sight of one page: its script stays short, and a picture takes few draw calls.
 *
 * <p>Each call of the page's scripts counts, from when everybody plays on, so loading apart, by the processor's time that
 * it takes; {@link ScriptCall} says why. Frames per second are printed and not judged, since without a graphics card they
 * tell how fast this machine draws by its processors. Behind a crowd of boards that are full the page finds the one that is not.
 *
 * <p>{@code -Dorbstrike.browser.orbs=10,100,200 -Dorbstrike.browser.seconds=20} prints figures of other crowds.
 */
@Needs(Need.CHROMIUM)
@Timeout(240)
class BrowserCrowdIT {

    private static final double SCRIPT_MS_MAX = 100;
    private static final long DRAW_CALLS_MAX = 8;

    /** The page knows no more without asking on. */
    private static final int BOARDS_OF_A_PAGE = 100;

    private static final int SECONDS = Integer.getInteger("orbstrike.browser.seconds", 10);

    /** All of the circle is about as high as the window, so that nearly everybody is seen, and dies and comes again. */
    private static final OrbRules DENSE = OrbRules.builder()
            .maxPlayers(210)
            .radius(450)
            .respawnMs(500)
            .withoutRounds()
            .build();

    private static final String PLACES = "orbstrike.facts().play.orbs.map(({ index, x, y }) => `${index} ${x} ${y}`)";

    private static final List<String> UNJUDGED =
            List.of("--warmup", "0", "--duration", "1h", "--max-missed", "100%", "--max-gap", "1h");

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

    static IntStream crowds() {
        return Arrays.stream(System.getProperty("orbstrike.browser.orbs", "200").split(",", -1))
                .mapToInt(Integer::parseInt);
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void shouldKeepItsScriptShortAndItsDrawCallsFew(int orbs) throws Exception {
        BoardId board = RedisDeployment.answer(client.createBoard(PlayingPlayer.ORB, DENSE, CreateOptions.DEFAULT))
                .id();
        try (ServerProcess bots = startBots(board, orbs - 1);
                Browser browser = Browser.openTraced(1280, 720)) {
            browser.join(ready, board.toString(), "Ann");
            browser.awaitPlay("play.players === " + orbs);
            browser.run("globalThis.placesBefore = " + PLACES);
            long tick = browser.playNumber("play.tick");
            long ticks = SECONDS * 1000L / browser.playNumber("play.tickIntervalMs");

            ScriptCall.countFromNow(browser);
            PageFigures figures = PageFigures.during(browser, () -> browser.awaitPlay("play.tick > " + (tick + ticks)));

            assertThat(browser.playNumber("play.drawCalls")).isBetween(1L, DRAW_CALLS_MAX);
            assertThat(browser.number("return " + PLACES + ".filter((place) => !placesBefore.includes(place)).length"))
                    .as("orbs that have moved")
                    .isGreaterThanOrEqualTo(orbs * 9L / 10);
            assertThat(browser.run("return document.getElementById('stage').width >= 0.75 * innerWidth"
                            + " || document.getElementById('names').width === innerWidth"))
                    .as("names have pixels enough to be read")
                    .isEqualTo(true);
            ScriptCall longest = ScriptCall.longest(browser.assertNothingFailed(), ready);
            System.out.printf("%d orbs at 1280 x 720: %s; longest call %s%n", orbs, figures, longest);
            assertThat(longest.processorMs())
                    .as(longest.toString())
                    .isPositive()
                    .isLessThanOrEqualTo(SCRIPT_MS_MAX);
            assertThat(bots.isAlive()).as(bots.err()).isTrue();
        }
    }

    @Test
    void shouldFindTheBoardWithRoomBehindAllThatAreFull() throws Exception {
        List<BoardId> boards = createAlone(BOARDS_OF_A_PAGE + 1);
        List<Seat> taken = new ArrayList<>();
        for (BoardId board : boards.subList(0, BOARDS_OF_A_PAGE)) {
            taken.add(RedisDeployment.answer(client.joinBoard(PlayingPlayer.ORB, board, new OrbPlayer("first", 1))));
        }
        try (Browser browser = Browser.open(640, 400)) {
            browser.go("http://" + ready.http() + "/").awaitText("boards", "1 of 1 players");
            browser.awaitText("boards-hint", "More boards");
            browser.enter("Ann");
            assertThat(browser.run("return orbstrike.facts().board"))
                    .isEqualTo(boards.get(BOARDS_OF_A_PAGE).toString());
            assertThat(browser.errors()).isEmpty();
        } finally {
            for (Seat seat : taken) {
                client.leaveBoard(seat).toCompletableFuture().get(10, TimeUnit.SECONDS);
            }
        }
    }

    /** Listed boards with one place each, in the order in which lists show them. */
    private static List<BoardId> createAlone(int count) throws Exception {
        OrbRules alone = OrbRules.builder().maxPlayers(1).withoutRounds().build();
        CreateOptions brief = CreateOptions.DEFAULT.listed().lifetime(Duration.ofMinutes(1));
        List<BoardId> boards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boards.add(RedisDeployment.answer(client.createBoard(PlayingPlayer.ORB, alone, brief))
                    .id());
        }
        boards.sort(Comparator.comparing(BoardId::toString));
        return boards;
    }

    private static ServerProcess startBots(BoardId board, int players) throws IOException {
        List<String> command = new ArrayList<>(List.of("bots", "--target", ready.grpc()));
        command.addAll(List.of("--board", board.toString(), "--players", Integer.toString(players)));
        command.addAll(UNJUDGED);
        return ServerProcess.start(command.toArray(String[]::new));
    }
}
