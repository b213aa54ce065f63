package io.orbstrike.benchmarks.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Where and with what it was measured.
 *
 * <p>Immutable.
 */
record Machine(String when, String cpu, int coreCount, String kernel, String jdk, String commit, Cores cores) {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String UNKNOWN = "unknown";
    private static final long GIT_SECONDS_MAX = 5;

    /** Looks at this machine; blocks for some milliseconds. */
    static Machine look(Path repository) {
        int coreCount = Runtime.getRuntime().availableProcessors();
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Cores cores = Cores.choose(
                value(STATUS, "Cpus_allowed_list")
                        .map(Cores::parse)
                        .orElseGet(() -> IntStream.range(0, coreCount).boxed().toList()),
                path);
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                value(CPUINFO, "model name").orElse(System.getProperty("os.arch", UNKNOWN)),
                coreCount,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                commit(repository),
                cores);
    }

    /** The value of the first line {@code name : value}. */
    private static Optional<String> value(Path file, String name) {
        try {
            return Files.readString(file)
                    .lines()
                    .filter(line -> line.startsWith(name) && line.contains(":"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String commit(Path repository) {
        ProcessBuilder git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*")
                .directory(repository.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = git.start();
            if (!process.waitFor(GIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return UNKNOWN;
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? UNKNOWN : text;
        } catch (IOException e) {
            return UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }
}
