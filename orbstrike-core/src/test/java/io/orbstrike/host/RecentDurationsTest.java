package io.orbstrike.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentDurationsTest {

    private static final long SECOND_NS = 1_000_000_000;

    private final Histogram one = new Histogram();
    private final Histogram other = new Histogram();

    private RecentDurations recent() {
        return new RecentDurations(() -> HistogramSum.of(List.of(one, other)), Duration.ofSeconds(2), 0);
    }

    @Test
    void shouldTellMeanAndGreatestOfAllThatWasRecordedSinceTheFirstLook() {
        one.record(9_000_000);
        RecentDurations recent = recent();
        one.record(1_000);
        other.record(3_000);
        HostMetrics.Durations seen = recent.look(SECOND_NS);
        assertThat(seen.count()).isEqualTo(2);
        assertThat(seen.totalNs()).isEqualTo(4_000);
        assertThat(seen.maxNs()).isBetween(3_000L, 3_375L);
    }

    @Test
    void shouldForgetWhatIsOlderThanTwoSpansAndNothingYoungerThanOne() {
        RecentDurations recent = recent();
        one.record(8_000);
        assertThat(recent.look(SECOND_NS).count()).isEqualTo(1);
        assertThat(recent.look(2 * SECOND_NS).count()).isEqualTo(1);
        other.record(1_000);
        assertThat(recent.look(3 * SECOND_NS).count()).isEqualTo(2);
        assertThat(recent.look(4 * SECOND_NS).count()).isEqualTo(2);
        HostMetrics.Durations seen = recent.look(4 * SECOND_NS + 1);
        assertThat(seen.count()).isEqualTo(1);
        assertThat(seen.maxNs()).isBetween(1_000L, 1_125L);
        assertThat(recent.look(6 * SECOND_NS).count()).isEqualTo(1);
        seen = recent.look(6 * SECOND_NS + 1);
        assertThat(seen.count()).isZero();
        assertThat(seen.maxNs()).isZero();
    }
}
