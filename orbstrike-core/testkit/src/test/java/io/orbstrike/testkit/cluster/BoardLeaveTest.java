package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InputKind;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.Lobby.LeaveOutcome;
import io.orbstrike.host.Frame;
import io.orbstrike.host.FrameSink;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.Lane;
import io.orbstrike.host.OpenOutcome;
import io.orbstrike.host.StreamEnd;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.testkit.board.CounterType;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoardLeaveTest {

    private final GameserverRig rig = new GameserverRig();
    private final BoardId board = rig.created().id();
    private final IdempotencyKey key = rig.key();
    private final Lobby.Joined joined = rig.joined(board, key);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldTakeAPlayerOffRosterAndBoard() {
        assertThat(rig.answer(rig.leave(board, joined.player()))).isEqualTo(Lobby.Left.INSTANCE);
        assertThat(rig.playersOn(board)).isZero();
        assertThat(rig.roster(board)).isEmpty();
        assertThat(rig.store().calls(StoreCall.LEAVE_ROSTER)).isEqualTo(1);
    }

    @Test
    void shouldAnswerTheSameWhenALeaveIsRepeated() {
        rig.answer(rig.leave(board, joined.player()));
        assertThat(rig.answer(rig.leave(board, joined.player()))).isEqualTo(Lobby.Left.INSTANCE);
    }

    @Test
    void shouldJoinNobodyWithTheKeyOfAPlayerWhoHasLeft() {
        rig.answer(rig.leave(board, joined.player()));
        assertThat(rig.answer(rig.join(board, key))).isEqualTo(Lobby.NoSuchBoard.INSTANCE);
        assertThat(rig.joined(board, rig.key()).index()).isZero();
    }

    @Test
    void shouldKeepThePlayerOnTheBoardWhenTheStoreIsNotReached() {
        rig.store().fail(StoreCall.LEAVE_ROSTER, StoreFault.UNREACHED);
        rig.answerAs(Lobby.Unavailable.class, rig.leave(board, joined.player()));
        assertThat(rig.playersOn(board)).isEqualTo(1);
        rig.store().fail(StoreCall.LEAVE_ROSTER, StoreFault.NONE);
        assertThat(rig.answer(rig.leave(board, joined.player()))).isEqualTo(Lobby.Left.INSTANCE);
    }

    @Test
    void shouldTakeThePlayerOffTheBoardAfterALeaveWhoseAnswerTheStoreLost() {
        rig.store().fail(StoreCall.LEAVE_ROSTER, StoreFault.ANSWER_LOST);
        rig.answerAs(Lobby.Unavailable.class, rig.leave(board, joined.player()));
        rig.store().fail(StoreCall.LEAVE_ROSTER, StoreFault.NONE);
        assertThat(rig.playersOn(board)).isEqualTo(1);
        rig.advance(Duration.ofSeconds(2));

        assertThat(rig.playersOn(board)).isZero();
        assertThat(rig.roster(board)).isEmpty();
    }

    @Test
    void shouldAnswerInTimeWhenTheStoreDoesNot() {
        rig.store().fail(StoreCall.LEAVE_ROSTER, StoreFault.REQUEST_HELD);
        CompletionStage<LeaveOutcome> leave = rig.leave(board, joined.player());
        rig.advance(GameserverRig.REMAINING);
        assertThat(leave.toCompletableFuture()).isCompletedWithValueMatching(Lobby.Unavailable.class::isInstance);
    }

    @Test
    void shouldTakeAnEliminatedPlayerOffTheRosterThoughTheStoreIsAwayForAWhile() {
        rig.store().failAll(StoreFault.UNREACHED);
        eliminate();
        assertThat(rig.playersOn(board)).isZero();
        assertThat(rig.roster(board)).hasSize(1);
        assertThat(rig.answer(rig.join(board, key))).isEqualTo(Lobby.NoSuchBoard.INSTANCE);
        rig.advance(Duration.ofSeconds(10));
        rig.store().failAll(StoreFault.NONE);
        rig.advance(Duration.ofSeconds(33));

        assertThat(rig.roster(board)).isEmpty();
        assertThat(rig.answer(rig.join(board, key))).isEqualTo(Lobby.NoSuchBoard.INSTANCE);
    }

    @Test
    void shouldTakeAPlayerOffTheRosterWhoHadNoStreamForTooLong() {
        rig.advance(Duration.ofSeconds(61));
        assertThat(rig.roster(board)).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private void eliminate() {
        HostedBoard<String, Integer> hosted = (HostedBoard<String, Integer>) rig.hosted(board);
        OpenOutcome.Opened opened = rig.answerAs(
                OpenOutcome.Opened.class, hosted.open(joined.player(), 1, new DirectLane(), new SilentSink()));
        opened.viewer()
                .offerInput(InputKind.EVENT, 1, new CounterType().inputCodec().encode(-3));
        rig.advance(Duration.ofMillis(100));
    }

    private static final class DirectLane implements Lane {

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public boolean inLane() {
            return true;
        }
    }

    private static final class SilentSink implements FrameSink {

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void send(Frame frame) {}

        @Override
        public void end(StreamEnd end) {}
    }
}
