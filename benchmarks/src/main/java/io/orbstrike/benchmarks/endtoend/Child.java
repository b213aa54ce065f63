package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.server.config.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process that was started, and the files that hold what it prints.
 *
 * <p>Confined to the main thread.
 */
public record Child(String name, Process process, Path out, Path err) {

    private static final long POLL_MS = 20;

    /** Waits until the process has printed a line that starts with a word; blocks. */
    public String awaitLine(String start, Duration timeMax) throws InterruptedException {
        long polls = timeMax.toMillis() / POLL_MS;
        for (long i = 0; i < polls; i++) {
            boolean hasEnded = process.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
            Optional<String> line =
                    read(out).lines().filter(text -> text.startsWith(start)).findFirst();
            if (line.isPresent()) {
                return line.get();
            }
            if (hasEnded) {
                throw new StartException(name + " ended with code " + process.exitValue() + saying());
            }
        }
        throw new StartException(name + " did not say " + start + " within " + timeMax.toSeconds() + " s" + saying());
    }

    /** The last line on stderr or else stdout, to be put behind an error; empty if there is none. */
    public String saying() {
        String text = read(err).isBlank() ? read(out) : read(err);
        return text.lines()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .map(line -> ": " + line.strip())
                .orElse("");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
