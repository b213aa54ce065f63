package io.orbstrike.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.orbstrike.board.Board;
import io.orbstrike.board.BoardContext;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.Codec;
import io.orbstrike.board.Codecs;
import io.orbstrike.board.None;
import io.orbstrike.board.PlayerId;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the loop allocates besides what a frame needs: nothing. */
class AllocationTest {

    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 20_000;

    private final ManualNanoClock clock = new ManualNanoClock();
    private final BoardHost host = BoardHost.builder().clock(clock).threads(1).build();
    private final TickLoop loop = host.tickLoops().get(0);
    private final ManualLane lane = new ManualLane();

    @Test
    void shouldAllocateNothingForABoardThatNobodyWatches() {
        HostedBoard<None, Integer> board = board(1);
        board.reserve(None.NONE).thenAccept(outcome -> board.join(((ReserveOutcome.Reserved) outcome).reservation()));
        long allocated = play(() -> {});
        assertThat(board.status().tick()).isGreaterThan(WARM_UP + MEASURED - 10);
        assertThat(allocated).isLessThan(MEASURED);
    }

    @Test
    void shouldAllocateOnlyTheFrameAndItsBytesForABoardThatIsWatched() {
        HostedBoard<None, Integer> board = board(1);
        board.watch(lane, new CountingSink());
        long allocated = play(() -> {});
        // the frame of 56 bytes and the array of 12 bytes of header, 4 of section and none of state
        assertThat(allocated / MEASURED).isLessThanOrEqualTo(56 + 40);
    }

    private HostedBoard<None, Integer> board(int low) {
        var created = host.create(new BoardId(0, low), new IdleType(), None.NONE, BoardSettings.of(1));
        loop.doWork(clock.nanoTime());
        return created.toCompletableFuture().join();
    }

    /** Bytes that the loop's thread allocates, the lane's work left out. */
    private long play(Runnable each) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        for (int i = 0; i < WARM_UP; i++) {
            step(each);
            lane.run();
        }
        long allocated = 0;
        for (int i = 0; i < MEASURED; i++) {
            long before = threads.getThreadAllocatedBytes(id);
            step(each);
            allocated += threads.getThreadAllocatedBytes(id) - before;
            lane.run();
        }
        return allocated;
    }

    private void step(Runnable each) {
        each.run();
        clock.advanceNs(1_000_000);
        loop.doWork(clock.nanoTime());
    }

    private static final class CountingSink implements FrameSink {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void send(Frame frame) {}

        @Override
        public void end(StreamEnd end) {}
    }

    /** A board in which nothing happens. */
    private static final class IdleType implements BoardType<None, None, Integer> {

        @Override
        public String name() {
            return "idle";
        }

        @Override
        public Codec<None> rulesCodec() {
            return Codecs.none();
        }

        @Override
        public Codec<None> joinDataCodec() {
            return Codecs.none();
        }

        @Override
        public Codec<Integer> inputCodec() {
            return Codecs.varint("input", 0, 9);
        }

        @Override
        public Board<None, Integer> create(None rules, long seed) {
            return new IdleBoard();
        }

        @Override
        public Board<None, Integer> restore(int version, ByteReader snapshot) {
            return new IdleBoard();
        }
    }

    private static final class IdleBoard implements Board<None, Integer> {

        private static final Duration INTERVAL = Duration.ofMillis(1);

        @Override
        public int maxPlayers() {
            return 10;
        }

        @Override
        public Duration tickInterval() {
            return INTERVAL;
        }

        @Override
        public void onJoin(int index, PlayerId player, None joinData, BoardContext context) {}

        @Override
        public void onLeave(int index, BoardContext context) {}

        @Override
        public void onInput(int index, Integer input, BoardContext context) {}

        @Override
        public void tick(BoardContext context) {}

        @Override
        public boolean writeDelta(int section, ByteWriter out) {
            return true;
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {}
    }
}
