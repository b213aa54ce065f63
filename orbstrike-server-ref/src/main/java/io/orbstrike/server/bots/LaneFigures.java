package io.orbstrike.server.bots;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Distributions of what the streams of one lane showed, in microseconds; figures above {@link #MICROS_MAX} count as that.
 *
 * <p>Written by the lane alone; read when its streams have ended.
 */
final class LaneFigures {

    private static final long MICROS_MAX = TimeUnit.MINUTES.toMicros(5);
    private static final int DIGITS = 3;

    private final Histogram gapMicros = new Histogram(MICROS_MAX, DIGITS);
    private final Histogram latencyMicros = new Histogram(MICROS_MAX, DIGITS);

    void onGap(long gapNs) {
        gapMicros.recordValue(bounded(gapNs));
    }

    void onInputLatency(long latencyNs) {
        latencyMicros.recordValue(bounded(latencyNs));
    }

    Histogram gapMicros() {
        return gapMicros;
    }

    Histogram latencyMicros() {
        return latencyMicros;
    }

    void add(LaneFigures other) {
        gapMicros.add(other.gapMicros);
        latencyMicros.add(other.latencyMicros);
    }

    private static long bounded(long ns) {
        return Math.min(TimeUnit.NANOSECONDS.toMicros(Math.max(ns, 0)), MICROS_MAX);
    }
}
