package io.orbstrike.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run of {@link Pacing} saw, beside its targets.
 *
 * <p>Immutable.
 *
 * @param floor the lateness of an empty loop
 * @param boards the lateness of the boards' steps
 * @param ticksPerSecond of each board
 * @param ticksPerSecondTarget what the schedule asks for
 * @param slotsDropped of all boards
 * @param processors on how many cores the process was allowed to run
 */
record PacingReport(
        Lateness floor,
        Lateness boards,
        double ticksPerSecond,
        double ticksPerSecondTarget,
        long slotsDropped,
        int processors) {

    private static final double P99_ABOVE_FLOOR_MS = 0.5;
    private static final double P999_ABOVE_FLOOR_MS = 2;
    private static final double RATE_TOLERANCE = 0.001;

    /**
     * A distribution of lateness.
     *
     * <p>Immutable.
     */
    record Lateness(long count, double p50Ms, double p99Ms, double p999Ms, double maxMs) {

        static Lateness of(Histogram ns) {
            return new Lateness(
                    ns.getTotalCount(),
                    ns.getValueAtPercentile(50) / 1e6,
                    ns.getValueAtPercentile(99) / 1e6,
                    ns.getValueAtPercentile(99.9) / 1e6,
                    ns.getMaxValue() / 1e6);
        }

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("count", count);
            map.put("p50", p50Ms);
            map.put("p99", p99Ms);
            map.put("p999", p999Ms);
            map.put("max", maxMs);
            return map;
        }
    }

    boolean isP99Met() {
        return boards.p99Ms <= floor.p99Ms + P99_ABOVE_FLOOR_MS;
    }

    boolean isP999Met() {
        return boards.p999Ms <= floor.p999Ms + P999_ABOVE_FLOOR_MS;
    }

    boolean isRateMet() {
        return ticksPerSecond >= ticksPerSecondTarget * (1 - RATE_TOLERANCE);
    }

    String format() {
        StringBuilder text = new StringBuilder();
        append(text, "T4 lateness", "target", "boards", "empty loop", "");
        append(text, "p50", "", ms(boards.p50Ms), ms(floor.p50Ms), "");
        append(
                text,
                "p99",
                ms(floor.p99Ms + P99_ABOVE_FLOOR_MS),
                ms(boards.p99Ms),
                ms(floor.p99Ms),
                verdict(isP99Met()));
        append(
                text,
                "p99.9",
                ms(floor.p999Ms + P999_ABOVE_FLOOR_MS),
                ms(boards.p999Ms),
                ms(floor.p999Ms),
                verdict(isP999Met()));
        append(text, "max", "", ms(boards.maxMs), ms(floor.maxMs), "");
        append(
                text,
                "ticks/s a board",
                number(ticksPerSecondTarget),
                number(ticksPerSecond),
                "",
                verdict(isRateMet()) + ", " + slotsDropped + " slots dropped");
        if (processors != 1) {
            text.append("on ").append(processors).append(" cores: the target is for one\n");
        }
        return text.toString();
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("emptyLoopLatenessMs", floor.toMap());
        map.put("latenessMs", boards.toMap());
        map.put("ticksPerSecond", ticksPerSecond);
        map.put("ticksPerSecondTarget", ticksPerSecondTarget);
        map.put("slotsDropped", slotsDropped);
        map.put("processors", processors);
        map.put("met", isP99Met() && isP999Met() && isRateMet());
        return map;
    }

    private static void append(StringBuilder text, Object... cells) {
        text.append(String.format(Locale.ROOT, "%-16s %14s %14s %14s  %s%n", cells));
    }

    private static String ms(double value) {
        return String.format(Locale.ROOT, "%.3f ms", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String verdict(boolean met) {
        return met ? "met" : "missed";
    }
}
