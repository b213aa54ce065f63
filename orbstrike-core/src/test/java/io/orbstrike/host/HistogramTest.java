package io.orbstrike.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistogramTest {

    @Test
    void shouldPutEveryDurationIntoABucketAtMostAnEighthWide() {
        int before = -1;
        for (long value = 0; value < 1L << 41; value += 1 + value / 50) {
            int bucket = Histogram.bucketOf(value);
            assertThat(bucket).isBetween(before, before + 1);
            before = bucket;
            if (value < 1L << 40) {
                long upper = Histogram.upperBoundNs(bucket);
                assertThat(upper).isBetween(value, value + value / 8);
            }
        }
        assertThat(before).isEqualTo(Histogram.bucketCount() - 1);
        assertThat(Histogram.bucketOf(Long.MAX_VALUE)).isEqualTo(Histogram.bucketCount() - 1);
    }

    @Test
    void shouldSayWhatAShareDoesNotExceed() {
        Histogram histogram = new Histogram();
        for (int i = 1; i <= 1_000; i++) {
            histogram.record(i * 1_000L);
        }
        histogram.record(-5);
        long[] counts = new long[Histogram.bucketCount()];
        histogram.addTo(counts);
        assertThat(Histogram.percentileNs(counts, 0.5)).isBetween(500_000L, 563_000L);
        assertThat(Histogram.percentileNs(counts, 0.99)).isBetween(990_000L, 1_114_000L);
        assertThat(histogram.maxNs()).isEqualTo(1_000_000);
        assertThat(histogram.totalNs()).isEqualTo(500_500_000);
        assertThat(Histogram.percentileNs(new long[Histogram.bucketCount()], 0.5))
                .isZero();
    }
}
