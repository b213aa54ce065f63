package io.orbstrike.host;

import static io.orbstrike.host.CountingType.ADD;
import static io.orbstrike.host.HostFixture.done;
import static io.orbstrike.host.HostFixture.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.PlayerId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class FreezeTest {

    private final HostFixture fixture = new HostFixture();

    @Test
    void shouldMakeNoStepWhileFrozenAndGoOnWithTheNext() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        ScriptedSink sink = new ScriptedSink();
        Viewer viewer = fixture.open(board, ada, 1, sink);
        fixture.offer(viewer, 1, 5);
        fixture.ticks(3);
        BoardSnapshot state = freeze(board);
        long tick = board.status().tick();
        int frames = sink.frames.size();

        fixture.offer(viewer, 2, 7);
        fixture.offer(viewer, 3, ADD);
        fixture.ticks(20);
        assertThat(state.tick()).isEqualTo(tick);
        assertThat(board.status().state()).isEqualTo(BoardState.FROZEN);
        assertThat(board.status().tick()).isEqualTo(tick);
        assertThat(sink.frames).hasSize(frames);
        assertThat(sink.end).isNull();

        board.resume();
        fixture.work();
        assertThat(board.status().state()).isEqualTo(BoardState.RUNNING);
        assertThat(board.status().tick()).isEqualTo(tick + 1);
        assertThat(sink.last().tick()).isEqualTo(tick + 1);
        assertThat(sink.decoder.acknowledgedInput()).isEqualTo(3);
    }

    @Test
    void shouldDropTheSlotsOfAFreezeWithoutBeingLate() {
        HostedBoard<String, Integer> board = fixture.board();
        fixture.ticks(3);
        long latestNs = fixture.host.metrics().tickLateness().maxNs();
        long countedBefore = fixture.host.metrics().slotsDropped();
        freeze(board);
        fixture.clock.advance(Duration.ofMillis(95));
        board.resume();
        fixture.work();

        assertThat(board.status().slotsDropped()).isEqualTo(8);
        assertThat(fixture.host.metrics().slotsDropped() - countedBefore).isEqualTo(8);
        assertThat(fixture.host.metrics().tickLateness().maxNs()).isEqualTo(latestNs);
        long tick = board.status().tick();
        fixture.ticks(10);
        assertThat(board.status().tick()).isEqualTo(tick + 10);
    }

    @Test
    void shouldCaptureInAFreezeWhatTheNextStepWouldStartFrom() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        Viewer viewer = fixture.open(board, ada, 1, new ScriptedSink());
        fixture.offer(viewer, 4, 5);
        fixture.ticks(3);
        BoardSnapshot frozen = freeze(board);
        CompletionStage<BoardSnapshot> again = board.snapshot();
        CompletionStage<BoardSnapshot> twice = board.freeze();
        fixture.ticks(2);
        assertThat(done(again).bytes()).isEqualTo(frozen.bytes());
        assertThat(done(twice).bytes()).isEqualTo(frozen.bytes());
        assertThat(board.lastSnapshot().orElseThrow().tick()).isEqualTo(frozen.tick());
    }

    @Test
    void shouldShowTheFrameOfAStepThatIsDueSoonBeforeItFreezes() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        ScriptedSink sink = new ScriptedSink();
        fixture.open(board, ada, 1, sink);
        long tick = fixture.nextStep(board);
        CompletionStage<BoardSnapshot> frozen = board.freezeAfterStep(Duration.ofMillis(20));
        fixture.clock.advance(Duration.ofMillis(9));
        fixture.work();
        assertThat(frozen.toCompletableFuture()).isNotDone();
        fixture.clock.advance(Duration.ofMillis(1));
        fixture.work();
        assertThat(done(frozen).tick()).isEqualTo(tick + 1);
        assertThat(sink.last().tick()).isEqualTo(tick + 1);
        fixture.ticks(3);
        assertThat(board.status().tick()).isEqualTo(tick + 1);
    }

    @Test
    void shouldFreezeAtOnceIfTheNextStepIsFarOff() {
        HostedBoard<String, Integer> board =
                fixture.board(HostFixture.BOARD, new CountingType.Rules(10, 30, 1, true), BoardSettings.of(1));
        long tick = fixture.nextStep(board);
        fixture.clock.advance(Duration.ofMillis(9));
        CompletionStage<BoardSnapshot> frozen = board.freezeAfterStep(Duration.ofMillis(20));
        fixture.work();
        assertThat(done(frozen).tick()).isEqualTo(tick);
        assertThat(board.status().state()).isEqualTo(BoardState.FROZEN);
    }

    @Test
    void shouldNotWaitForAStepThatDoesNotComeWhileItSleeps() {
        HostedBoard<String, Integer> board = fixture.board();
        fixture.ticks(1_002);
        CompletionStage<BoardSnapshot> frozen = board.freezeAfterStep(Duration.ofMillis(20));
        fixture.work();
        assertThat(done(frozen).tick()).isEqualTo(board.status().tick());
        assertThat(board.status().state()).isEqualTo(BoardState.FROZEN);
    }

    @Test
    void shouldUndoAFreezeThatWaitsForAStep() {
        HostedBoard<String, Integer> board = fixture.board();
        long tick = fixture.nextStep(board);
        CompletionStage<BoardSnapshot> frozen = board.freezeAfterStep(Duration.ofMillis(20));
        fixture.work();
        board.resume();
        fixture.ticks(2);
        assertThat(failureOf(frozen)).isInstanceOf(BoardUnavailableException.class);
        assertThat(board.status().tick()).isEqualTo(tick + 2);
    }

    @Test
    void shouldFreezeAfterTheStepThatJoinsAndLeavesWaitFor() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        CompletionStage<Boolean> left = board.leave(ada);
        CompletionStage<BoardSnapshot> frozen = board.freeze();
        fixture.work();
        assertThat(frozen.toCompletableFuture()).isNotDone();
        fixture.ticks(1);
        assertThat(done(left)).isTrue();
        assertThat(done(frozen).tick()).isEqualTo(board.status().tick());
        assertThat(board.status().players()).isZero();
        assertThat(board.status().state()).isEqualTo(BoardState.FROZEN);
    }

    @Test
    void shouldAnswerOnlyWhatChangesNothingWhileFrozen() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        CompletionStage<ReserveOutcome> kept = board.reserve("bob");
        fixture.work();
        Reservation reservation = ((ReserveOutcome.Reserved) done(kept)).reservation();
        freeze(board);

        CompletionStage<ReserveOutcome> reserved = board.reserve("cid");
        CompletionStage<Boolean> joined = board.join(reservation, new PlayerId(2));
        CompletionStage<Boolean> left = board.leave(ada);
        CompletionStage<Integer> index = board.indexOf(ada);
        fixture.work();
        assertThat(done(reserved)).isEqualTo(ReserveOutcome.Busy.INSTANCE);
        assertFrozen(joined);
        assertFrozen(left);
        assertThat(done(index)).isZero();
        assertThat(fixture.tryOpen(board, ada, 1, new ScriptedSink())).isEqualTo(OpenOutcome.Busy.INSTANCE);

        board.resume();
        CompletionStage<Boolean> joinedLater = board.join(reservation, new PlayerId(2));
        fixture.ticks(1);
        assertThat(done(joinedLater)).isTrue();
        assertThat(board.status().players()).isEqualTo(2);
    }

    @Test
    void shouldEndTheStreamsOfAFrozenBoardWithWhatIsAskedFor() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        ScriptedSink sink = new ScriptedSink();
        fixture.open(board, ada, 1, sink);
        BoardSnapshot frozen = freeze(board);
        CompletionStage<BoardSnapshot> detached = board.detach(new StreamEnd.Moved(7));
        fixture.work();
        assertThat(sink.end).isEqualTo(new StreamEnd.Moved(7));
        assertThat(done(detached).bytes()).isEqualTo(frozen.bytes());
        assertThat(fixture.host.board(HostFixture.BOARD)).isEmpty();
    }

    @Test
    void shouldLetABoardSleepOnAfterAFreezeInItsSleep() {
        HostedBoard<String, Integer> board = fixture.board();
        fixture.ticks(1_002);
        assertThat(board.status().state()).isEqualTo(BoardState.SLEEPING);
        long tick = board.status().tick();
        BoardSnapshot frozen = freeze(board);
        fixture.ticks(10);
        board.resume();
        fixture.ticks(2);
        assertThat(frozen.tick()).isEqualTo(tick);
        assertThat(board.status().state()).isEqualTo(BoardState.SLEEPING);
        assertThat(board.status().slotsDropped()).isZero();
        fixture.clock.advance(Duration.ofMinutes(10));
        fixture.work();
        assertThat(board.status().state()).isEqualTo(BoardState.CLOSED);
    }

    @Test
    void shouldEndNoBoardWhileItIsFrozen() {
        HostedBoard<String, Integer> board = fixture.board();
        fixture.ticks(1);
        freeze(board);
        board.expire();
        fixture.clock.advance(Duration.ofMinutes(20));
        fixture.work();
        assertThat(board.status().state()).isEqualTo(BoardState.FROZEN);
        board.resume();
        fixture.work();
        assertThat(board.status().state()).isEqualTo(BoardState.CLOSED);
    }

    @Test
    void shouldUndoAFreezeThatIsStillToCome() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        CompletionStage<Boolean> left = board.leave(ada);
        CompletionStage<BoardSnapshot> frozen = board.freeze();
        board.resume();
        fixture.ticks(2);
        assertThat(done(left)).isTrue();
        assertThat(failureOf(frozen)).isInstanceOf(BoardUnavailableException.class);
        assertThat(board.status().state()).isEqualTo(BoardState.RUNNING);
    }

    @Test
    void shouldCloseAHostWithAFrozenBoard() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        ScriptedSink sink = new ScriptedSink();
        fixture.open(board, ada, 1, sink);
        freeze(board);
        fixture.host.close();
        fixture.lane.run();
        assertThat(sink.end).isEqualTo(StreamEnd.Detached.INSTANCE);
        assertThat(board.status().state()).isEqualTo(BoardState.CLOSED);
        assertThat(failureOf(board.freeze())).isInstanceOf(BoardUnavailableException.class);
    }

    private BoardSnapshot freeze(HostedBoard<String, Integer> board) {
        CompletionStage<BoardSnapshot> frozen = board.freeze();
        fixture.work();
        return done(frozen);
    }

    private static void assertFrozen(CompletionStage<?> stage) {
        assertThat(failureOf(stage))
                .isInstanceOfSatisfying(
                        BoardUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(BoardUnavailableException.Cause.FROZEN));
    }
}
