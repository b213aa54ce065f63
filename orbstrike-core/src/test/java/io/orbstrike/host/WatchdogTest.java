package io.orbstrike.host;

import static io.orbstrike.host.HostFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two loops; the thread of the first gets stuck in one of its boards and comes back when the test says so. */
class WatchdogTest {

    private final HostFixture fixture = new HostFixture(builder -> builder.threads(2));
    private final TickLoop stuckLoop = fixture.host.tickLoops().get(0);
    private final TickLoop otherLoop = fixture.host.tickLoops().get(1);
    private final List<HostedBoard<String, Integer>> boards = new ArrayList<>();
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountingType stuckType = new CountingType();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread = new Thread(
            () -> {
                try {
                    stuckLoop.doWork(fixture.clock.nanoTime());
                } catch (RuntimeException | Error e) {
                    failure.set(e);
                }
            },
            "stuck");

    @BeforeEach
    void getStuck() throws InterruptedException {
        var created =
                fixture.host.create(new BoardId(1, 0), stuckType, CountingType.Rules.DEFAULT, BoardSettings.of(1));
        fixture.work();
        boards.add(done(created));
        for (int i = 1; i < 20; i++) {
            boards.add(fixture.board(new BoardId(0, i), CountingType.Rules.DEFAULT, BoardSettings.of(1)));
        }
        fixture.ticks(2);
        assertThat(onLoop(0)).isEqualTo(10);
        assertThat(onLoop(1)).isEqualTo(10);
        stuckType.onTick = () -> {
            stuckType.onTick = () -> {};
            stuck.countDown();
            awaitQuietly(release);
        };
        fixture.clock.advance(Duration.ofMillis(10));
        thread.start();
        stuck.await();
    }

    @AfterEach
    void comeBack() throws InterruptedException {
        release.countDown();
        thread.join();
        assertThat(failure.get()).isNull();
    }

    @Test
    void shouldGiveTheOtherBoardsOfAStuckThreadToAnotherLoop() throws InterruptedException {
        fixture.clock.advance(Duration.ofMillis(1_900));
        assertThat(fixture.host.housekeeper().doWork(fixture.clock.nanoTime())).isZero();
        fixture.clock.advance(Duration.ofMillis(200));
        assertThat(fixture.host.housekeeper().doWork(fixture.clock.nanoTime())).isEqualTo(9);
        assertThat(fixture.host.housekeeper().doWork(fixture.clock.nanoTime())).isZero();
        assertThat(fixture.host.metrics().ticksStuck()).isEqualTo(1);
        assertThat(fixture.host.metrics().boardsSaved()).isEqualTo(9);
        otherLoop.doWork(fixture.clock.nanoTime());
        long[] before = ticks();
        for (int i = 0; i < 100; i++) {
            fixture.clock.advance(Duration.ofMillis(10));
            otherLoop.doWork(fixture.clock.nanoTime());
        }
        long[] after = ticks();
        for (int i = 1; i < 20; i++) {
            assertThat(after[i] - before[i]).isEqualTo(100);
        }
        assertThat(after[0]).isEqualTo(before[0]);

        release.countDown();
        thread.join();
        assertThat(ticks()[0]).isEqualTo(before[0] + 1);
        long[] returned = ticks();
        for (int i = 0; i < 100; i++) {
            fixture.clock.advance(Duration.ofMillis(10));
            stuckLoop.doWork(fixture.clock.nanoTime());
            otherLoop.doWork(fixture.clock.nanoTime());
        }
        for (int i = 0; i < 20; i++) {
            assertThat(ticks()[i] - returned[i]).isEqualTo(100);
        }
    }

    @Test
    void shouldAnswerCommandsThatWereSentToTheStuckLoop() {
        List<java.util.concurrent.CompletionStage<ReserveOutcome>> asked = new ArrayList<>();
        boards.forEach(board -> asked.add(board.reserve("ada")));
        fixture.clock.advance(Duration.ofSeconds(3));
        fixture.host.housekeeper().doWork(fixture.clock.nanoTime());
        otherLoop.doWork(fixture.clock.nanoTime());
        for (int i = 1; i < 20; i++) {
            assertThat(done(asked.get(i))).isInstanceOf(ReserveOutcome.Reserved.class);
        }
        assertThat(asked.get(0).toCompletableFuture()).isNotDone();
        release.countDown();
    }

    @Test
    void shouldSayThatItIsNotHealthyWhileALoopIsStuck() throws InterruptedException {
        assertThat(fixture.host.isHealthy()).isTrue();
        fixture.clock.advance(Duration.ofSeconds(6));
        otherLoop.doWork(fixture.clock.nanoTime());
        assertThat(fixture.host.isHealthy()).isFalse();
        release.countDown();
        thread.join();
        assertThat(fixture.host.isHealthy()).isTrue();
    }

    @Test
    void shouldPlaceNewBoardsOnLoopsThatAreNotStuck() {
        fixture.clock.advance(Duration.ofSeconds(3));
        fixture.host.housekeeper().doWork(fixture.clock.nanoTime());
        for (int i = 100; i < 120; i++) {
            fixture.host.create(new BoardId(0, i), fixture.type, CountingType.Rules.DEFAULT, BoardSettings.of(1));
        }
        assertThat(onLoop(0)).isEqualTo(1);
        otherLoop.doWork(fixture.clock.nanoTime());
        assertThat(fixture.host.boards()).hasSize(40);
    }

    private long[] ticks() {
        return boards.stream().mapToLong(board -> board.status().tick()).toArray();
    }

    private long onLoop(int index) {
        return fixture.host.boards().stream()
                .filter(board -> BoardClaim.loopOf(board.claim().current()) == index)
                .count();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
