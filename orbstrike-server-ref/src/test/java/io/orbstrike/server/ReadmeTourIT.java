package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the README's tour of a cluster in a shell: only its ports are others, and its bots play for less time. */
@Needs(Need.REDIS)
class ReadmeTourIT {

    private static final Path ROOT = Path.of("..");
    private static final Pattern TOUR =
            Pattern.compile("^```text\\R([^`]*?redis-server &[^`]*)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final int BOARDS = 4;
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final String redisPort = Integer.toString(RedisProcess.freePort());
    private final String orchestratorPort = Integer.toString(RedisProcess.freePort());

    ReadmeTourIT() throws IOException {}

    @Test
    void shouldPlayOnWhenAGameserverIsKilled() throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("tour.sh"), withOtherPorts(tour()));
        Path output = folder.resolve("tour.out");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", script.toString())
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .put("ORBSTRIKE_TARGET", "localhost:" + orchestratorPort); // of admin, in place of its default
        builder.environment().merge("PATH", redisFolder(), (path, redis) -> redis + File.pathSeparator + path);
        Process bash = builder.start();
        Set<ProcessHandle> started = new LinkedHashSet<>();
        try {
            await().atMost(AT_MOST).untilAsserted(() -> {
                bash.descendants().forEach(started::add); // it leaves them behind when it ends
                assertThat(bash.isAlive())
                        .as("going on: " + Files.readString(output))
                        .isFalse();
            });
            String said = Files.readString(output);
            assertThat(bash.exitValue()).as(said).isZero();
            assertThat(said).containsPattern("violations +0\\b");
            assertThat(said.lines().filter(line -> line.matches("[0-9a-f]{32} .* running")))
                    .as(said)
                    .hasSize(BOARDS);
        } finally {
            bash.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
            for (ProcessHandle process : started) {
                process.onExit().join();
            }
        }
    }

    private static String tour() throws IOException {
        Matcher matcher = TOUR.matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(matcher.find()).as("the tour in the README").isTrue();
        return matcher.group(1);
    }

    private String withOtherPorts(String tour) throws IOException {
        String adapted = changed(tour, "redis-server &", "redis-server --port " + redisPort + " --save '' &");
        adapted = changed(adapted, "6379", redisPort);
        adapted = changed(adapted, "8080", orchestratorPort);
        adapted = changed(adapted, "8082", Integer.toString(RedisProcess.freePort()));
        adapted = changed(adapted, "10187", Integer.toString(RedisProcess.freePort()));
        return changed(changed(adapted, "--duration 30s", "--duration 12s"), "sleep 15", "sleep 5");
    }

    private static String changed(String text, String from, String to) {
        Pattern pattern = Pattern.compile("(?<!\\w)" + Pattern.quote(from) + "(?!\\w)");
        assertThat(text).containsPattern(pattern);
        return pattern.matcher(text).replaceAll(Matcher.quoteReplacement(to));
    }

    /** Where the tour finds its {@code redis-server}. */
    private String redisFolder() throws IOException {
        String named = System.getenv().getOrDefault("ORBSTRIKE_TEST_REDIS", "");
        if (!named.isEmpty()) {
            Files.createSymbolicLink(
                    folder.resolve("redis-server"), Path.of(named).toAbsolutePath());
        }
        return folder.toString();
    }
}
