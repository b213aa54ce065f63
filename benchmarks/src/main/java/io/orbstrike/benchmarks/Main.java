package io.orbstrike.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The command of the benchmarks: {@code --quick} prints the targets of tick and encoding beside their figures, everything
 * else is JMH's own, with allocation and encoded bytes measured unless other profilers are asked for.
 */
public final class Main {

    private Main() {}

    /**
     * Runs benchmarks.
     *
     * @param args {@code --quick}, or those of {@link org.openjdk.jmh.Main}
     * @throws IOException if JMH cannot write its results
     * @throws RunnerException if a benchmark cannot run
     */
    public static void main(String[] args) throws IOException, RunnerException {
        if (Arrays.asList(args).contains("--quick")) {
            System.exit(quick(args));
        }
        org.openjdk.jmh.Main.main(withProfilers(args));
    }

    private static int quick(String[] args) throws RunnerException {
        if (args.length > 1) {
            System.err.println("--quick takes no other arguments: leave it out to use JMH's own");
            return 2;
        }
        List<TargetRow> rows = Quick.run();
        System.out.print(TargetTable.format(rows));
        return TargetTable.exitCode(rows);
    }

    /** JMH's arguments, with the profilers that everybody wants to see. */
    static String[] withProfilers(String[] args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        if (!all.contains("-prof")) {
            all.addAll(List.of("-prof", "gc", "-prof", EncodedBytesProfiler.class.getName()));
        }
        return all.toArray(String[]::new);
    }
}
