package io.orbstrike.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the shell blocks of the README, in their order, in a fresh clone of what is committed. */
@Needs(Need.GIT)
class ReadmeIT {

    private static final Pattern SHELL_BLOCK =
            Pattern.compile("^```sh\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final String TEST_COMMAND = "mvn verify";
    private static final Duration BLOCK_AT_MOST = Duration.ofMinutes(6);
    private static final Duration STOP_AT_MOST = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    @TempDir
    static Path folder;

    @BeforeAll
    static void cloneTheCheckout() throws IOException, InterruptedException {
        Path log = folder.resolve("clone.log");
        Process clone = new ProcessBuilder("git", "clone", "--quiet", "..", cloned().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(clone.waitFor()).as(Files.readString(log)).isZero();
    }

    @TestFactory
    Stream<DynamicTest> shouldRunAsTheReadmeSays() throws IOException {
        List<String> blocks = shellBlocks(Files.readString(cloned().resolve("README.md")));
        assertThat(blocks).as("the README's shell blocks").contains(TEST_COMMAND);
        return blocks.stream()
                .filter(block -> !block.equals(TEST_COMMAND))
                .map(block -> DynamicTest.dynamicTest(block, () -> run(block)));
    }

    private static List<String> shellBlocks(String markdown) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = SHELL_BLOCK.matcher(markdown);
        while (matcher.find()) {
            blocks.add(matcher.group(1).strip());
        }
        return blocks;
    }

    private static void run(String block) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "block", ".out");
        Path errors = Files.createTempFile(folder, "block", ".err");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", block)
                .directory(cloned().toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_") && !name.equals("MAVEN_OPTS"));
        // The ports that the README names may be taken on this machine.
        builder.environment().put("ORBSTRIKE_PORT", "0");
        builder.environment().put("ORBSTRIKE_HTTP_PORT", "0");
        Process bash = builder.start();
        try {
            await().pollInterval(POLL)
                    .atMost(BLOCK_AT_MOST)
                    .untilAsserted(() -> assertThat(!bash.isAlive() || isReady(output))
                            .as(() -> "ended or ready: " + block + "\n" + read(output) + read(errors))
                            .isTrue());
            if (bash.isAlive()) {
                innermost(bash).forEach(ProcessHandle::destroy);
            }
            assertThat(bash.waitFor(STOP_AT_MOST.toMillis(), MILLISECONDS))
                    .as("ended, or stopped by SIGTERM: " + block)
                    .isTrue();
            assertThat(bash.exitValue())
                    .as(() -> block + "\n" + read(output) + read(errors))
                    .isZero();
        } finally {
            innermost(bash).forEach(ProcessHandle::destroyForcibly);
            bash.destroyForcibly();
        }
    }

    private static boolean isReady(Path output) {
        return read(output).lines().anyMatch(line -> line.startsWith("READY "));
    }

    private static List<ProcessHandle> innermost(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(handle -> handle.children().findAny().isEmpty())
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path cloned() {
        return folder.resolve("clone");
    }
}
