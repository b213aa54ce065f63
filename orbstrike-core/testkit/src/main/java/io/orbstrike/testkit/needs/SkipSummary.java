package io.orbstrike.testkit.needs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A program that prints one line on what a build skipped: {@code SKIPPED 2: needs node, chromium}.
 *
 * <p>Thread-safe.
 */
public final class SkipSummary {

    private SkipSummary() {}

    /**
     * Prints the line on standard output.
     *
     * @param args one: the file into which the skips of the build were written; it may be absent
     * @throws IOException if the file cannot be read
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        System.out.println(summarize(Files.exists(file) ? Files.readAllLines(file) : List.of()));
    }

    static String summarize(List<String> lines) {
        long tests =
                lines.stream().map(line -> line.split("\t", -1)[0]).distinct().count();
        String needs = lines.stream()
                .map(line -> line.split("\t", -1)[1])
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return "SKIPPED " + tests + ": needs " + (needs.isEmpty() ? "nothing" : needs);
    }
}
