package io.orbstrike.host;

import static io.orbstrike.host.HostFixture.done;
import static io.orbstrike.host.HostFixture.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class JoinTest {

    private final HostFixture fixture = new HostFixture();

    @Test
    void shouldLetExactlyAsManyInAsThereArePlaces() {
        HostedBoard<String, Integer> board =
                fixture.board(HostFixture.BOARD, new CountingType.Rules(100, 10, 1, true), BoardSettings.of(1));
        List<CompletionStage<ReserveOutcome>> asked = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            asked.add(board.reserve("player " + i));
        }
        fixture.work();
        List<Reservation> reservations = asked.stream()
                .map(HostFixture::done)
                .filter(ReserveOutcome.Reserved.class::isInstance)
                .map(outcome -> ((ReserveOutcome.Reserved) outcome).reservation())
                .toList();
        assertThat(reservations).hasSize(100);
        assertThat(asked.stream().map(HostFixture::done).filter(new ReserveOutcome.Full(100)::equals))
                .hasSize(50);
        List<CompletionStage<PlayerId>> joined =
                reservations.stream().map(board::join).toList();
        fixture.ticks(1);
        assertThat(joined.stream().map(HostFixture::done))
                .doesNotHaveDuplicates()
                .hasSize(100);
        assertThat(board.status().players()).isEqualTo(100);
    }

    @Test
    void shouldTakeWhoIsOnTheRosterBeforeTheStepWithWhichHePlays() {
        HostedBoard<String, Integer> board = fixture.board();
        fixture.ticks(1);
        long tick = board.status().tick();
        CompletionStage<ReserveOutcome> reserved = board.reserve("ada");
        fixture.work();
        PlayerId ada = new PlayerId(1);
        CompletionStage<Boolean> joined = board.join(((ReserveOutcome.Reserved) done(reserved)).reservation(), ada);
        fixture.work();
        assertThat(done(joined)).isTrue();
        assertThat(board.status().tick()).isEqualTo(tick);
        assertThat(board.status().players()).isEqualTo(1);
        ScriptedSink sink = new ScriptedSink();
        fixture.open(board, ada, 1, sink);
        fixture.ticks(1);
        assertThat(sink.last().tick()).isEqualTo(tick + 1);
    }

    @Test
    void shouldLetHimLeaveBeforeTheStepWithWhichHeWouldHavePlayed() {
        HostedBoard<String, Integer> board = fixture.board();
        fixture.ticks(1);
        CompletionStage<ReserveOutcome> reserved = board.reserve("ada");
        fixture.work();
        PlayerId ada = new PlayerId(1);
        board.join(((ReserveOutcome.Reserved) done(reserved)).reservation(), ada);
        CompletionStage<Boolean> left = board.leave(ada);
        fixture.ticks(1);
        assertThat(done(left)).isTrue();
        assertThat(board.status().players()).isZero();
        fixture.ticks(2);
        assertThat(board.status().state()).isEqualTo(BoardState.RUNNING);
        fixture.join(board, 2, "bob");
    }

    @Test
    void shouldGiveTheLowestFreePlaceAndFreeItOnlyAfterTheLeave() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        fixture.join(board, 2, "bob");
        CompletionStage<Boolean> left = board.leave(ada);
        CompletionStage<ReserveOutcome> early = board.reserve("cid");
        fixture.work();
        assertThat(place(early)).isEqualTo(2);
        assertThat(left.toCompletableFuture()).isNotDone();
        fixture.ticks(1);
        assertThat(done(left)).isTrue();
        CompletionStage<ReserveOutcome> later = board.reserve("dan");
        fixture.work();
        assertThat(place(later)).isZero();
    }

    @Test
    void shouldAskTheBoardAndCountThoseWhoseJoinsAreNotYetDurable() {
        HostedBoard<String, Integer> board = fixture.board();
        CompletionStage<ReserveOutcome> first = board.reserve("ada");
        CompletionStage<ReserveOutcome> second = board.reserve("ada");
        fixture.work();
        assertThat(done(first)).isInstanceOf(ReserveOutcome.Reserved.class);
        assertThat(done(second)).isEqualTo(new ReserveOutcome.Refused("the name is taken"));

        board.join(((ReserveOutcome.Reserved) done(first)).reservation(), new PlayerId(1));
        CompletionStage<ReserveOutcome> third = board.reserve("ada");
        fixture.work();
        assertThat(done(third)).isEqualTo(new ReserveOutcome.Refused("the name is taken"));
        fixture.ticks(1);
        CompletionStage<ReserveOutcome> fourth = board.reserve("ada");
        fixture.work();
        assertThat(done(fourth)).isEqualTo(new ReserveOutcome.Refused("the name is taken"));
    }

    @Test
    void shouldGiveAReleasedPlaceToAnother() {
        HostedBoard<String, Integer> board =
                fixture.board(HostFixture.BOARD, new CountingType.Rules(1, 10, 1, true), BoardSettings.of(1));
        CompletionStage<ReserveOutcome> first = board.reserve("ada");
        fixture.work();
        Reservation reservation = ((ReserveOutcome.Reserved) done(first)).reservation();
        board.release(reservation);
        board.release(reservation);
        CompletionStage<ReserveOutcome> second = board.reserve("ada");
        fixture.work();
        assertThat(place(second)).isZero();
        CompletionStage<Boolean> late = board.join(reservation, new PlayerId(1));
        fixture.ticks(1);
        assertThat(done(late)).isFalse();
        assertThat(board.status().players()).isZero();
    }

    @Test
    void shouldNotJoinTwiceNorWithAReservationOfAnotherBoard() {
        HostedBoard<String, Integer> board = fixture.board();
        HostedBoard<String, Integer> other =
                fixture.board(new BoardId(0, 2), CountingType.Rules.DEFAULT, BoardSettings.of(1));
        CompletionStage<ReserveOutcome> reserved = board.reserve("ada");
        fixture.work();
        Reservation reservation = ((ReserveOutcome.Reserved) done(reserved)).reservation();
        CompletionStage<Boolean> elsewhere = other.join(reservation, new PlayerId(1));
        CompletionStage<Boolean> first = board.join(reservation, new PlayerId(1));
        CompletionStage<Boolean> second = board.join(reservation, new PlayerId(2));
        fixture.ticks(1);
        assertThat(done(elsewhere)).isFalse();
        assertThat(done(first)).isTrue();
        assertThat(done(second)).isFalse();

        CompletionStage<ReserveOutcome> again = board.reserve("bob");
        fixture.work();
        CompletionStage<Boolean> samePlayer =
                board.join(((ReserveOutcome.Reserved) done(again)).reservation(), new PlayerId(1));
        CompletionStage<ReserveOutcome> freed = board.reserve("cid");
        fixture.work();
        assertThat(done(samePlayer)).isFalse();
        assertThat(place(freed)).isEqualTo(1);
        CompletionStage<PlayerId> used = board.join(reservation);
        fixture.work();
        assertThat(failureOf(used)).isInstanceOf(IllegalStateException.class).hasMessageContaining("reserve again");
    }

    @Test
    void shouldAnswerBusyWhenTooManyCommandsWaitAndNeverLoseARelease() {
        HostFixture small = new HostFixture(builder -> builder.threads(1)
                .options(HostOptions.builder().commandsPerBoard(4).build()));
        HostedBoard<String, Integer> board =
                small.board(HostFixture.BOARD, new CountingType.Rules(1, 10, 1, true), BoardSettings.of(1));
        CompletionStage<ReserveOutcome> held = board.reserve("ada");
        small.work();
        for (int i = 0; i < 4; i++) {
            board.indexOf(new PlayerId(1));
        }
        assertThat(done(board.reserve("bob"))).isEqualTo(ReserveOutcome.Busy.INSTANCE);
        assertThat(done(board.watch(small.lane, new ScriptedSink()))).isEqualTo(OpenOutcome.Busy.INSTANCE);
        assertThat(failureOf(board.leave(new PlayerId(1))))
                .isInstanceOfSatisfying(
                        BoardUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(BoardUnavailableException.Cause.BUSY));
        assertThat(failureOf(board.snapshot())).isInstanceOf(BoardUnavailableException.class);
        board.release(((ReserveOutcome.Reserved) done(held)).reservation());
        assertThat(small.host.metrics().commandsRejected()).isEqualTo(4);
        small.work();
        CompletionStage<ReserveOutcome> after = board.reserve("bob");
        small.work();
        assertThat(done(after)).isInstanceOf(ReserveOutcome.Reserved.class);
    }

    @Test
    void shouldSayWhetherAPlayerLeft() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        CompletionStage<Boolean> first = board.leave(ada);
        CompletionStage<Boolean> twice = board.leave(ada);
        CompletionStage<Boolean> stranger = board.leave(new PlayerId(7));
        fixture.ticks(1);
        assertThat(done(first)).isTrue();
        assertThat(done(twice)).isTrue();
        assertThat(done(stranger)).isFalse();
        CompletionStage<Boolean> again = board.leave(ada);
        fixture.work();
        assertThat(done(again)).isFalse();
    }

    @Test
    void shouldLetAPlayerLeaveInTheStepThatHeJoins() {
        HostedBoard<String, Integer> board = fixture.board();
        CompletionStage<ReserveOutcome> reserved = board.reserve("ada");
        fixture.work();
        CompletionStage<Boolean> joined =
                board.join(((ReserveOutcome.Reserved) done(reserved)).reservation(), new PlayerId(1));
        CompletionStage<Boolean> left = board.leave(new PlayerId(1));
        fixture.ticks(1);
        assertThat(done(joined)).isTrue();
        assertThat(done(left)).isTrue();
        assertThat(board.status().players()).isZero();
        assertThat(board.status().state()).isEqualTo(BoardState.RUNNING);
    }

    private static int place(CompletionStage<ReserveOutcome> outcome) {
        return ((ReserveOutcome.Reserved) done(outcome)).reservation().index();
    }
}
