package io.orbstrike.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Reports how many bytes a benchmark encodes per player, beside its time. JMH's own counters can only be summed or divided
 * by time.
 *
 * <p>Confined to one benchmark at a time, as JMH runs them.
 */
public final class EncodedBytesProfiler implements InternalProfiler {

    static final String LABEL = "bytes.per.player";

    private static volatile double bytesPerPlayer = Double.NaN;

    /** Used by JMH. */
    public EncodedBytesProfiler() {}

    static void report(double bytes) {
        bytesPerPlayer = bytes;
    }

    @Override
    public String getDescription() {
        return "bytes that are encoded per player, for benchmarks that say so";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        // the figure stands from the setup on
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double bytes = bytesPerPlayer;
        return Double.isNaN(bytes) ? List.of() : List.of(new ScalarResult(LABEL, bytes, "B", AggregationPolicy.AVG));
    }
}
