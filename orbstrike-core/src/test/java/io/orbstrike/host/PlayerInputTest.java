package io.orbstrike.host;

import static io.orbstrike.host.CountingType.ADD;
import static io.orbstrike.host.HostFixture.done;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.InputKind;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.board.PlayerId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayerInputTest {

    private final List<String> applied = new ArrayList<>();
    private final HostFixture fixture = new HostFixture(
            builder -> builder.threads(1).recorder((board, epoch, tick, in) -> InputLog.write(in, applied)));
    private final HostedBoard<String, Integer> board = fixture.board();
    private final PlayerId ada = fixture.join(board, 1, "ada");
    private final ScriptedSink sink = new ScriptedSink();
    private final Viewer viewer = fixture.open(board, ada, 1, sink);

    PlayerInputTest() {
        fixture.ticks(1);
        applied.clear();
    }

    @Test
    void shouldApplyTheNewestOfSeveralStates() {
        fixture.offer(viewer, 1, 5);
        fixture.offer(viewer, 2, 6);
        fixture.offer(viewer, 3, 7);
        fixture.ticks(2);
        assertThat(applied).containsExactly("input 0 #3 7");
        assertThat(sink.view.sumOf(0)).isEqualTo(14);
        assertThat(sink.decoder.acknowledgedInput()).isEqualTo(3);
    }

    @Test
    void shouldApplyAStateOnceThoughEveryMessageRepeatsIt() {
        for (int i = 0; i < 5; i++) {
            fixture.offer(viewer, 1, 5);
            fixture.ticks(1);
        }
        assertThat(applied).containsExactly("input 0 #1 5");
    }

    @Test
    void shouldApplyEveryEventOnceAndInOrderWithTheStates() {
        fixture.offer(viewer, 1, ADD);
        fixture.offer(viewer, 2, 5);
        fixture.offer(viewer, 3, ADD);
        fixture.offer(viewer, 4, ADD);
        fixture.ticks(1);
        assertThat(applied).containsExactly("input 0 #1 100", "input 0 #2 5", "input 0 #3 100", "input 0 #4 100");
        fixture.offer(viewer, 3, ADD);
        fixture.offer(viewer, 4, ADD);
        fixture.offer(viewer, 5, ADD);
        fixture.ticks(2);
        assertThat(applied).hasSize(5).endsWith("input 0 #5 100");
    }

    @Test
    void shouldTakeLowerNumbersFromANewStreamThanAnUnappliedStateOfTheOldOneHad() {
        fixture.offer(viewer, 1, 5);
        fixture.ticks(1);
        fixture.offer(viewer, 9, 6);
        viewer.close();
        fixture.ticks(2);
        applied.clear();
        Viewer again = fixture.open(board, ada, 2, new ScriptedSink());
        fixture.ticks(1);
        fixture.offer(again, 2, 7);
        fixture.ticks(2);
        assertThat(applied).containsExactly("connected 0", "input 0 #2 7");
    }

    @Test
    void shouldDropWhatIsNotAboveTheLastAppliedInput() {
        fixture.offer(viewer, 5, 9);
        fixture.ticks(1);
        assertThat(fixture.offer(viewer, 4, 3)).isTrue();
        assertThat(fixture.offer(viewer, 3, ADD)).isTrue();
        fixture.ticks(2);
        assertThat(applied).containsExactly("input 0 #5 9");
    }

    @Test
    void shouldRefuseMoreEventsThanAreKeptAndKeepThose() {
        for (int i = 1; i <= 64; i++) {
            assertThat(fixture.offer(viewer, i, ADD)).isTrue();
        }
        assertThat(fixture.offer(viewer, 65, ADD)).isFalse();
        fixture.ticks(1);
        assertThat(applied).hasSize(64);
        assertThat(fixture.offer(viewer, 65, ADD)).isTrue();
        fixture.ticks(1);
        assertThat(applied).hasSize(65);
    }

    @Test
    void shouldApplyTheHeldStateAgainAfterAReconnect() {
        fixture.offer(viewer, 1, 5);
        fixture.offer(viewer, 2, ADD);
        fixture.ticks(1);
        viewer.close();
        fixture.ticks(3);
        assertThat(applied).endsWith("disconnected 0");
        applied.clear();

        Viewer again = fixture.open(board, ada, 2, new ScriptedSink());
        fixture.offer(again, 2, ADD);
        fixture.offer(again, 1, 5);
        fixture.ticks(1);

        assertThat(applied).containsExactly("connected 0", "input 0 #1 5");
        fixture.offer(again, 1, 5);
        fixture.ticks(2);
        assertThat(applied).hasSize(2);
    }

    @Test
    void shouldNotApplyTheHeldStateAgainBeforeThePlayerSaysSo() {
        fixture.offer(viewer, 1, 5);
        fixture.ticks(1);
        viewer.close();
        fixture.ticks(1);
        applied.clear();
        fixture.open(board, ada, 2, new ScriptedSink());
        fixture.ticks(3);
        assertThat(applied).containsExactly("connected 0");
    }

    @Test
    void shouldTellTheBoardOfADisconnectAlsoWhenTheNextStreamIsThereAlready() {
        fixture.offer(viewer, 1, 5);
        fixture.ticks(1);
        applied.clear();
        viewer.close();
        Viewer again = fixture.open(board, ada, 2, new ScriptedSink());
        fixture.offer(again, 1, 5);
        fixture.ticks(1);
        assertThat(applied).containsExactly("disconnected 0", "connected 0", "input 0 #1 5");
    }

    @Test
    void shouldNotMoveAPlayerByAStateThatCameJustBeforeHisStreamEnded() {
        fixture.offer(viewer, 1, 5);
        fixture.offer(viewer, 2, ADD);
        viewer.close();
        fixture.ticks(2);
        assertThat(applied).containsExactly("disconnected 0", "input 0 #2 100");
    }

    @Test
    void shouldGiveNoInputOfAPlayerWhoIsTakenOffForHisAbsence() {
        fixture.ticks(1);
        viewer.close();
        fixture.ticks(6_000);
        applied.clear();
        fixture.offer(viewer, 1, ADD); // a viewer that has closed gives nothing
        requireNonNull(board.ticking().players().at(0)).mailbox.offerEvent(new SequencedInput<>(2, ADD));
        board.ticking().connections().onViewerClosed(viewer);
        fixture.ticks(2);
        assertThat(applied).containsExactly("leave 0");
        assertThat(board.status().state()).isEqualTo(BoardState.RUNNING);
    }

    @Test
    void shouldNotDisturbThePlayerWhenANewerStreamTakesOver() {
        fixture.offer(viewer, 1, 5);
        fixture.ticks(1);
        applied.clear();
        Viewer newer = fixture.open(board, ada, 2, new ScriptedSink());
        fixture.offer(newer, 1, 5);
        fixture.ticks(2);
        assertThat(applied).isEmpty();
        assertThat(sink.end).isEqualTo(new StreamEnd.Superseded(2));
    }

    @Test
    void shouldLetNothingOfAPlayerReachTheNextOneAtHisPlace() {
        fixture.offer(viewer, 1, 5);
        fixture.offer(viewer, 2, ADD);
        board.leave(ada);
        fixture.ticks(1);
        applied.clear();
        PlayerId bob = fixture.join(board, 2, "bob");
        assertThat(indexOf(bob)).isZero();
        fixture.offer(viewer, 3, 9);
        fixture.offer(viewer, 4, ADD);
        fixture.ticks(3);
        assertThat(applied).containsExactly("join 0 2 bob");
    }

    @Test
    void shouldTakeAnInputOfAStreamThatOpensBeforeTheJoinIsApplied() {
        var reserved = board.reserve("bob");
        fixture.work();
        Reservation reservation = ((ReserveOutcome.Reserved) done(reserved)).reservation();
        board.join(reservation, new PlayerId(2));
        Viewer early = fixture.open(board, new PlayerId(2), 1, new ScriptedSink());
        fixture.offer(early, 1, 5);
        fixture.ticks(1);
        assertThat(applied).containsExactly("join 1 2 bob", "connected 1", "input 1 #1 5");
    }

    @Test
    void shouldOrderInputsByPlaceAndThenBySequence() {
        PlayerId bob = fixture.join(board, 2, "bob");
        Viewer second = fixture.open(board, bob, 1, new ScriptedSink());
        fixture.ticks(1);
        applied.clear();
        fixture.offer(second, 1, ADD);
        fixture.offer(second, 2, 4);
        fixture.offer(viewer, 1, 3);
        fixture.offer(viewer, 2, ADD);
        fixture.ticks(1);
        assertThat(applied).containsExactly("input 0 #1 3", "input 0 #2 100", "input 1 #1 100", "input 1 #2 4");
    }

    @Test
    void shouldRefuseWhatIsNoInput() {
        assertThatThrownBy(() -> viewer.offerInput(InputKind.STATE, 1, new byte[] {(byte) 0x80}))
                .isInstanceOf(MalformedBytesException.class);
        assertThatThrownBy(() -> viewer.offerInput(InputKind.STATE, 1, new byte[] {1, 1}))
                .isInstanceOf(MalformedBytesException.class);
        assertThatThrownBy(() -> viewer.offerInput(InputKind.STATE, 1, new byte[] {(byte) 0xff, 1}))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> viewer.offerInput(InputKind.STATE, 0, new byte[] {1}))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("sequence 0: must be 1 to 2^63 - 1");
        assertThatThrownBy(() -> viewer.offerInput(InputKind.EVENT, 1, new byte[] {1}))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("STATE for this input");
        fixture.ticks(1);
        assertThat(applied).isEmpty();
    }

    @Test
    void shouldRefuseInputsOfAViewerWhoDoesNotPlay() {
        var watched = board.watch(fixture.lane, new ScriptedSink());
        fixture.work();
        Viewer spectator = ((OpenOutcome.Opened) done(watched)).viewer();
        assertThatThrownBy(() -> fixture.offer(spectator, 1, 5)).isInstanceOf(InvalidValueException.class);
    }

    private int indexOf(PlayerId player) {
        var index = board.indexOf(player);
        fixture.work();
        return done(index);
    }
}
