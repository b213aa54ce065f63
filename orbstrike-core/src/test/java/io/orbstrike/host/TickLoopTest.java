package io.orbstrike.host;

import static io.orbstrike.host.HostFixture.done;
import static io.orbstrike.host.HostFixture.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardTimeouts;
import io.orbstrike.board.PlayerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TickLoopTest {

    private static final long TICK_NS = 10_000_000;

    private final HostFixture fixture = new HostFixture();
    private final TickLoop loop = fixture.host.tickLoops().get(0);

    @Test
    void shouldKeepToAbsoluteSlotsHoweverLateStepsCome() {
        HostedBoard<String, Integer> board = fixture.board();
        fixture.ticks(1);
        long before = board.status().tick();
        for (int i = 0; i < 1_000; i++) {
            fixture.clock.advanceNs(TICK_NS / 3 + 17); // never just at a slot
            fixture.work();
        }
        long slots = 1_000L * (TICK_NS / 3 + 17) / TICK_NS;
        assertThat(board.status().tick() - before).isBetween(slots, slots + 1);
        assertThat(board.status().slotsDropped()).isZero();
    }

    @Test
    void shouldDropSlotsAndNeverStepsWhenItIsLate() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        ScriptedSink sink = new ScriptedSink();
        fixture.open(board, ada, 1, sink);
        fixture.ticks(1);
        long tick = board.status().tick();

        fixture.clock.advanceNs(7 * TICK_NS);
        fixture.work();

        assertThat(board.status().tick()).isEqualTo(tick + 1);
        assertThat(board.status().slotsDropped()).isEqualTo(6);
        assertThat(sink.decoder.slotsDropped()).isEqualTo(6);
        assertThat(sink.last().tick()).isEqualTo(tick + 1);
        fixture.ticks(3);
        assertThat(board.status().tick()).isEqualTo(tick + 4);
        assertThat(board.status().slotsDropped()).isEqualTo(6);
    }

    @Test
    void shouldNeverSpiralWhenEachStepTakesLongerThanItsSlot() {
        fixture.type.onTick = () -> fixture.clock.advanceNs(TICK_NS * 3 / 2);
        HostedBoard<String, Integer> board = fixture.board();
        fixture.clock.advanceNs(TICK_NS);
        long startNs = fixture.clock.nanoTime();
        for (int i = 0; i < 100; i++) {
            loop.doWork(fixture.clock.nanoTime());
        }
        long slots = (fixture.clock.nanoTime() - startNs) / TICK_NS;
        assertThat(board.status().tick() + board.status().slotsDropped()).isBetween(slots - 3, slots + 3);
        assertThat(board.status().slotsDropped()).isGreaterThan(40);
    }

    @Test
    void shouldSpreadTheSlotsOfBoardsOverTheInterval() {
        List<HostedBoard<String, Integer>> boards = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            boards.add(fixture.board(new BoardId(0, i), CountingType.Rules.DEFAULT, BoardSettings.of(1)));
        }
        fixture.ticks(2);
        for (int part = 0; part < 10; part++) {
            long before =
                    boards.stream().mapToLong(board -> board.status().tick()).sum();
            fixture.clock.advanceNs(TICK_NS / 10);
            fixture.work();
            long stepped =
                    boards.stream().mapToLong(board -> board.status().tick()).sum() - before;
            assertThat(stepped).isBetween(7L, 13L);
        }
    }

    @Test
    void shouldWakeALaneOnceForAllBoardsThatAreDueTogether() {
        watchBoards(100);
        int wakeUps = fixture.lane.wakeUps;
        long frames = fixture.host.metrics().framesSent();
        for (int part = 0; part < 10; part++) {
            fixture.clock.advanceNs(TICK_NS / 10);
            loop.doWork(fixture.clock.nanoTime());
            fixture.lane.run();
        }
        assertThat(fixture.host.metrics().framesSent() - frames).isEqualTo(100);
        assertThat(fixture.lane.wakeUps - wakeUps).isLessThanOrEqualTo(10);
    }

    @Test
    void shouldNotLetFramesWaitForABoardWhoseStepsTakeLong() {
        watchBoards(2);
        fixture.type.onTick = () -> fixture.clock.advanceNs(TICK_NS / 20);
        fixture.ticks(20);
        int wakeUps = fixture.lane.wakeUps;
        fixture.clock.advanceNs(TICK_NS);
        fixture.type.onTick = () -> {
            fixture.clock.advanceNs(TICK_NS / 20);
            fixture.lane.run();
        };
        loop.doWork(fixture.clock.nanoTime());
        assertThat(fixture.lane.wakeUps - wakeUps).isEqualTo(2);
    }

    @Test
    void shouldGoOnWithoutALaneThatThrows() {
        watchBoards(2);
        fixture.lane.breakDown();
        long ticks = ticksOfAll();
        fixture.ticks(3);
        assertThat(ticksOfAll() - ticks).isEqualTo(6);
        assertThat(fixture.host.metrics().viewersDropped()).isEqualTo(2);
    }

    private long ticksOfAll() {
        return fixture.host.boards().stream()
                .mapToLong(board -> board.status().tick())
                .sum();
    }

    private void watchBoards(int count) {
        for (int i = 0; i < count; i++) {
            fixture.board(new BoardId(0, i), CountingType.Rules.DEFAULT, BoardSettings.of(1))
                    .watch(fixture.lane, new ScriptedSink());
        }
        fixture.ticks(2);
    }

    @Test
    void shouldSayHowLongItMaySleep() {
        assertThat(loop.idleNs(fixture.clock.nanoTime())).isEqualTo(500_000_000);
        fixture.board();
        fixture.ticks(1);
        assertThat(loop.idleNs(fixture.clock.nanoTime())).isBetween(1L, TICK_NS);
        fixture.clock.advanceNs(TICK_NS);
        assertThat(loop.idleNs(fixture.clock.nanoTime())).isZero();
        fixture.work();
        fixture.host.boards().forEach(HostedBoard::snapshot);
        assertThat(loop.idleNs(fixture.clock.nanoTime())).isZero();
    }

    @Test
    void shouldNameBothThreadsWhenASecondOneWorksOnALoop() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch checked = new CountDownLatch(1);
        fixture.type.onTick = () -> {
            inside.countDown();
            await(checked);
        };
        fixture.host.create(HostFixture.BOARD, fixture.type, CountingType.Rules.DEFAULT, BoardSettings.of(1));
        fixture.clock.advanceNs(TICK_NS);
        Thread other = new Thread(
                () -> {
                    loop.doWork(fixture.clock.nanoTime());
                    loop.doWork(fixture.clock.nanoTime());
                },
                "the-first");
        fixture.clock.advanceNs(TICK_NS);
        loop.doWork(0); // takes the board, whose slot has not come at time 0
        other.start();
        inside.await();
        assertThatThrownBy(() -> loop.doWork(fixture.clock.nanoTime()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the-first")
                .hasMessageContaining(Thread.currentThread().getName())
                .hasMessageContaining("BoardHost.start()");
        checked.countDown();
        other.join();
    }

    @Test
    void shouldSleepWithoutViewerAndPlayerAndWakeForEither() {
        HostedBoard<String, Integer> board = fixture.board();
        fixture.ticks(999);
        assertThat(board.status().state()).isEqualTo(BoardState.RUNNING);
        fixture.ticks(3);
        assertThat(board.status().state()).isEqualTo(BoardState.SLEEPING);
        long tick = board.status().tick();
        fixture.ticks(100);
        assertThat(board.status().tick()).isEqualTo(tick);

        ScriptedSink sink = new ScriptedSink();
        board.watch(fixture.lane, sink);
        fixture.work();

        assertThat(board.status().state()).isEqualTo(BoardState.RUNNING);
        assertThat(board.status().tick()).isEqualTo(tick + 1);
        assertThat(board.status().slotsDropped()).isZero();
        assertThat(sink.last().tick()).isEqualTo(tick + 1);
    }

    @Test
    void shouldCloseABoardThatNobodyWatchedForTooLong() {
        List<String> news = new ArrayList<>();
        HostedBoard<String, Integer> board = fixture.board(
                HostFixture.BOARD,
                CountingType.Rules.DEFAULT,
                BoardSettings.of(1).withListener(listener(news)));
        fixture.ticks(1);
        fixture.clock.advance(Duration.ofSeconds(20));
        fixture.work();
        assertThat(board.status().state()).isEqualTo(BoardState.SLEEPING);
        fixture.clock.advance(Duration.ofMinutes(9).plusSeconds(39));
        fixture.work();
        assertThat(news).isEmpty();
        fixture.clock.advance(Duration.ofSeconds(2));
        fixture.work();
        assertThat(news).containsExactly("closed EXPIRED 0");
        assertThat(board.status().state()).isEqualTo(BoardState.CLOSED);
        assertThat(fixture.host.board(HostFixture.BOARD)).isEmpty();
        assertThat(done(board.reserve("ada"))).isEqualTo(ReserveOutcome.Gone.INSTANCE);
    }

    @Test
    void shouldEndABoardWhoseLifetimeIsOverAndTellItsViewers() {
        List<String> news = new ArrayList<>();
        HostedBoard<String, Integer> board = fixture.board(
                HostFixture.BOARD,
                CountingType.Rules.DEFAULT,
                BoardSettings.of(1).withLifetime(Duration.ofSeconds(1)).withListener(listener(news)));
        PlayerId ada = fixture.join(board, 1, "ada");
        ScriptedSink sink = new ScriptedSink();
        fixture.open(board, ada, 1, sink);
        fixture.ticks(98);
        assertThat(sink.end).isNull();
        fixture.ticks(4);
        assertThat(sink.end).isEqualTo(new StreamEnd.StayEnded(StayEndReason.EXPIRED));
        assertThat(sink.decoder.endReason()).contains(StayEndReason.EXPIRED);
        assertThat(news).containsExactly("closed EXPIRED 0");
    }

    @Test
    void shouldEndASleepingBoardWhoseLifetimeIsOver() {
        List<String> news = new ArrayList<>();
        fixture.board(
                HostFixture.BOARD,
                CountingType.Rules.DEFAULT,
                BoardSettings.of(1).withLifetime(Duration.ofMinutes(5)).withListener(listener(news)));
        fixture.ticks(1);
        fixture.clock.advance(Duration.ofSeconds(11));
        fixture.work();
        fixture.clock.advance(Duration.ofMinutes(5));
        fixture.work();
        assertThat(news).containsExactly("closed EXPIRED 0");
    }

    @Test
    void shouldExpireASleepingBoardAtOnceWhenAsked() {
        List<String> news = new ArrayList<>();
        HostedBoard<String, Integer> board = fixture.board(
                HostFixture.BOARD,
                CountingType.Rules.DEFAULT,
                BoardSettings.of(1).withListener(listener(news)));
        fixture.ticks(1);
        fixture.clock.advance(Duration.ofSeconds(11));
        fixture.work();
        assertThat(board.status().state()).isEqualTo(BoardState.SLEEPING);
        board.expire();
        board.expire();
        fixture.work();
        assertThat(news).containsExactly("closed EXPIRED 0");
    }

    @Test
    void shouldNotCloseASleepingBoardWhileAPlaceIsKept() {
        HostedBoard<String, Integer> board = fixture.board();
        fixture.ticks(1);
        fixture.clock.advance(Duration.ofSeconds(11));
        fixture.work();
        var reserved = board.reserve("ada");
        fixture.work();
        Reservation reservation = ((ReserveOutcome.Reserved) done(reserved)).reservation();
        fixture.clock.advance(Duration.ofMinutes(11));
        fixture.work();
        assertThat(board.status().state()).isEqualTo(BoardState.SLEEPING);
        var joined = board.join(reservation, new PlayerId(1));
        fixture.work();
        assertThat(done(joined)).isTrue();
        assertThat(board.status().state()).isEqualTo(BoardState.RUNNING);
    }

    @Test
    void shouldTakeAPlayerOffWhoHasHadNoStreamForTooManyTicks() {
        List<String> news = new ArrayList<>();
        HostedBoard<String, Integer> board = fixture.board(
                HostFixture.BOARD,
                CountingType.Rules.DEFAULT,
                BoardSettings.of(1).withListener(listener(news)));
        PlayerId ada = fixture.join(board, 1, "ada");
        PlayerId bob = fixture.join(board, 2, "bob");
        Viewer viewer = fixture.open(board, ada, 1, new ScriptedSink());
        fixture.open(board, bob, 1, new ScriptedSink());
        fixture.ticks(7_000);
        assertThat(board.status().players()).isEqualTo(2);

        viewer.close();
        fixture.ticks(6_000);
        assertThat(news).isEmpty();
        fixture.ticks(1);
        assertThat(news).containsExactly("ended 1 ABSENT @" + board.status().tick());
        assertThat(board.status().players()).isEqualTo(1);
    }

    @Test
    void shouldCountAbsenceInTicksAndNotInTime() {
        HostedBoard<String, Integer> board = fixture.board();
        fixture.join(board, 1, "ada");
        fixture.clock.advance(Duration.ofMinutes(30));
        fixture.ticks(5_990);
        assertThat(board.status().players()).isEqualTo(1);
        fixture.ticks(20);
        assertThat(board.status().players()).isZero();
    }

    @Test
    void shouldUseTheTimeoutsOfTheType() {
        fixture.type.withTimeouts(
                new BoardTimeouts(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMillis(50)));
        HostedBoard<String, Integer> board = fixture.board();
        fixture.join(board, 1, "ada");
        fixture.ticks(4);
        assertThat(board.status().players()).isEqualTo(1);
        fixture.ticks(2);
        assertThat(board.status().players()).isZero();
        fixture.ticks(11);
        assertThat(board.status().state()).isEqualTo(BoardState.SLEEPING);
        fixture.ticks(21);
        assertThat(board.status().state()).isEqualTo(BoardState.CLOSED);
    }

    @Test
    void shouldAnswerABoardWithLongTicksBetweenThem() {
        HostedBoard<String, Integer> board =
                fixture.board(HostFixture.BOARD, new CountingType.Rules(10, 10_000, 1, true), BoardSettings.of(1));
        var reserved = board.reserve("ada");
        fixture.work();
        assertThat(done(reserved)).isInstanceOf(ReserveOutcome.Reserved.class);
    }

    @Test
    void shouldRefuseIdsInUseAndIntervalsOutOfRange() {
        fixture.board();
        var second =
                fixture.host.create(HostFixture.BOARD, fixture.type, CountingType.Rules.DEFAULT, BoardSettings.of(1));
        assertThat(failureOf(second)).isInstanceOf(IllegalStateException.class).hasMessageContaining("hosted already");
        var slow = fixture.host.create(
                new BoardId(0, 9), fixture.type, new CountingType.Rules(1, 20_000, 1, true), BoardSettings.of(1));
        assertThat(failureOf(slow)).isInstanceOf(IllegalStateException.class).hasMessageContaining("1 ms to 10 s");
    }

    static BoardListener listener(List<String> news) {
        return new BoardListener() {
            @Override
            public void onStayEnded(HostedBoard<?, ?> board, PlayerId player, StayEndReason reason, long tick) {
                news.add("ended " + player + " " + reason + " @" + tick);
            }

            @Override
            public void onClosed(HostedBoard<?, ?> board, StayEndReason reason, byte[] result) {
                news.add("closed " + reason + " " + result.length);
            }

            @Override
            public void onQuarantined(HostedBoard<?, ?> board, Throwable failure) {
                news.add("quarantined " + failure.getMessage());
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
