package io.orbstrike.benchmarks.cluster;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * How long something took each time, beside what it may take and what it takes others.
 *
 * @param row the target's name
 * @param what what was waited for
 * @param waitsNs the waits, in nanoseconds; not changed any more
 * @param bounds what they may take; none if no target says so
 * @param others what it takes others; empty if nobody measured that
 */
record Waits(String row, String what, Histogram waitsNs, List<Bound> bounds, String others) {

    private static final double NS_PER_MS = 1e6;
    private static final String LINE = "%-3s %-52s %6s %9s %9s %9s %9s  %s";

    /**
     * What a part of the waits may take at most.
     *
     * @param name how it is called
     * @param percentile which part, 0 to 100
     * @param ms milliseconds
     */
    record Bound(String name, double percentile, long ms) {

        static Bound p50(long ms) {
            return new Bound("p50", 50, ms);
        }

        static Bound p99(long ms) {
            return new Bound("p99", 99, ms);
        }

        static Bound max(long ms) {
            return new Bound("max", 100, ms);
        }

        boolean isMet(Histogram waitsNs) {
            return waitsNs.getValueAtPercentile(percentile) <= ms * NS_PER_MS;
        }
    }

    /** The head of a table of lines; all times are in milliseconds. */
    static String header() {
        return String.format(
                Locale.ROOT, LINE, "row", "what", "n", "min ms", "p50 ms", "p99 ms", "max ms", "target | others");
    }

    /** The waits beside targets and others; one line. */
    String line() {
        String targets = bounds.stream()
                .map(bound -> String.format(
                        Locale.ROOT,
                        "%s <= %,d ms %s",
                        bound.name(),
                        bound.ms(),
                        bound.isMet(waitsNs) ? "met" : "missed"))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                LINE,
                row,
                what,
                waitsNs.getTotalCount(),
                ms(waitsNs.getMinValue()),
                ms(waitsNs.getValueAtPercentile(50)),
                ms(waitsNs.getValueAtPercentile(99)),
                ms(waitsNs.getMaxValue()),
                (targets.isEmpty() ? "-" : targets) + (others.isEmpty() ? "" : " | " + others));
    }

    private static String ms(long ns) {
        return String.format(Locale.ROOT, "%,.1f", ns / NS_PER_MS);
    }
}
