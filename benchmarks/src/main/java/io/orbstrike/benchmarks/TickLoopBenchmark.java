package io.orbstrike.benchmarks;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.None;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbWorkload;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a host cost around the game, per board and tick?
 *
 * <p>One score is the tick of one board, in a host with all boards of the shape, as {@code host.tickLoops().doWork} does
 * it slot by slot: every player has a stream in memory and says something in each tick, 1 in 32 something new.
 *
 * <ul>
 *   <li>{@code host}: boards of orb; mailboxes, step, encoding, hand-off, and the lane's work for every viewer.
 *   <li>{@code naive}: the same play with a queue per player and the state encoded anew per viewer.
 *   <li>{@code loop}: boards in which nothing happens, with one player each, whatever the shape says: an upper bound of the
 *       loop's own cost, because the lane's work for that player is in it. What it allocates is the frame: its bytes, and
 *       the objects that carry them.
 *   <li>{@code unwatched}: the same boards with a player who has no stream: the loop's own cost without a hand-off.
 * </ul>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Xmx1g")
public class TickLoopBenchmark {

    private static final int SETTLING_TICKS = 200;
    private static final int INTERVAL_MS = 15;

    /** Boards of orb with all their players. */
    @State(Scope.Thread)
    public static class Orb {

        /** Boards by players. */
        @Param({"1x100", "100x10", "1000x10"})
        public String shape = "";

        @Nullable
        PlayedHost<OrbPlayer, OrbInput> played;

        /** Fills the host, and plays until it is in a steady state. */
        @Setup(Level.Trial)
        public void open() {
            Shape read = Shape.parse(shape);
            played = PlayedHost.create(
                    read, new OrbType(), OrbWorkload.rules(read.players()), new OrbPlayer("player", 0), Wishes.orb());
            settle(played, read);
        }

        /** Ends the host. */
        @TearDown(Level.Trial)
        public void close() {
            requireNonNull(played).close();
        }
    }

    /** Boards in which nothing happens, with one player each. */
    @State(Scope.Thread)
    public static class Idle {

        /** Boards by players; only the boards count. */
        @Param({"1x100", "100x10", "1000x10"})
        public String shape = "";

        @Nullable
        PlayedHost<None, Integer> watched;

        @Nullable
        PlayedHost<None, Integer> unwatched;

        /** Fills the hosts. */
        @Setup(Level.Trial)
        public void open() {
            Shape read = new Shape(Shape.parse(shape).boards(), 1);
            watched = PlayedHost.create(read, type(), None.NONE, None.NONE, idleWishes());
            unwatched = PlayedHost.createWithoutStreams(read, type(), None.NONE, None.NONE);
            settle(watched, read);
            settle(unwatched, read);
        }

        /** Ends the hosts. */
        @TearDown(Level.Trial)
        public void close() {
            requireNonNull(watched).close();
            requireNonNull(unwatched).close();
        }

        private static IdleType type() {
            return new IdleType(Duration.ofMillis(INTERVAL_MS), 1);
        }
    }

    /** The same play in the naive host. */
    @State(Scope.Thread)
    public static class Naive {

        /** Boards by players. */
        @Param({"1x100", "100x10", "1000x10"})
        public String shape = "";

        @Nullable
        NaiveHost host;

        /** Makes the boards. */
        @Setup(Level.Trial)
        public void open() {
            host = new NaiveHost(Shape.parse(shape));
        }
    }

    /**
     * A tick of a board of orb.
     *
     * @param state the host
     * @return how many ticks there were, so that nothing is left out
     */
    @Benchmark
    public long host(Orb state) {
        return requireNonNull(state.played).tickOneBoard();
    }

    /**
     * A tick of a board in which nothing happens, with a player who speaks and sees.
     *
     * @param state the host
     * @return how many ticks there were, so that nothing is left out
     */
    @Benchmark
    public long loop(Idle state) {
        return requireNonNull(state.watched).tickOneBoard();
    }

    /**
     * A tick of a board in which nothing happens, with a player who is away.
     *
     * @param state the host
     * @return how many ticks there were, so that nothing is left out
     */
    @Benchmark
    public long unwatched(Idle state) {
        return requireNonNull(state.unwatched).tickOneBoard();
    }

    /**
     * A tick of a board of orb in the naive host.
     *
     * @param state the host
     * @return how many bytes there were, so that nothing is left out
     */
    @Benchmark
    public long naive(Naive state) {
        return requireNonNull(state.host).tickOneBoard();
    }

    private static void settle(PlayedHost<?, ?> host, Shape shape) {
        for (int i = 0; i < SETTLING_TICKS * shape.boards(); i++) {
            host.tickOneBoard();
        }
    }

    private static byte[][] idleWishes() {
        return new byte[][] {{1}, {2}, {3}};
    }
}
