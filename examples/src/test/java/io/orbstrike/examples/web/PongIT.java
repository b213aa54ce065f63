package io.orbstrike.examples.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Pong as people play it: its page in a real browser, served by the main. */
@Needs(Need.CHROMIUM)
@Timeout(180)
class PongIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String OPEN = "Open ";
    private static final String USAGE = "PongServer: usage: PongServer [PORT], where PORT is 0 to 65535; given: ";

    @TempDir
    private Path folder = Path.of("");

    private @Nullable Process server;
    private String url = "";

    @BeforeEach
    void start() throws IOException {
        Path out = folder.resolve("out.txt");
        Process process = run(out, "0");
        server = process;
        await().atMost(PATIENCE).until(() -> !process.isAlive() || said(out).contains(OPEN));
        url = said(out)
                .lines()
                .filter(line -> line.startsWith(OPEN))
                .findFirst()
                .orElseThrow(() -> new AssertionError(out))
                .substring(OPEN.length());
    }

    private static Process run(Path out, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PongServer.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.destroyForcibly();
        }
    }

    private static String said(Path out) throws IOException {
        return Files.readString(out);
    }

    @Test
    void shouldSayOnOneLineWhatIsWrongWithItsArguments() throws Exception {
        assertThat(failure(2, "x")).isEqualTo(USAGE + "x\n");
        assertThat(failure(2, "65536")).isEqualTo(USAGE + "65536\n");
        assertThat(failure(2, "1", "2")).isEqualTo(USAGE + "1 2\n");
        String taken = String.valueOf(URI.create(url).getPort());
        assertThat(failure(1, taken))
                .contains("PongServer: cannot listen on port " + taken + ": ")
                .doesNotContain("\tat ");
    }

    /** What it says as it ends. */
    private String failure(int exitCode, String... args) throws Exception {
        Path out = folder.resolve("failed.txt");
        Process process = run(out, args);
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(exitCode);
            return said(out);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldLetTwoPagesSeeEachOthersPaddles() {
        try (PongPage ann = new PongPage(url).enter("Ann");
                PongPage ben = new PongPage(ann.url()).enter("<b>Ben</b>")) {
            ann.awaitText("right-name", "<b>Ben</b>");
            ben.awaitText("left-name", "Ann");
            ben.awaitText("message", "the right one");
            assertThat(ben.run("pong.seat.index")).isEqualTo(1L);

            ann.press(Keys.ARROW_UP);
            ben.press("s");
            ben.awaitTrue("pong.state.sides[0].paddle === 0");
            ann.awaitTrue("pong.state.sides[1].paddle === 600");
            ann.release(Keys.ARROW_UP);
            ben.release("s");
            ann.press(Keys.ARROW_DOWN);
            ben.awaitTrue("pong.state.sides[0].paddle > 200");
            ann.release(Keys.ARROW_DOWN);
            for (PongPage page : List.of(ann, ben)) {
                assertThat(page.errors()).isEmpty();
            }
        }
    }

    @Test
    void shouldPlayAgainstWhoeverIsAloneAndCountPoints() {
        try (PongPage page = new PongPage(url).enter("Cleo")) {
            page.awaitText("right-name", "the table");
            page.awaitText("message", "Send the address");
            page.press("w");
            page.awaitTrue("pong.state.sides[0].paddle === 0");
            page.awaitTrue("pong.state.sides[1].score >= 1");
            page.awaitTrue("Number(document.getElementById('score').textContent.split(' : ')[1]) >= 1");
            page.release("w");
            assertThat(page.errors()).isEmpty();
        }
    }

    @Test
    void shouldGiveTheSideUpWhenThePageIsClosed() {
        try (PongPage ann = new PongPage(url).enter("Ann")) {
            try (PongPage ben = new PongPage(ann.url()).enter("Ben")) {
                ann.awaitText("right-name", "Ben");
                ben.run("location.assign('about:blank')");
                ann.awaitText("right-name", "the table");
            }
        }
    }

    @Test
    void shouldPlayOnAtTheSameSideWhenItsStreamEnds() {
        try (PongPage page = new PongPage(url).enter("Ann")) {
            page.press(Keys.ARROW_UP);
            page.awaitTrue("pong.state.sides[0].paddle === 0");
            page.run("sockets[0].close()");
            page.awaitTrue("sockets.length === 2 && pong.isOpen");
            page.press(Keys.ARROW_DOWN);
            page.awaitTrue("pong.state.sides[0].paddle === 600");
            page.awaitText("left-name", "Ann");
            page.awaitText("message", "Send the address");
            assertThat(page.run("sockets.length")).isEqualTo(2L);
            assertThat(page.errors()).isEmpty();
        }
    }

    @Test
    void shouldOpenAnotherStreamAfterWhatMayPassOnly() {
        try (PongPage page = new PongPage(url).enter("Ann")) {
            int streams = 1;
            for (int code : new int[] {1012, 4001, 4002, 4004, 4008, 4013, 4014}) {
                page.run(closedWith(code));
                streams++;
                page.awaitTrue("sockets.length === " + streams + " && pong.isOpen");
            }
            page.run(closedWith(4016));
            page.awaitText("message", "This game is over");
            assertThat(page.run("sockets.length")).isEqualTo((long) streams);
        }
    }

    /** What the page is told by a close code of its newest stream, which it hears of no more. */
    private static String closedWith(int code) {
        return "(({ onclose }) => Object.assign(sockets.at(-1), { onclose: null, onmessage: null })"
                + " && onclose({ code: " + code + ", reason: '' }))(sockets.at(-1))";
    }

    @Test
    void shouldGiveUpWhenNoStreamBringsAFrame() {
        try (PongPage page = new PongPage(url).enter("Ann")) {
            page.run("Math.random = () => 0"); // no waits
            requireNonNull(server, "server").destroyForcibly();
            page.awaitText("message", "cannot be reached");
            assertThat(page.run("sockets.length")).isEqualTo(13L);
        }
    }

    @Test
    void shouldSayThatATableIsFullAndFindAnotherOne() {
        try (PongPage ann = new PongPage(url).enter("Ann");
                PongPage ben = new PongPage(ann.url()).enter("Ben");
                PongPage cleo = new PongPage(ann.url())) {
            ben.awaitText("left-name", "Ann");
            cleo.element("name").sendKeys("Cleo");
            cleo.element("play").click();
            cleo.awaitText("message", "full");
            cleo.element("play").click();
            cleo.awaitTrue("pong.state !== null");
            assertThat(cleo.url()).isNotEqualTo(ann.url());
        }
    }
}
