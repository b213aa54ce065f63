package io.orbstrike.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.store.Absent;
import io.orbstrike.store.Behind;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link RosterStore}.
 *
 * <p>Confined to the test's thread.
 */
public abstract class RosterStoreContract extends StoreKit {

    /** Creates the kit. */
    protected RosterStoreContract() {}

    @Test
    @DisplayName("ROSTER-1: shouldNumberJoinsAndLeavesTogetherFromOne")
    void shouldNumberJoinsAndLeavesTogetherFromOne() {
        BoardRecord board = created(spec(key()));
        assertThat(roster(board).rosterNumber()).isZero();
        assertThat(joined(board, key()).player()).isEqualTo(new PlayerId(1));
        assertThat(joined(board, key()).player()).isEqualTo(new PlayerId(2));
        assertThat(answer(leave(board, new PlayerId(1)))).isEqualTo(new RosterStore.Left(3));
        assertThat(joined(board, key()).player()).isEqualTo(new PlayerId(4));
        assertThat(roster(board).rosterNumber()).isEqualTo(4);
    }

    @Test
    @DisplayName("ROSTER-1: shouldNumberEachBoardForItself")
    void shouldNumberEachBoardForItself() {
        IdempotencyKey key = key();
        assertThat(joined(created(spec(key())), key).player()).isEqualTo(new PlayerId(1));
        assertThat(joined(created(spec(key())), key).player()).isEqualTo(new PlayerId(1));
    }

