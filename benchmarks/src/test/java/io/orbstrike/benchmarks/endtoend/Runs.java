package io.orbstrike.benchmarks.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Runs as tests want them: ten seconds, and right in all that is not said. */
final class Runs {

    static final double WINDOW_MS = 10_000;

    private Runs() {}

    /** A run in which a share of the due frames came, with the given p99 of gaps, CPU of the server and of the load. */
    static Run of(String contender, int players, double share, double gapP99Ms, double serverCores, double loadCores) {
        Load load = load(players);
        LoadReport report = report(players, Math.round(share * load.framesDue(WINDOW_MS)), gapP99Ms);
        return new Run(contender, load, report, new CpuSeries.Used(serverCores, loadCores, 100, 105));
    }

    static Load load(int players) {
        return new Load(
                Math.max(players / 100, 1),
                Math.min(players, 100),
                1,
                Duration.ofSeconds(10),
                Duration.ofMillis((long) WINDOW_MS),
                Optional.empty());
    }

    static LoadReport report(int players, long framesReceived, double gapP99Ms) {
        return new LoadReport(
                players,
                players,
                framesReceived,
                0,
                0,
                15,
                gapP99Ms,
                OptionalDouble.empty(),
                gapP99Ms * 2,
                8,
                20,
                44.5,
                0,
                0,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of());
    }
}
