package io.orbstrike.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class VerdictTest {

    @Test
    void shouldHoldWithNearlyAllFramesInTime() {
        assertThat(verdict(0.951, 29.9, 0.84)).isEqualTo(Verdict.HELD);
    }

    @Test
    void shouldMissByALittle() {
        assertThat(verdict(0.94, 20, 0.5)).isEqualTo(Verdict.MISSED);
        assertThat(verdict(1, 30, 0.5)).isEqualTo(Verdict.MISSED);
    }

    @Test
    void shouldBreakByFar() {
        assertThat(verdict(0.79, 20, 0.5)).isEqualTo(Verdict.BROKE);
        assertThat(verdict(1, 60, 0.5)).isEqualTo(Verdict.BROKE);
    }

    @Test
    void shouldBeVoidWhenTheLoadWasTooBusyWhateverItSaw() {
        assertThat(verdict(1, 15, 0.86)).isEqualTo(Verdict.VOID);
        assertThat(verdict(0.5, 99, 0.86)).isEqualTo(Verdict.VOID);
    }

    @Test
    void shouldBreakWhenAPlayerSawNothing() {
        Run run = Runs.of("ours", 400, 1, 15, 0.5, 0.5);
        LoadReport withoutOne = LoadReport.parse(LoadReportTest.JSON
                .replace("\"streamErrors\": 4", "\"streamErrors\": 0")
                .replace("\"regressions\": 1", "\"regressions\": 0"));
        LoadReport withAll = LoadReport.parse(LoadReportTest.JSON
                .replace("399", "400")
                .replace(": 4,", ": 0,")
                .replace(": 1,", ": 0,"));
        assertThat(new Run("ours", run.load(), withoutOne, run.used()).verdict())
                .isEqualTo(Verdict.BROKE);
        assertThat(new Run("ours", run.load(), withAll, run.used()).verdict()).isEqualTo(Verdict.HELD);
    }

    @Test
    void shouldBreakWhenAFrameWasWrong() {
        Run run = Runs.of("ours", 400, 1, 15, 0.5, 0.5);
        LoadReport wrong = LoadReport.parse(LoadReportTest.JSON
                .replace("399", "400")
                .replace(": 4,", ": 0,")
                .replace(": 1,", ": 0,")
                .replace("MISSED", "WRONG_POSITION"));
        assertThat(new Run("ours", run.load(), wrong, run.used()).verdict()).isEqualTo(Verdict.BROKE);
    }

    @Test
    void shouldCountCpuByTheFramesThatCame() {
        // 500 players get 500 / 0.015 = 33,333 frames a second; a third of a core for them is 10 µs each.
        assertThat(Runs.of("ours", 500, 1, 15, 1 / 3.0, 0.5).cpuMicrosPerFrame())
                .isCloseTo(10, Offset.offset(0.01));
        assertThat(Runs.of("ours", 500, 0.5, 15, 1 / 3.0, 0.5).cpuMicrosPerFrame())
                .isCloseTo(20, Offset.offset(0.01));
    }

    @Test
    void shouldCostNothingWhenNoFrameCame() {
        assertThat(Runs.of("ours", 500, 0, 15, 0.3, 0.5).cpuMicrosPerFrame()).isZero();
    }

    private static Verdict verdict(double share, double gapP99Ms, double loadCores) {
        return Runs.of("ours", 1_000, share, gapP99Ms, 0.9, loadCores).verdict();
    }
}
