package io.orbstrike.server;

import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.server.config.Bounds;
import io.orbstrike.server.config.WordOr;
import java.time.Duration;
import picocli.CommandLine.Option;

/**
 * The options of every command that ticks boards.
 *
 * <p>Filled by picocli on the main thread, then not changed.
 */
final class HostingOptions {

    @Option(
            names = "--lifetime",
            paramLabel = "DURATION",
            defaultValue = "180m",
            description = "How long a board lives whose creator does not say; 0 for ever.")
    @Bounds(min = "0", max = "365d")
    private Duration lifetime = Duration.ZERO;

    @Option(
            names = "--create-quota",
            paramLabel = "N",
            defaultValue = "off",
            converter = WordOr.Off.class,
            description = "How many boards one creator may create in a day.")
    @Bounds(min = "1", max = "1000000", or = "off")
    private int createQuota;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "cores",
            converter = WordOr.Cores.class,
            description = "How many threads tick boards.")
    @Bounds(min = "1", max = "256", or = "cores")
    private int threads;

    @Option(
            names = "--max-boards",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many boards there may be at once.")
    @Bounds(min = "1", max = "1000000")
    private int maxBoards;

    @Option(
            names = "--max-places",
            paramLabel = "N",
            defaultValue = "200000",
            description = "How many players all boards together may have places for.")
    @Bounds(min = "1", max = "100000000")
    private int maxPlaces;

    int threads() {
        return threads == WordOr.NUMBER ? Runtime.getRuntime().availableProcessors() : threads;
    }

    GameserverOptions gameserver() {
        return GameserverOptions.builder()
                .boardsMax(maxBoards)
                .placesMax(maxPlaces)
                .boardLifetime(lifetime)
                .createQuota(createQuota == WordOr.NUMBER ? 0 : createQuota)
                .build();
    }
}
