package io.orbstrike.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the README's tour of a cluster in a shell: only its ports are others, its bots play for less time, and it looks at
 * the boards before it kills, too.
 */
@Needs(Need.REDIS)
class ReadmeTourIT {

    private static final Path ROOT = Path.of("..");
    private static final Pattern TOUR =
            Pattern.compile("^```text\\R([^`]*?redis-server &[^`]*)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern BOARD =
            Pattern.compile("(?<id>[0-9a-f]{32}) .* (?<epoch>\\d+) +\\d+  (?<gameserver>\\w+) +\\d+  running");
    private static final int BOARDS = 4;

    /** In place of a time: all play. */
    private static final String UNTIL_ALL_PLAY =
            "until (( $(orbstrike admin boards | tee \"$BEFORE\" | grep -c ' 20  running$') == " + BOARDS
                    + " )); do sleep 1; done";

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
        Path before = folder.resolve("before.out");
        builder.environment().put("BEFORE", before.toString());
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
            assertFailedOver(boardsIn(Files.readString(before)), boardsIn(said), said);
        } finally {
            bash.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
            for (ProcessHandle process : started) {
                process.onExit().join();
            }
        }
    }

    private record Board(String gameserver, long epoch) {}

    private static Map<String, Board> boardsIn(String said) {
        Map<String, Board> boards = new HashMap<>();
        said.lines().map(BOARD::matcher).filter(Matcher::matches).forEach(row -> {
            Board board = new Board(row.group("gameserver"), Long.parseLong(row.group("epoch")));
            assertThat(boards.put(row.group("id"), board)).isNull();
        });
        return boards;
    }

    /** Checks that the boards of one of two gameservers are at the other, and that nothing happened to the others. */
    private static void assertFailedOver(Map<String, Board> before, Map<String, Board> after, String said) {
        assertThat(before).as(said).hasSize(BOARDS);
        assertThat(after).as(said).containsOnlyKeys(before.keySet());
        Set<String> left = after.values().stream().map(Board::gameserver).collect(Collectors.toSet());
        assertThat(left).as(said).hasSize(1);
        Map<String, Board> stayed = new HashMap<>(before);
        stayed.values().removeIf(board -> !left.contains(board.gameserver()));
        assertThat(stayed.size()).as("boards that need not move: " + before).isLessThan(BOARDS);
        before.forEach((id, board) -> {
            Board now = requireNonNull(after.get(id), id);
            if (stayed.containsKey(id)) {
                assertThat(now).as(said).isEqualTo(board);
            } else {
                assertThat(now.epoch()).as(said).isGreaterThan(board.epoch());
            }
        });
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
        return changed(changed(adapted, "--duration 30s", "--duration 20s"), "sleep 15", UNTIL_ALL_PLAY);
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
