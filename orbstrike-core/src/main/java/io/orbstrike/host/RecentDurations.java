package io.orbstrike.host;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A distribution of the durations of the last seconds, seen again and again.
 *
 * <p>Confined to one thread; looking costs the tick threads nothing.
 */
public final class RecentDurations {

    /* Looks reach back to the last but one mark, and marks are a span apart or more: so a look covers one span at least, and
     * about two at most while there are many looks in a span.
     */

    private final Supplier<HistogramSum> recorded;
    private final long spanNs;
    private HistogramSum from;
    private HistogramSum mark;
    private long markNs;

    RecentDurations(Supplier<HistogramSum> recorded, Duration span, long nowNs) {
        this.recorded = recorded;
        this.spanNs = span.toNanos();
        this.from = recorded.get();
        this.mark = from;
        this.markNs = nowNs;
    }

    /**
     * What was recorded lately: for a span at least, unless less has passed since the first look, and for no more than two
     * while looks come often.
     *
     * @param nowNs the clock that steps are timed by
     * @return the greatest to within an eighth
     */
    public HostMetrics.Durations look(long nowNs) {
        HistogramSum now = recorded.get();
        HostMetrics.Durations since = now.since(from).durations();
        if (nowNs - markNs >= spanNs) {
            from = mark;
            mark = now;
            markNs = nowNs;
        }
        return since;
    }
}
