package io.orbstrike.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTableTest {

    @Test
    void shouldPassWhenAllFiguresAreWithinThreeTimesTheirTargets() {
        List<TargetRow> rows = List.of(row(12, 0, 11.9), row(12, 0, 36), row(0, 16, 15));
        assertThat(TargetTable.exitCode(rows)).isZero();
    }

    @Test
    void shouldFailWhenOneFigureIsBeyondThreeTimesItsTarget() {
        assertThat(TargetTable.exitCode(List.of(row(12, 0, 11), row(12, 0, 36.1))))
                .isEqualTo(1);
    }

    @Test
    void shouldFailWhenAFigureIsAboveATargetOfNothing() {
        assertThat(TargetTable.exitCode(List.of(row(0, 16, 17)))).isEqualTo(1);
    }

    @Test
    void shouldFailWhenAFigureIsMissing() {
        assertThat(TargetTable.exitCode(List.of(row(12, 0, Double.NaN)))).isEqualTo(1);
        assertThat(TargetTable.exitCode(List.of())).isEqualTo(1);
    }

    @Test
    void shouldPrintTargetFigureAndRatioSideBySide() {
        String text = TargetTable.format(
                List.of(row(12, 0, 9), row(12, 0, 18), row(12, 0, 48), row(0, 16, 3), row(12, 0, Double.NaN)));
        assertThat(text.lines().map(line -> line.trim().replaceAll(" +", " ")))
                .containsExactly(
                        "row what target figure ratio",
                        "T1 tick 12.00 ns 9.00 ns 0.75 met",
                        "T1 tick 12.00 ns 18.00 ns 1.50 missed",
                        "T1 tick 12.00 ns 48.00 ns 4.00 BROKEN",
                        "T1 tick 0.00 ns 3.00 ns 0.00 met",
                        "T1 tick 12.00 ns none - BROKEN");
    }

    private static TargetRow row(double target, double noise, double figure) {
        return new TargetRow("T1", "tick", "ns", target, noise, figure);
    }
}
