package io.orbstrike.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InputKind;
import io.orbstrike.board.PlayerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Boards on real threads, while players join, play, reconnect and leave on several lanes, and boards move. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HostConcurrencyTest {

    private static final int BOARDS = 6;
    private static final int LANES = 3;
    private static final int ROUNDS = 40;
    private static final int EVENTS = 25;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger roundsPlayed = new AtomicInteger();

    @Test
    void shouldKeepEveryStreamContinuousAndApplyEveryEventOnce() throws InterruptedException {
        List<ExecutorLane> lanes = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            lanes.add(ExecutorLane.create("lane-" + i));
        }
        List<Thread> clients = new ArrayList<>();
        try (BoardHost host = BoardHost.builder().threads(3).build()) {
            host.start();
            List<HostedBoard<String, Integer>> boards = new ArrayList<>();
            for (int i = 0; i < BOARDS; i++) {
                boards.add(host.create(
                                new BoardId(0, i),
                                new CountingType(),
                                new CountingType.Rules(20, 1, i % 2 == 0 ? 1 : 4, i % 3 != 0),
                                BoardSettings.of(i))
                        .toCompletableFuture()
                        .join());
            }
            for (int i = 0; i < 4; i++) {
                int number = i;
                Thread client = new Thread(() -> play(number, boards, lanes), "client-" + i);
                clients.add(client);
                client.start();
            }
            Thread mover = new Thread(() -> move(host, boards, clients), "mover");
            mover.start();
            for (Thread client : clients) {
                client.join();
            }
            mover.join();
            assertThat(failures).isEmpty();
            assertThat(roundsPlayed).hasValue(4 * ROUNDS);
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(host.metrics().viewers()).isZero());
            assertThat(host.metrics().players()).isZero();
            assertThat(host.metrics().boards(BoardState.QUARANTINED)).isZero();
            assertThat(host.metrics().sinkFailures()).isZero();
            assertThat(host.isHealthy()).isTrue();
        } finally {
            lanes.forEach(ExecutorLane::close);
        }
    }

    private void play(int number, List<HostedBoard<String, Integer>> boards, List<ExecutorLane> lanes) {
        SplittableRandom random = new SplittableRandom(number);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                HostedBoard<String, Integer> board = boards.get(random.nextInt(BOARDS));
                playRound(board, "c" + number + "r" + round, lanes, random);
                roundsPlayed.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException | Error e) {
            failures.add(e);
        }
    }

    /** Joins, sends events over several streams on several lanes, and leaves; each stream's frames are checked. */
    private void playRound(
            HostedBoard<String, Integer> board, String name, List<ExecutorLane> lanes, SplittableRandom random)
            throws InterruptedException, ExecutionException, TimeoutException {
        ReserveOutcome outcome = board.reserve(name).toCompletableFuture().get(10, TimeUnit.SECONDS);
        Reservation reservation = ((ReserveOutcome.Reserved) outcome).reservation();
        PlayerId player = board.join(reservation).toCompletableFuture().get(10, TimeUnit.SECONDS);
        int events = 0;
        long sum = -1;
        for (int stream = 1; stream <= 3; stream++) {
            ExecutorLane lane = lanes.get(random.nextInt(LANES));
            CheckedStream checked = new CheckedStream(board, player, stream, reservation.index(), lane);
            events = checked.sendEvents(events, events + EVENTS);
            sum = checked.sum();
            if (random.nextBoolean() && stream < 3) {
                checked.close();
            }
            if (stream == 3) {
                assertThat(sum).isEqualTo(events * 1_000L);
                assertThat(board.leave(player).toCompletableFuture().get(10, TimeUnit.SECONDS))
                        .isTrue();
                await().pollInterval(Duration.ofMillis(1))
                        .untilAsserted(
                                () -> assertThat(checked.end).isEqualTo(new StreamEnd.StayEnded(StayEndReason.LEFT)));
            }
            assertThat(checked.problem).isNull();
        }
    }

    private static void move(BoardHost host, List<HostedBoard<String, Integer>> boards, List<Thread> clients) {
        SplittableRandom random = new SplittableRandom(77);
        while (clients.stream().anyMatch(Thread::isAlive)) {
            boards.get(random.nextInt(BOARDS)).requestMove(host.tickLoops().get(random.nextInt(3)));
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** One stream whose every frame must follow the one before. */
    private static final class CheckedStream implements FrameSink {

        private final CountingType.CountingView view = new CountingType.CountingView();
        private final FrameDecoder decoder = new FrameDecoder(view);
        private final ExecutorLane lane;
        private final Viewer viewer;
        private final int index;
        private volatile long acknowledged;
        volatile @Nullable Throwable problem;
        volatile @Nullable StreamEnd end;

        CheckedStream(HostedBoard<String, Integer> board, PlayerId player, long number, int index, ExecutorLane lane)
                throws InterruptedException, ExecutionException, TimeoutException {
            this.lane = lane;
            this.index = index;
            OpenOutcome outcome =
                    board.open(player, number, lane, this).toCompletableFuture().get(10, TimeUnit.SECONDS);
            viewer = ((OpenOutcome.Opened) outcome).viewer();
        }

        int sendEvents(int from, int to) {
            for (int sequence = from + 1; sequence <= to; sequence++) {
                int number = sequence;
                lane.execute(() -> viewer.offerInput(
                        InputKind.EVENT, number, new CountingType().inputCodec().encode(CountingType.ADD)));
            }
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> acknowledged >= to);
            return to;
        }

        long sum() throws InterruptedException, ExecutionException, TimeoutException {
            return CompletableFuture.supplyAsync(() -> view.sumOf(index), lane::execute)
                    .get(10, TimeUnit.SECONDS);
        }

        void close() {
            lane.execute(viewer::close);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void send(Frame frame) {
            try {
                if (!lane.inLane()) {
                    throw new IllegalStateException("not on the lane");
                }
                FrameDecoder.Continuity continuity = decoder.decode(frame.toByteArray());
                if (continuity != FrameDecoder.Continuity.FOLLOWS) {
                    throw new IllegalStateException(continuity + " at tick " + frame.tick());
                }
                acknowledged = decoder.acknowledgedInput();
            } catch (RuntimeException e) {
                problem = e;
            }
        }

        @Override
        public void end(StreamEnd why) {
            end = why;
        }
    }
}
