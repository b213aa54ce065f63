package io.orbstrike.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.benchmarks.cluster.Waits.Bound;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class WaitsTest {

    @Test
    void shouldStandBesideTargetsAndOthers() {
        Waits waits =
                new Waits("C3", "kill", ms(100, 200, 1_500), List.of(Bound.p50(300), Bound.p99(1_000)), "Pekko 22 s");
        assertThat(waits.line().replaceAll(" +", " "))
                .isEqualTo(
                        "C3 kill 3 100.0 200.0 1,500.0 1,500.0 p50 <= 300 ms met, p99 <= 1,000 ms missed | Pekko 22 s");
    }

    @Test
    void shouldStandAloneWithoutTarget() {
        Waits waits = new Waits("C1", "call", ms(2), List.of(), "");
        assertThat(waits.line()).endsWith("  -");
    }

    @Test
    void shouldBoundThePercentileThatItNames() {
        Histogram waits = ms(10, 10, 60);
        assertThat(Bound.p50(20).isMet(waits)).isTrue();
        assertThat(Bound.p99(20).isMet(waits)).isFalse();
        assertThat(Bound.max(59).isMet(waits)).isFalse();
        assertThat(Bound.max(61).isMet(waits)).isTrue();
    }

    private static Histogram ms(long... waits) {
        Histogram histogram = new Histogram(5);
        for (long wait : waits) {
            histogram.recordValue(wait * 1_000_000);
        }
        return histogram;
    }
}
