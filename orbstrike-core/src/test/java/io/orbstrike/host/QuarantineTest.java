package io.orbstrike.host;

import static io.orbstrike.host.CountingType.THROW;
import static io.orbstrike.host.CountingType.THROW_ERROR;
import static io.orbstrike.host.HostFixture.done;
import static io.orbstrike.host.HostFixture.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class QuarantineTest {

    private final HostFixture fixture = new HostFixture();
    private final List<String> news = new ArrayList<>();
    private final HostedBoard<String, Integer> board = fixture.board(
            HostFixture.BOARD,
            CountingType.Rules.DEFAULT,
            BoardSettings.of(1).withListener(TickLoopTest.listener(news)));
    private final HostedBoard<String, Integer> neighbour =
            fixture.board(new BoardId(0, 2), CountingType.Rules.DEFAULT, BoardSettings.of(1));
    private final PlayerId ada = fixture.join(board, 1, "ada");
    private final ScriptedSink sink = new ScriptedSink();
    private final Viewer viewer = fixture.open(board, ada, 1, sink);

    @Test
    void shouldEndStreamsAndRefuseCommandsOfABoardInQuarantine() {
        CompletionStage<BoardSnapshot> snapshot = board.snapshot();
        fixture.ticks(2);
        long others = neighbour.status().tick();
        fixture.offer(viewer, 1, THROW);
        fixture.ticks(10);

        assertThat(board.status().state()).isEqualTo(BoardState.QUARANTINED);
        assertThat(neighbour.status().tick()).isEqualTo(others + 10);
        assertThat(sink.end).isEqualTo(StreamEnd.Quarantined.INSTANCE);
        assertThat(news).containsExactly("quarantined the game threw");
        assertThat(fixture.host.metrics().boardsQuarantined()).isEqualTo(1);
        assertThat(fixture.host.metrics().boards(BoardState.QUARANTINED)).isEqualTo(1);

        CompletionStage<ReserveOutcome> reserved = board.reserve("bob");
        CompletionStage<OpenOutcome> opened = board.open(ada, 2, fixture.lane, new ScriptedSink());
        CompletionStage<Boolean> left = board.leave(ada);
        CompletionStage<BoardSnapshot> kept = board.snapshot();
        fixture.work();
        assertThat(done(reserved)).isEqualTo(ReserveOutcome.Quarantined.INSTANCE);
        assertThat(done(opened)).isEqualTo(OpenOutcome.Quarantined.INSTANCE);
        assertThat(failureOf(left))
                .isInstanceOf(BoardUnavailableException.class)
                .hasMessageContaining("quarantine");
        assertThat(done(kept)).isSameAs(done(snapshot));
        assertThat(board.lastSnapshot()).containsSame(done(snapshot));
        assertThat(fixture.host.board(HostFixture.BOARD)).containsSame(board);
    }

    @Test
    void shouldEndABoardInQuarantineWhenAsked() {
        fixture.offer(viewer, 1, THROW);
        fixture.ticks(2);
        board.expire();
        fixture.work();
        assertThat(board.status().state()).isEqualTo(BoardState.CLOSED);
        assertThat(news).containsExactly("quarantined the game threw", "closed EXPIRED 0");
        assertThat(fixture.host.board(HostFixture.BOARD)).isEmpty();
    }

    @Test
    void shouldAnswerTheCommandOnWhichABoardThrows() {
        CompletionStage<ReserveOutcome> reserved = board.reserve("boom");
        CompletionStage<ReserveOutcome> behind = board.reserve("bob");
        fixture.work();
        assertThat(done(reserved)).isEqualTo(ReserveOutcome.Quarantined.INSTANCE);
        assertThat(done(behind)).isEqualTo(ReserveOutcome.Quarantined.INSTANCE);
    }

    @Test
    void shouldRefuseJoinsThatWaitForTheStepThatThrows() {
        CompletionStage<ReserveOutcome> reserved = board.reserve("bob");
        fixture.work();
        CompletionStage<PlayerId> joined = board.join(((ReserveOutcome.Reserved) done(reserved)).reservation());
        fixture.work();
        fixture.offer(viewer, 1, THROW);
        fixture.ticks(1);
        assertThat(failureOf(joined)).isInstanceOf(BoardUnavailableException.class);
    }

    @Test
    void shouldRethrowAnErrorAndKeepTheLoopInOrder() {
        TickLoop loop = fixture.host.tickLoops().get(0);
        fixture.offer(viewer, 1, THROW_ERROR);
        assertThatThrownBy(() -> fixture.ticks(1))
                .isInstanceOf(AssertionError.class)
                .hasMessage("the game broke");
        assertThat(board.status().state()).isEqualTo(BoardState.QUARANTINED);
        long others = neighbour.status().tick();
        fixture.ticks(10);
        assertThat(neighbour.status().tick()).isBetween(others + 9, others + 10);
        assertThat(loop.idleNs(fixture.clock.nanoTime())).isPositive();
    }
}
