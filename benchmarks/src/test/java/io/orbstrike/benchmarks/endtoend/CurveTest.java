package io.orbstrike.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurveTest {

    @Test
    void shouldDrawEachContenderByRisingPlayersAndMeanFigure() {
        List<Run> runs = List.of(
                Runs.of("ours", 1_000, 1, 20, 0.8, 0.5),
                Runs.of("ours", 400, 1, 16, 0.4, 0.2),
                Runs.of("naive", 100, 1, 18, 0.9, 0.1),
                Runs.of("ours", 1_000, 1, 24, 0.8, 0.5));
        assertThat(Curve.of(runs, run -> true, run -> run.report().gapP99Ms()))
                .containsExactly(
                        new Curve("ours", "", List.of(400, 1_000), List.of(16.0, 22.0)),
                        new Curve("naive", "", List.of(100), List.of(18.0)));
    }

    @Test
    void shouldTellShapesApart() {
        Load boardsOf10 = new Load(40, 10, 1, Duration.ZERO, Duration.ofSeconds(10), Optional.empty());
        Load shared = new Load(4, 100, 100, Duration.ZERO, Duration.ofSeconds(10), Optional.empty());
        Run run = Runs.of("ours", 400, 1, 15, 0.4, 0.2);
        List<Run> runs = List.of(
                run,
                new Run("ours", boardsOf10, run.report(), run.used()),
                new Run("ours", shared, run.report(), run.used()));
        assertThat(Curve.of(runs, all -> true, Run::cpuMicrosPerFrame))
                .extracting(Curve::label)
                .containsExactly("ours", "ours, boards of 10", "ours, 100 streams a connection");
    }

    @Test
    void shouldLeaveOutRunsThatAreVoid() {
        List<Run> runs = List.of(Runs.of("ours", 1_000, 1, 20, 0.8, 0.95));
        assertThat(Curve.of(runs, run -> true, Run::cpuMicrosPerFrame)).isEmpty();
    }
}
