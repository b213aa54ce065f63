package io.orbstrike.benchmarks;

import io.orbstrike.orb.HashMapOrbs;
import io.orbstrike.orb.OrbWorkload;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long is a tick of orb, and does it allocate?
 *
 * <p>One score is one whole tick of a board in steady play, the making of its inputs included; divide it by the players.
 * {@code columns} is the game as it is, {@code naive} is the same play of the same board as objects in a hash map.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Xmx1g")
public class TickBenchmark {

    private static final long SEED = 7;

    /** A board in steady play. */
    @State(Scope.Thread)
    public static class Columns {

        /** How many players are on the board. */
        @Param({"100", "1000", "10000", "100000"})
        public int players;

        OrbWorkload workload = OrbWorkload.settled(1, SEED);

        /** Makes the board. */
        @Setup(Level.Trial)
        public void settle() {
            workload = OrbWorkload.settled(players, SEED);
        }
    }

    /** The same board as objects. */
    @State(Scope.Thread)
    public static class Naive {

        OrbWorkload inputs = OrbWorkload.settled(1, SEED);
        HashMapOrbs board = inputs.toHashMap();

        /**
         * Copies the board.
         *
         * @param columns where it is copied from, and whose inputs are used
         */
        @Setup(Level.Trial)
        public void copy(Columns columns) {
            inputs = columns.workload;
            board = inputs.toHashMap();
        }
    }

    /**
     * A tick of the game as it is.
     *
     * @param state the board
     * @return the tick, so that nothing is left out
     */
    @Benchmark
    public long columns(Columns state) {
        state.workload.step();
        return state.workload.stepper().tick();
    }

    /**
     * A tick of the objects. A single one takes seconds at 100,000 players, hence so few.
     *
     * @param state the objects
     * @return the tick, so that nothing is left out
     */
    @Benchmark
    @Warmup(iterations = 1, time = 2)
    @Measurement(iterations = 2, time = 2)
    @Fork(value = 1, jvmArgsAppend = "-Xmx1g")
    public long naive(Naive state) {
        return state.board.step(state.inputs.nextInputs());
    }
}
