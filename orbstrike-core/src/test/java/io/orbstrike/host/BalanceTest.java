package io.orbstrike.host;

import static io.orbstrike.host.HostFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two loops; boards of the heavy type cost 1 ms of the manual clock per step, others nothing. */
class BalanceTest {

    private final HostFixture fixture = new HostFixture(builder -> builder.threads(2));
    private final CountingType heavy = new CountingType();

    @Test
    void shouldMoveABoardOnlyAfterALoopHadTooMuchToDoForFiveSeconds() {
        List<HostedBoard<String, Integer>> heavies = unbalanced();
        play(Duration.ofSeconds(4));
        assertThat(onLoop(heavies, 0)).isEqualTo(4);
        play(Duration.ofSeconds(3));
        assertThat(onLoop(heavies, 0)).isBetween(2L, 3L);
        play(Duration.ofSeconds(5));
        assertThat(onLoop(heavies, 0)).isEqualTo(2);
        long moves = fixture.host.metrics().boardsBalanced();
        play(Duration.ofSeconds(20));
        assertThat(fixture.host.metrics().boardsBalanced()).isEqualTo(moves);
    }

    @Test
    void shouldRestWhereALoopHasThirteenTenthsOfTheMean() {
        List<HostedBoard<String, Integer>> boards = placed(13, 7); // the mean is 10
        play(Duration.ofSeconds(20));
        assertThat(onLoop(boards, 0)).isEqualTo(13);
        assertThat(fixture.host.metrics().boardsBalanced()).isZero();
    }

    @Test
    void shouldMoveABoardWhereALoopHasMoreThanThirteenTenthsOfTheMean() {
        List<HostedBoard<String, Integer>> boards = placed(23, 12); // the mean is 17.5, and 1.3 times that 22.75
        play(Duration.ofSeconds(20));
        assertThat(onLoop(boards, 0)).as("22 are no more too many").isEqualTo(22);
        assertThat(fixture.host.metrics().boardsBalanced()).isOne();
    }

    @Test
    void shouldLoseNoInputOfABoardThatMoves() {
        HostedBoard<String, Integer> board = fixture.board();
        ScriptedSink sink = new ScriptedSink();
        Viewer viewer = fixture.open(board, fixture.join(board, 1, "ada"), 1, sink);
        fixture.ticks(1);
        int home = BoardClaim.loopOf(board.claim().current());
        for (int i = 1; i <= 300; i++) {
            fixture.offer(viewer, i, CountingType.ADD);
            board.requestMove(fixture.host.tickLoops().get((home + i) % 2));
            fixture.ticks(1);
            assertThat(BoardClaim.loopOf(board.claim().current())).isEqualTo((home + i) % 2);
        }
        assertThat(sink.view.sumOf(0)).isEqualTo(300_000);
        assertThat(sink.decoder.acknowledgedInput()).isEqualTo(300);
        assertThat(board.status().slotsDropped()).isZero();
        assertThat(sink.frames).hasSize(301);
    }

    @Test
    void shouldPlaceNewBoardsWhereTheLeastIsToDo() {
        List<HostedBoard<String, Integer>> heavies = unbalanced();
        play(Duration.ofSeconds(2));
        List<HostedBoard<String, Integer>> fresh = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            fresh.add(fixture.board(new BoardId(5, i), CountingType.Rules.DEFAULT, BoardSettings.of(1)));
        }
        assertThat(onLoop(heavies, 0)).isEqualTo(4);
        assertThat(onLoop(fresh, 0)).isLessThanOrEqualTo(1);
    }

    /** Four heavy boards on loop 0 and four that cost nothing on loop 1. */
    private List<HostedBoard<String, Integer>> unbalanced() {
        heavy.onTick = () -> fixture.clock.advance(Duration.ofMillis(1));
        List<HostedBoard<String, Integer>> heavies = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            CountingType type = i % 2 == 0 ? heavy : fixture.type;
            var created = fixture.host.create(
                    new BoardId(0, i), type, new CountingType.Rules(10, 100, 1, true), BoardSettings.of(1));
            fixture.work();
            if (type == heavy) {
                heavies.add(done(created));
                fixture.host.board(new BoardId(0, i)).orElseThrow().watch(fixture.lane, new ScriptedSink());
            }
        }
        assertThat(onLoop(heavies, 0)).isEqualTo(4);
        return heavies;
    }

    /** So many boards on each loop that are known to cost the same: 100 us per step. */
    private List<HostedBoard<String, Integer>> placed(int first, int second) {
        heavy.onTick = () -> fixture.clock.advance(Duration.ofNanos(100_000));
        List<HostedBoard<String, Integer>> boards = new ArrayList<>();
        for (int i = 0; i < first + second; i++) {
            var created = fixture.host.create(
                    new BoardId(0, i), heavy, new CountingType.Rules(10, 100, 1, true), BoardSettings.of(1));
            fixture.work();
            HostedBoard<String, Integer> board = done(created);
            board.watch(fixture.lane, new ScriptedSink());
            board.requestMove(fixture.host.tickLoops().get(i < first ? 0 : 1));
            boards.add(board);
        }
        fixture.ticks(5_000);
        assertThat(onLoop(boards, 0)).isEqualTo(first);
        return boards;
    }

    private void play(Duration time) {
        long endNs = fixture.clock.nanoTime() + time.toNanos();
        while (fixture.clock.nanoTime() < endNs) {
            fixture.ticks(1);
            fixture.host.housekeeper().doWork(fixture.clock.nanoTime());
        }
    }

    private static long onLoop(List<HostedBoard<String, Integer>> boards, int index) {
        return boards.stream()
                .filter(board -> BoardClaim.loopOf(board.claim().current()) == index)
                .count();
    }
}
