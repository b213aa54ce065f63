package io.orbstrike.benchmarks;

import io.orbstrike.board.ByteWriter;
import io.orbstrike.orb.HashMapOrbs;
import io.orbstrike.orb.OrbWorkload;
import java.util.ArrayList;
import java.util.List;
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

    /** Boards that have just made a step of steady play. */
    @State(Scope.Thread)
    public abstract static class Boards {

        /** How many players are on each board. */
        @Param({"100", "1000"})
        public int players;

        final List<OrbWorkload> workloads = new ArrayList<>();
        private final ByteWriter out = new ByteWriter(1 << 20);
        private int turn;

        /** Makes the boards, and counts what is encoded of them. */
        @Setup(Level.Trial)
        public void settle() {
            for (int i = 0; i < BOARDS; i++) {
                workloads.add(OrbWorkload.settled(players, i));
            }
            prepare();
            long bytes = 0;
            for (int board = 0; board < BOARDS; board++) {
                bytes += encode(board);
            }
            EncodedBytesProfiler.report(bytes / (double) BOARDS / players);
        }

        /** Does what has to be done once after the step. */
        void prepare() {
            // most encode the step as it is
        }

        /** Encodes a board; tells how many bytes it was. */
        abstract int encode(int board);

        int encodeNext() {
            turn = (turn + 1) % BOARDS;
            return encode(turn);
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
    }

    /** The delta where 1 player in 32 said something new. */
    public static class FewChange extends Boards {
        @Override
        int encode(int board) {
            return delta(board);
        }
    }

    /** The delta where everybody turned. */
    public static class AllChange extends Boards {
        @Override
        void prepare() {
            workloads.forEach(OrbWorkload::turnAll);
        }

        @Override
        int encode(int board) {
            return delta(board);
        }
    }

    /** The whole state, for somebody who has just come. */
    public static class Arrival extends Boards {
        @Override
        int encode(int board) {
            return keyframe(board);
        }
    }

    /** The whole state of the same boards as objects. */
    public static class Naive extends Boards {

        private final List<HashMapOrbs> objects = new ArrayList<>();

        @Override
        void prepare() {
            workloads.forEach(workload -> objects.add(workload.toHashMap()));
        }

        @Override
        int encode(int board) {
            return objects.get(board).encode().length;
        }
    }

    /**
     * The delta of a step in which 1 player in 32 said something new.
     *
     * @param boards after such a step
     * @return the bytes' number
     */
    @Benchmark
    public int deltaFewChange(FewChange boards) {
        return boards.encodeNext();
    }

    /**
     * The delta of a step in which everybody turned.
     *
     * @param boards after such a step
     * @return the bytes' number
     */
    @Benchmark
    public int deltaAllChange(AllChange boards) {
        return boards.encodeNext();
    }

    /**
     * The whole state, for all who need it.
     *
     * @param boards after a step
     * @return the bytes' number
     */
    @Benchmark
    public int keyframe(Arrival boards) {
        return boards.encodeNext();
    }

    /**
     * The whole state in protobuf's objects, for one viewer.
     *
     * @param boards after a step
     * @return the bytes' number
     */
    @Benchmark
    public int naive(Naive boards) {
        return boards.encodeNext();
    }
}
