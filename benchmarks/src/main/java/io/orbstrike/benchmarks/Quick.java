package io.orbstrike.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The targets of tick and encoding, measured in less than a minute: enough to see that something is broken, not to compare
 * two versions.
 */
final class Quick {

    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final String ENCODING_PLAYERS = "1000";

    /** What JMH itself allocates in an iteration counts too, spread over its ticks; no object of ours is smaller. */
    private static final double ALLOCATION_NOISE_BYTES = 16;

    private Quick() {}

    static List<TargetRow> run() throws RunnerException {
        Collection<RunResult> ticks = measure(TickBenchmark.class, "columns", "100", "1000", "10000", "100000");
        List<TargetRow> rows = new ArrayList<>();
        addTick(rows, ticks, "100", 12);
        addTick(rows, ticks, "1000", 12);
        addTick(rows, ticks, "10000", 16);
        addTick(rows, ticks, "100000", 25);
        for (String players : List.of("100", "1000")) {
            double allocated = secondary(find(ticks, "columns", players), ALLOCATION);
            rows.add(new TargetRow(
                    "T2", "allocation per tick, " + players + " players", "B", 0, ALLOCATION_NOISE_BYTES, allocated));
        }
        Collection<RunResult> deltas = measure(FrameEncodeBenchmark.class, "delta.*", ENCODING_PLAYERS);
        addDelta(rows, deltas, "deltaFewChange", "1 in 32 changes", 0.4, 2);
        addDelta(rows, deltas, "deltaAllChange", "all change", 6, 12);
        return rows;
    }

    private static Collection<RunResult> measure(Class<?> benchmark, String methods, String... players)
            throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + benchmark.getName().replace(".", "\\.") + "\\." + methods + "$")
                .param("players", players)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(500))
                .addProfiler(GCProfiler.class)
                .addProfiler(EncodedBytesProfiler.class)
                .verbosity(VerboseMode.SILENT);
        return new Runner(options.build()).run();
    }

    private static void addTick(List<TargetRow> rows, Collection<RunResult> results, String players, double target) {
        double ns = primary(find(results, "columns", players)) / Integer.parseInt(players);
        rows.add(new TargetRow("T1", "tick, ns per player, " + players + " players", "ns", target, 0, ns));
    }

    private static void addDelta(
            List<TargetRow> rows,
            Collection<RunResult> results,
            String method,
            String what,
            double bytesTarget,
            double nsTarget) {
        RunResult result = find(results, method, ENCODING_PLAYERS);
        double ns = primary(result) / Integer.parseInt(ENCODING_PLAYERS);
        double bytes = secondary(result, EncodedBytesProfiler.LABEL);
        rows.add(new TargetRow("T3", "delta, bytes per player, " + what, "B", bytesTarget, 0, bytes));
        rows.add(new TargetRow("T3", "delta, ns per player, " + what, "ns", nsTarget, 0, ns));
    }

    private static RunResult find(Collection<RunResult> results, String method, String players) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
                .filter(result -> result.getParams().getParam("players").equals(players))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(method + " with " + players + " players has no result"));
    }

    private static double primary(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    private static double secondary(RunResult result, String label) {
        Result<?> found = result.getSecondaryResults().get(label);
        return found == null ? Double.NaN : found.getScore();
    }
}
