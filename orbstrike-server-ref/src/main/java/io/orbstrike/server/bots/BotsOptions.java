package io.orbstrike.server.bots;

import io.orbstrike.server.config.Bounds;
import io.orbstrike.server.config.HostPort;
import io.orbstrike.server.config.Percent;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of {@code bots}.
 *
 * <p>Filled by picocli on the main thread, then not changed.
 */
final class BotsOptions {

    @Option(
            names = "--target",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:8080",
            split = ",",
            converter = HostPort.Converter.class,
            description = "Where to play; several addresses, by commas, are dialled in turn.")
    private List<HostPort> target = List.of();

    @Option(names = "--boards", paramLabel = "N", defaultValue = "1", description = "How many boards are created.")
    @Bounds(min = "1", max = "10000")
    private int boards;

    @Option(names = "--board", paramLabel = "ID", description = "A board to join, instead of creating any.")
    private @Nullable String board;

    @Option(
            names = "--players",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many players join each board.")
    @Bounds(min = "1", max = "10000")
    private int players;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "How long figures are taken, after the warm-up.")
    @Bounds(min = "1s", max = "7d")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--warmup",
            paramLabel = "DURATION",
            defaultValue = "2s",
            description = "How long everybody plays before figures are taken.")
    @Bounds(min = "0", max = "1h")
    private Duration warmup = Duration.ZERO;

    @Option(
            names = "--inputs",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many inputs each player sends in a second.")
    @Bounds(min = "1", max = "100")
    private int inputs;

    @Option(
            names = "--streams-per-connection",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many players share a connection.")
    @Bounds(min = "1", max = "100")
    private int streamsPerConnection;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many threads carry the connections.")
    @Bounds(min = "1", max = "64")
    private int threads;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Where the players' steering starts from.")
    @Bounds(min = "0", max = "2147483647")
    private int seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Where the report is written as JSON, too.")
    private @Nullable Path json;

    @Option(
            names = "--max-missed",
            paramLabel = "PERCENT",
            defaultValue = "0.5%",
            description = "The share of due frames that may be missing.")
    private Percent maxMissed = new Percent(BigDecimal.ZERO);

    @Option(
            names = "--max-gap",
            paramLabel = "DURATION",
            defaultValue = "500ms",
            description = "The greatest time between two frames of one epoch.")
    @Bounds(min = "1ms", max = "1h")
    private Duration maxGap = Duration.ZERO;

    @Option(
            names = "--max-failover-gap",
            paramLabel = "DURATION",
            defaultValue = "15s",
            description = "The greatest time between two frames where the epoch rises.")
    @Bounds(min = "1ms", max = "1h")
    private Duration maxFailoverGap = Duration.ZERO;

    List<HostPort> targets() {
        return List.copyOf(target);
    }

    int boards() {
        return boards;
    }

    @Nullable
    String board() {
        return board;
    }

    int players() {
        return players;
    }

    Duration duration() {
        return duration;
    }

    Duration warmup() {
        return warmup;
    }

    int inputsPerSecond() {
        return inputs;
    }

    int streamsPerConnection() {
        return streamsPerConnection;
    }

    int threads() {
        return threads;
    }

    long seed() {
        return seed;
    }

    @Nullable
    Path json() {
        return json;
    }

    Limits limits() {
        return new Limits(maxMissed, maxGap, maxFailoverGap);
    }
}