    @Test
    void shouldReadWhoIsOnTheBoardByRisingIds() {
        BoardRecord board = created(spec(key()));
        IdempotencyKey first = key();
        IdempotencyKey second = key();
        joined(board, first);
        joined(board, second);
        joined(board, key());
        answerAs(RosterStore.Left.class, leave(board, new PlayerId(3)));

        RosterStore.Roster roster = roster(board);
        assertThat(roster.token()).isEqualTo(board.token());
        assertThat(roster.entries())
                .extracting(RosterEntry::player, RosterEntry::key)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(new PlayerId(1), first),
                        org.assertj.core.groups.Tuple.tuple(new PlayerId(2), second));
        assertThat(roster.entries().get(1).joinData()).isEqualTo(new byte[] {7, 0, -1});
    }

    @Test
    void shouldReadNoRosterWhereThereIsNoBoard() {
        assertThat(answer(store().rosters().read(key().boardId(), REMAINING))).isEqualTo(Absent.INSTANCE);
    }

    @Test
    @DisplayName("ROSTER-1: shouldTakeNoMorePlayersThanTheBoardHasPlaces")
    void shouldTakeNoMorePlayersThanTheBoardHasPlaces() {
        BoardRecord board = created(spec(key(), "kit", 2));
        joined(board, key());
        joined(board, key());
        assertThat(answer(join(board, key()))).isEqualTo(new RosterStore.Full(2));
        assertThat(roster(board).rosterNumber()).isEqualTo(2);
        answerAs(RosterStore.Left.class, leave(board, new PlayerId(1)));
        assertThat(joined(board, key()).player()).isEqualTo(new PlayerId(4));
    }

    @Test
    @DisplayName("ROSTER-1: shouldGiveTheLastPlaceToOneOfManyWhoJoinAtATime")
    void shouldGiveTheLastPlaceToOneOfManyWhoJoinAtATime() {
        BoardRecord board = created(spec(key(), "kit", 3));
        joined(board, key());
        joined(board, key());
        List<Callable<CompletionStage<RosterStore.JoinOutcome>>> calls = new ArrayList<>();
        for (int i = 0; i < racers(); i++) {
            IdempotencyKey key = key();
            calls.add(() -> join(board, key));
        }
        List<RosterStore.JoinOutcome> outcomes = race(calls);

        assertThat(outcomes).filteredOn(RosterStore.Joined.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(new RosterStore.Full(3)::equals).hasSize(racers() - 1);
        assertThat(roster(board).entries()).hasSize(3);
    }

    @Test
    @DisplayName("ROSTER-4: shouldJoinAKeyOnceWhenItJoinsManyTimesAtATime")
    void shouldJoinAKeyOnceWhenItJoinsManyTimesAtATime() {
        BoardRecord board = created(spec(key()));
        IdempotencyKey key = key();
        List<RosterStore.JoinOutcome> outcomes = race(Collections.nCopies(racers(), () -> join(board, key)));

        assertThat(outcomes).filteredOn(RosterStore.Joined.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(RosterStore.AlreadyJoined.class::isInstance)
                .hasSize(racers() - 1);
        assertThat(roster(board).entries()).hasSize(1);
    }

    @Test
    @DisplayName("ROSTER-4: shouldFindTheSamePlayerAndChangeNothingWhenAKeyJoinsAgain")
    void shouldFindTheSamePlayerAndChangeNothingWhenAKeyJoinsAgain() {
        BoardRecord board = created(spec(key(), "kit", 1));
        IdempotencyKey key = key();
        joined(board, key);
        RosterEntry again = answerAs(RosterStore.AlreadyJoined.class, join(board, key, 9, 0))
                .entry();

        assertThat(again.player()).isEqualTo(new PlayerId(1));
        assertThat(again.index()).isEqualTo(2);
        assertThat(roster(board).rosterNumber()).isEqualTo(1);
        assertThat(roster(board).entries()).hasSize(1);
    }

    @Test
    @DisplayName("ROSTER-2: shouldWriteAnEntryAnewWhenItsNumberIsSpent")
    void shouldWriteAnEntryAnewWhenItsNumberIsSpent() {
        BoardRecord board = created(spec(key(), "kit", 2));
        IdempotencyKey key = key();
        joined(board, key);
        joined(board, key());
        RosterEntry anew =
                answerAs(RosterStore.Joined.class, join(board, key, 9, 2)).entry();

        assertThat(anew.player()).isEqualTo(new PlayerId(3));
        assertThat(anew.index()).isEqualTo(9);
        assertThat(roster(board).entries())
                .extracting(RosterEntry::player)
                .containsExactly(new PlayerId(2), new PlayerId(3));
    }

    @Test
    @DisplayName("ROSTER-4: shouldChangeNothingWhenARequestOfBeforeArrivesOnceMore")
    void shouldChangeNothingWhenARequestOfBeforeArrivesOnceMore() {
        BoardRecord board = created(spec(key(), "kit", 2));
        IdempotencyKey key = key();
        joined(board, key);
        answerAs(RosterStore.Joined.class, join(board, key, 9, 1));
        RosterEntry found =
                answerAs(RosterStore.AlreadyJoined.class, join(board, key)).entry();

        assertThat(found.player()).isEqualTo(new PlayerId(2));
        assertThat(found.index()).isEqualTo(9);
    }

    @Test
    @DisplayName("ROSTER-4: shouldRememberAKeyFor10MinutesAfterItsPlayerIsGone")
    void shouldRememberAKeyFor10MinutesAfterItsPlayerIsGone() {
        BoardRecord board = created(spec(key()));
        IdempotencyKey key = key();
        joined(board, key);
        answerAs(RosterStore.Left.class, leave(board, new PlayerId(1)));
        assertThat(answer(join(board, key))).isEqualTo(new RosterStore.AlreadyLeft(new PlayerId(1)));
        advance(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(answer(join(board, key))).isEqualTo(new RosterStore.AlreadyLeft(new PlayerId(1)));
        advance(Duration.ofSeconds(1));

        assertThat(joined(board, key).player()).isEqualTo(new PlayerId(3));
    }

    @Test
    @DisplayName("ROSTER-4: shouldRememberTheKeyOfAPlayerOnTheBoardHoweverLongHeStays")
    void shouldRememberTheKeyOfAPlayerOnTheBoardHoweverLongHeStays() {
        BoardRecord board = created(spec(key()));
        IdempotencyKey key = key();
        joined(board, key);
        advance(Duration.ofHours(2));
        answerAs(RosterStore.AlreadyJoined.class, join(board, key));
    }

    @Test
    @DisplayName("ROSTER-4: shouldFindThePlayerAgainWhenTheAnswerOfHisJoinWasLost")
    void shouldFindThePlayerAgainWhenTheAnswerOfHisJoinWasLost() {
        BoardRecord board = created(spec(key()));
        RosterStore.JoinRequest request = request(key());
        FaultyClusterStore faulty = new FaultyClusterStore(store(), this::storeTime);
        faulty.fail(StoreCall.JOIN_ROSTER, StoreFault.ANSWER_LOST);
        answerAs(Unknown.class, faulty.rosters().join(board.spec().id(), board.token(), request, REMAINING));
        faulty.fail(StoreCall.JOIN_ROSTER, StoreFault.NONE);

        RosterStore.AlreadyJoined found = answerAs(
                RosterStore.AlreadyJoined.class,
                faulty.rosters().join(board.spec().id(), board.token(), request, REMAINING));
        assertThat(found.entry().player()).isEqualTo(new PlayerId(1));
    }

    @Test
    @DisplayName("ROSTER-4: shouldJoinWhenTheRequestOfTheFirstJoinWasLost")
    void shouldJoinWhenTheRequestOfTheFirstJoinWasLost() {
        BoardRecord board = created(spec(key()));
        RosterStore.JoinRequest request = request(key());
        FaultyClusterStore faulty = new FaultyClusterStore(store(), this::storeTime);
        faulty.fail(StoreCall.JOIN_ROSTER, StoreFault.REQUEST_LOST);
        answerAs(Unknown.class, faulty.rosters().join(board.spec().id(), board.token(), request, REMAINING));
        faulty.fail(StoreCall.JOIN_ROSTER, StoreFault.NONE);

        answerAs(RosterStore.Joined.class, faulty.rosters().join(board.spec().id(), board.token(), request, REMAINING));
    }

    @Test
    @DisplayName("ROUTE-5: shouldJoinNobodyWhoseRequestWasHeldBeyondItsTime")
    void shouldJoinNobodyWhoseRequestWasHeldBeyondItsTime() {
        BoardRecord board = created(spec(key()));
        FaultyClusterStore faulty = new FaultyClusterStore(store(), this::storeTime);
        faulty.fail(StoreCall.JOIN_ROSTER, StoreFault.REQUEST_HELD);
        CompletionStage<RosterStore.JoinOutcome> held =
                faulty.rosters().join(board.spec().id(), board.token(), request(key()), Duration.ofSeconds(1));
        advance(Duration.ofSeconds(2));
        faulty.release();

        assertThat(answer(held)).isInstanceOfAny(NotApplied.class, Unknown.class);
        assertThat(roster(board).entries()).isEmpty();
    }

    @Test
    @DisplayName("ROUTE-5: shouldApplyNothingThatComesAfterItsTime")
    void shouldApplyNothingThatComesAfterItsTime() {
        BoardRecord board = created(spec(key()));
        BoardId id = board.spec().id();
        assertThat(answer(store().rosters().join(id, board.token(), request(key()), Duration.ZERO)))
                .isInstanceOfAny(NotApplied.class, Unknown.class);
        assertThat(roster(board).rosterNumber()).isZero();

        joined(board, key());
        assertThat(answer(store().rosters().leave(id, board.token(), new PlayerId(1), Duration.ZERO)))
                .isInstanceOfAny(NotApplied.class, Unknown.class);
        assertThat(roster(board).entries()).hasSize(1);
    }

    @Test
    @DisplayName("ROSTER-1: shouldFindNobodyToTakeOffTwice")
    void shouldFindNobodyToTakeOffTwice() {
        BoardRecord board = created(spec(key()));
        joined(board, key());
        answerAs(RosterStore.Left.class, leave(board, new PlayerId(1)));
        assertThat(answer(leave(board, new PlayerId(1)))).isEqualTo(RosterStore.NotOnRoster.INSTANCE);
        assertThat(answer(leave(board, new PlayerId(77)))).isEqualTo(RosterStore.NotOnRoster.INSTANCE);
        assertThat(roster(board).rosterNumber()).isEqualTo(2);
    }

    @Test
    @DisplayName("ROSTER-1: shouldFindThePlayerGoneWhenTheAnswerOfHisLeaveWasLost")
    void shouldFindThePlayerGoneWhenTheAnswerOfHisLeaveWasLost() {
        BoardRecord board = created(spec(key()));
        PlayerId player = joined(board, key()).player();
        FaultyClusterStore faulty = faulty(StoreCall.LEAVE_ROSTER, StoreFault.REQUEST_LOST);
        answerAs(Unknown.class, faulty.rosters().leave(board.spec().id(), board.token(), player, REMAINING));
        assertThat(roster(board).entries()).hasSize(1);

        faulty.fail(StoreCall.LEAVE_ROSTER, StoreFault.ANSWER_LOST);
        answerAs(Unknown.class, faulty.rosters().leave(board.spec().id(), board.token(), player, REMAINING));
        assertThat(answer(leave(board, player))).isEqualTo(RosterStore.NotOnRoster.INSTANCE);
        assertThat(roster(board).rosterNumber()).isEqualTo(2);
    }

    @Test
    @DisplayName("ATTACH-3: shouldFenceJoinsAndLeavesOfALowerEpoch")
    void shouldFenceJoinsAndLeavesOfALowerEpoch() {
        BoardRecord board = created(spec(key()));
        joined(board, key());
        shouldRefuse(board, withEpoch(board.token(), -1), new Fenced(board.token()), new Fenced(board.token()));
    }

    @Test
    @DisplayName("ATTACH-3: shouldFenceJoinsAndLeavesOfAnotherHolderInTheSameEpoch")
    void shouldFenceJoinsAndLeavesOfAnotherHolderInTheSameEpoch() {
        BoardRecord board = created(spec(key()));
        joined(board, key());
        shouldRefuse(board, otherHolder(board.token()), new Fenced(board.token()), new Fenced(board.token()));
    }

    @Test
    @DisplayName("ATTACH-3: shouldBeBehindATokenOfAHigherEpoch")
    void shouldBeBehindATokenOfAHigherEpoch() {
        BoardRecord board = created(spec(key()));
        joined(board, key());
        shouldRefuse(board, withEpoch(board.token(), 1), Behind.INSTANCE, Behind.INSTANCE);
    }

    @Test
    @DisplayName("ROSTER-3: shouldBeBehindANumberThatItNeverGaveOut")
    void shouldBeBehindANumberThatItNeverGaveOut() {
        BoardRecord board = created(spec(key()));
        joined(board, key());
        RosterStore.JoinRequest request = new RosterStore.JoinRequest(key(), 1, new byte[0], 2);
        assertThat(answer(store().rosters().join(board.spec().id(), board.token(), request, REMAINING)))
                .isEqualTo(Behind.INSTANCE);
        assertThat(roster(board).entries()).hasSize(1);
        assertThat(roster(board).rosterNumber()).isEqualTo(1);
    }

    @Test
    @DisplayName("ATTACH-3: shouldBeBehindWhereThereIsNeitherBoardNorTombstone")
    void shouldBeBehindWhereThereIsNeitherBoardNorTombstone() {
        BoardId id = key().boardId();
        Token token = new Token(new io.orbstrike.store.Epoch(5), incarnation());
        assertThat(answer(store().rosters().join(id, token, request(key()), REMAINING)))
                .isEqualTo(Behind.INSTANCE);
        assertThat(answer(store().rosters().leave(id, token, new PlayerId(1), REMAINING)))
                .isEqualTo(Behind.INSTANCE);
    }

    @Test
    @DisplayName("ATTACH-4: shouldFindTheRosterClosedWithItsBoard")
    void shouldFindTheRosterClosedWithItsBoard() {
        BoardRecord board = created(spec(key()));
        IdempotencyKey key = key();
        joined(board, key);
        Closed closed =
                answerAs(Closed.class, store().boards().close(board.spec().id(), board.token(), REMAINING));

        assertThat(answer(join(board, key))).isEqualTo(closed);
        assertThat(answer(leave(board, new PlayerId(1)))).isEqualTo(closed);
        assertThat(answer(store().rosters().read(board.spec().id(), REMAINING))).isEqualTo(closed);
    }

    private void shouldRefuse(
            BoardRecord board, Token token, RosterStore.JoinOutcome join, RosterStore.LeaveOutcome leave) {
        BoardId id = board.spec().id();
        assertThat(answer(store().rosters().join(id, token, request(key()), REMAINING)))
                .isEqualTo(join);
        assertThat(answer(store().rosters().leave(id, token, new PlayerId(1), REMAINING)))
                .isEqualTo(leave);
        assertThat(roster(board).entries()).extracting(RosterEntry::player).containsExactly(new PlayerId(1));
    }

    private static RosterStore.JoinRequest request(IdempotencyKey key) {
        return new RosterStore.JoinRequest(key, 2, new byte[] {7, 0, -1}, 0);
    }

    private CompletionStage<RosterStore.JoinOutcome> join(
            BoardRecord board, IdempotencyKey key, int index, long spentNumber) {
        return store().rosters()
                .join(
                        board.spec().id(),
                        board.token(),
                        new RosterStore.JoinRequest(key, index, new byte[0], spentNumber),
                        REMAINING);
    }

    private CompletionStage<RosterStore.LeaveOutcome> leave(BoardRecord board, PlayerId player) {
        return store().rosters().leave(board.spec().id(), board.token(), player, REMAINING);
    }

    private RosterStore.Roster roster(BoardRecord board) {
        return answerAs(
                RosterStore.Roster.class, store().rosters().read(board.spec().id(), REMAINING));
    }
}
