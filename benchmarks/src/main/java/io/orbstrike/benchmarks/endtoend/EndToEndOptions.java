package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.server.config.Bounds;
import io.orbstrike.server.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of the command.
 *
 * <p>Filled by picocli on the main thread, then not changed.
 */
final class EndToEndOptions {

    private static final String NONE = "none";
    private static final List<String> PEERS = List.of("naive", "colyseus");

    @Option(
            names = "--rows",
            paramLabel = "ROW",
            split = ",",
            defaultValue = "E1,E1b,E1c,E2,E3,E4,I7",
            description = "Which rows are measured, by commas.")
    private List<String> rows = List.of();

    @Option(
            names = "--peers",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "naive,colyseus",
            description = "Who is measured beside ours in rows E1, E2 and E3: naive, colyseus, or none.")
    private List<String> peers = List.of();

    @Option(names = "--quick", description = "Shorter runs and fewer of them, to see that all works.")
    private boolean isQuick;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many runs the result of a search must have had, most of which held.")
    @Bounds(min = "1", max = "9")
    private int repeats;

    @Option(
            names = "--time-max",
            paramLabel = "DURATION",
            defaultValue = "860s",
            description = "When searches stop and no further row is begun.")
    @Bounds(min = "30s", max = "1d")
    private Duration timeMax = Duration.ZERO;

    @Option(
            names = "--server-jar",
            paramLabel = "FILE",
            defaultValue = "orbstrike-server-ref/target/orbstrike.jar",
            description = "Our server and load client; the launcher beside it says with which JVM flags they run.")
    private Path serverJar = Path.of("");

    @Option(
            names = "--java-opts",
            paramLabel = "FLAGS",
            defaultValue = "",
            description = "Further JVM flags of the servers, put behind the launcher's.")
    private String javaOpts = "";

    @Option(
            names = "--colyseus",
            paramLabel = "DIRECTORY",
            defaultValue = "benchmarks/colyseus",
            description = "Where Colyseus's server.mjs and load.mjs are.")
    private Path colyseus = Path.of("");

    @Option(names = "--json", paramLabel = "FILE", description = "Where everything is written as JSON.")
    private @Nullable Path json;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Where a page of the result is written.")
    private @Nullable Path markdown;

    @Option(names = "--plots", paramLabel = "DIRECTORY", description = "Where plots are written as PNG.")
    private @Nullable Path plots;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows every option with its value and where that comes from.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    /** A word of {@code --rows} stands for all rows whose id begins with it and goes on, if at all, behind a space. */
    Set<RowId> rows() {
        Set<RowId> wanted = EnumSet.noneOf(RowId.class);
        for (String word : rows) {
            List<RowId> meant = Arrays.stream(RowId.values())
                    .filter(row -> first(row).equalsIgnoreCase(word))
                    .toList();
            if (meant.isEmpty()) {
                String known = Arrays.stream(RowId.values())
                        .map(EndToEndOptions::first)
                        .distinct()
                        .collect(Collectors.joining(", "));
                throw new ConfigException("--rows '" + word + "': must be of " + known);
            }
            wanted.addAll(meant);
        }
        return wanted;
    }

    private static String first(RowId row) {
        return row.id().split(" ", -1)[0];
    }

    Set<String> peers() {
        Set<String> wanted = new LinkedHashSet<>(peers);
        for (String name : wanted) {
            if (!PEERS.contains(name) && !name.equals(NONE)) {
                throw new ConfigException("--peers '" + name + "': must be of naive, colyseus, or none");
            }
        }
        wanted.remove(NONE);
        return wanted;
    }

    /** Fails now rather than at the end of a long measurement. */
    void requirePlacesForFiles() {
        requirePlace("--json", json);
        requirePlace("--markdown", markdown);
    }

    private static void requirePlace(String option, @Nullable Path file) {
        if (file != null && !Files.isDirectory(file.toAbsolutePath().resolveSibling("."))) {
            throw new ConfigException(option + " '" + file + "': must be a file in a directory that is there");
        }
    }

    Pace pace() {
        return isQuick ? Pace.quick(repeats) : Pace.full(repeats);
    }

    Duration timeMax() {
        return timeMax;
    }

    Path serverJar() {
        return serverJar;
    }

    String javaOpts() {
        return javaOpts;
    }

    Path colyseus() {
        return colyseus;
    }

    @Nullable
    Path json() {
        return json;
    }

    @Nullable
    Path markdown() {
        return markdown;
    }

    @Nullable
    Path plots() {
        return plots;
    }
}
