package io.orbstrike.benchmarks;

import io.orbstrike.board.ByteWriter;
import io.orbstrike.orb.HashMapOrbs;
import io.orbstrike.orb.OrbWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
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
 * How long does it take to encode a tick of orb, and how many bytes is it?
 *
 * <p>One score is one encoding of a whole board; divide it by the players. Ours are made once for all viewers of a tick.
 * {@code naive} is the whole state in protobuf's objects for one viewer; a server of that kind pays it once per viewer.
 * Several boards, each after another step, take turns, so that no encoder knows its board by heart.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Xmx1g")
public class FrameEncodeBenchmark {

    private static final int BOARDS = 32;
    private static final int SECTION = 0;

    /** Boards that have just made a step. */
    @State(Scope.Thread)
    public static class Boards {

        /** How many players are on each board. */
        @Param({"100", "1000"})
        public int players;

        final List<OrbWorkload> workloads = new ArrayList<>();
        final List<HashMapOrbs> naive = new ArrayList<>();
        final ByteWriter out = new ByteWriter(1 << 20);
        private int turn;

        /** Makes the boards. */
        @Setup(Level.Trial)
        public void settle() {
            for (int i = 0; i < BOARDS; i++) {
                workloads.add(OrbWorkload.settled(players, i));
            }
        }

        int next() {
            turn = (turn + 1) % BOARDS;
            return turn;
        }

        int delta(int board) {
            out.clear();
            if (!workloads.get(board).stepper().board().writeDelta(SECTION, out)) {
                throw new IllegalStateException("board " + board + ": no delta, but nothing happened that forbids one");
            }
            return out.size();
        }

        int keyframe(int board) {
            out.clear();
            workloads.get(board).stepper().board().writeKeyframe(SECTION, out);
            return out.size();
        }

        void report(ToIntFunction<Integer> encoder) {
            long bytes = 0;
            for (int board = 0; board < BOARDS; board++) {
                bytes += encoder.applyAsInt(board);
            }
            EncodedBytesProfiler.report(bytes / (double) BOARDS / players);
        }
    }

    /** Boards on which 1 player in 32 said something new. */
    @State(Scope.Thread)
    public static class FewChange {
        /**
         * Counts the bytes.
         *
         * @param boards all after a step of steady play
         */
        @Setup(Level.Trial)
        public void count(Boards boards) {
            boards.report(boards::delta);
        }
    }

    /** Boards on which everybody turned. */
    @State(Scope.Thread)
    public static class AllChange {
        /**
         * Turns all, and counts the bytes.
         *
         * @param boards after a step of steady play
         */
        @Setup(Level.Trial)
        public void turn(Boards boards) {
            boards.workloads.forEach(OrbWorkload::turnAll);
            boards.report(boards::delta);
        }
    }

    /** Boards that somebody has just come to. */
    @State(Scope.Thread)
    public static class Arrival {
        /**
         * Counts the bytes.
         *
         * @param boards after a step of steady play
         */
        @Setup(Level.Trial)
        public void count(Boards boards) {
            boards.report(boards::keyframe);
        }
    }

    /** The same boards as objects. */
    @State(Scope.Thread)
    public static class Naive {
        /**
         * Copies the boards, and counts the bytes.
         *
         * @param boards after a step of steady play
         */
        @Setup(Level.Trial)
        public void copy(Boards boards) {
            boards.workloads.forEach(workload -> boards.naive.add(workload.toHashMap()));
            boards.report(board -> boards.naive.get(board).encode().length);
        }
    }

    /**
     * The delta of a step in which 1 player in 32 said something new.
     *
     * @param boards the boards
     * @param state which step they have made
     * @return the bytes' number
     */
    @Benchmark
    public int deltaFewChange(Boards boards, FewChange state) {
        return boards.delta(boards.next());
    }

    /**
     * The delta of a step in which everybody turned.
     *
     * @param boards the boards
     * @param state which step they have made
     * @return the bytes' number
     */
    @Benchmark
    public int deltaAllChange(Boards boards, AllChange state) {
        return boards.delta(boards.next());
    }

    /**
     * The whole state, for all who need it.
     *
     * @param boards the boards
     * @param state which step they have made
     * @return the bytes' number
     */
    @Benchmark
    public int keyframe(Boards boards, Arrival state) {
        return boards.keyframe(boards.next());
    }

    /**
     * The whole state in protobuf's objects, for one viewer.
     *
     * @param boards the boards
     * @param state the same as objects
     * @return the bytes
     */
    @Benchmark
    public byte[] naive(Boards boards, Naive state) {
        return boards.naive.get(boards.next()).encode();
    }
}
