package io.orbstrike.host;

import java.util.List;

/**
 * What histograms held together at a moment.
 *
 * <p>Immutable: nobody changes the array.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record HistogramSum(long[] counts, long totalNs, long maxNs) {

    static HistogramSum of(List<Histogram> histograms) {
        long[] counts = new long[Histogram.bucketCount()];
        long totalNs = 0;
        long maxNs = 0;
        for (Histogram histogram : histograms) {
            histogram.addTo(counts);
            totalNs += histogram.totalNs();
            maxNs = Math.max(maxNs, histogram.maxNs());
        }
        return new HistogramSum(counts, totalNs, maxNs);
    }

    /** What has come since; its greatest is known by its bucket, to within an eighth. */
    HistogramSum since(HistogramSum earlier) {
        long[] more = new long[counts.length];
        long highestNs = 0;
        for (int i = 0; i < more.length; i++) {
            more[i] = counts[i] - earlier.counts[i];
            highestNs = more[i] > 0 ? Histogram.upperBoundNs(i) : highestNs;
        }
        return new HistogramSum(more, Math.max(0, totalNs - earlier.totalNs), Math.min(maxNs, highestNs));
    }

    HostMetrics.Durations durations() {
        long count = 0;
        for (long each : counts) {
            count += each;
        }
        return new HostMetrics.Durations(
                count,
                totalNs,
                maxNs,
                Math.min(maxNs, Histogram.percentileNs(counts, 0.5)),
                Math.min(maxNs, Histogram.percentileNs(counts, 0.99)),
                Math.min(maxNs, Histogram.percentileNs(counts, 0.999)));
    }
}
