package io.orbstrike.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.benchmarks.PacingReport.Lateness;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PacingReportTest {

    private static final Lateness FLOOR = new Lateness(1_000, 0.1, 2, 9, 20);

    @Test
    void shouldMeetTargetsAtTheFloorPlusWhatIsAllowed() {
        PacingReport report = report(new Lateness(1_000, 0.1, 2.5, 11, 20), 66.67, 1);
        assertThat(report.isP99Met()).isTrue();
        assertThat(report.isP999Met()).isTrue();
        assertThat(report.isRateMet()).isTrue();
        assertThat(report.toMap()).containsEntry("met", true);
    }

    @Test
    void shouldMissEachTargetByItself() {
        assertThat(report(new Lateness(1_000, 0.1, 2.51, 11, 20), 66.67, 1).isP99Met())
                .isFalse();
        assertThat(report(new Lateness(1_000, 0.1, 2.5, 11.1, 20), 66.67, 1).isP999Met())
                .isFalse();
        PacingReport slow = report(new Lateness(1_000, 0.1, 2.5, 11, 20), 66.5, 1);
        assertThat(slow.isRateMet()).isFalse();
        assertThat(slow.toMap()).containsEntry("met", false);
    }

    @Test
    void shouldSayThatTheTargetIsForOneCore() {
        assertThat(report(FLOOR, 66.67, 2).format()).contains("on 2 cores: the target is for one");
        assertThat(report(FLOOR, 66.67, 1).format()).doesNotContain("cores").contains("met, 3 slots dropped");
    }

    @Test
    void shouldReadADistributionInMilliseconds() {
        Histogram ns = new Histogram(3);
        ns.recordValueWithCount(1_000_000, 995);
        ns.recordValueWithCount(8_000_000, 5);
        Lateness lateness = Lateness.of(ns);
        assertThat(lateness.count()).isEqualTo(1_000);
        assertThat(lateness.p50Ms()).isBetween(1.0, 1.01);
        assertThat(lateness.p99Ms()).isBetween(1.0, 1.01);
        assertThat(lateness.p999Ms()).isBetween(8.0, 8.01);
    }

    private static PacingReport report(Lateness boards, double ticksPerSecond, int processors) {
        return new PacingReport(FLOOR, boards, ticksPerSecond, 66.67, 3, processors);
    }
}
