package io.orbstrike.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.PlayerId;
import io.orbstrike.store.Absent;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link SnapshotStore} about what a holder asserts when the store is behind.
 *
 * <p>Confined to the test's thread.
 */
public abstract class BoardAssertionContract extends StoreKit {

    /** Creates the kit. */
    protected BoardAssertionContract() {}

    @Test
    @DisplayName("ATTACH-3: shouldWriteABoardThatTheStoreHasForgottenUnderItsOwnEpoch")
    void shouldWriteABoardThatTheStoreHasForgottenUnderItsOwnEpoch() {
        BoardRecord lost = lost();
        List<RosterEntry> entries = List.of(entry(3, key()), entry(6, key()));
        SnapshotStore.Snapshot newest = new SnapshotStore.Snapshot(70, 3, 2, new byte[] {5, 0, -5});
        SnapshotStore.Assertion assertion = assertion(lost, 8, entries, newest);
        for (int i = 0; i < 2; i++) {
            assertThat(answer(store().snapshots().assertBoard(assertion, REMAINING)))
                    .isEqualTo(new SnapshotStore.Asserted(8));
            SnapshotStore.Loaded loaded = loaded(lost);
            assertThat(loaded.board()).usingRecursiveComparison().isEqualTo(lost);
            assertThat(loaded.roster().rosterNumber()).isEqualTo(8);
            assertThat(loaded.roster().entries())
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactlyElementsOf(entries);
            assertThat(loaded.snapshot().orElseThrow())
                    .usingRecursiveComparison()
                    .isEqualTo(newest);
        }
    }

    @Test
    @DisplayName("ATTACH-3: shouldWriteTheLabelsThatAForgottenBoardRequires")
    void shouldWriteTheLabelsThatAForgottenBoardRequires() {
        BoardRecord plain = lost();
        BoardRecord lost = BoardRecord.created(plain.spec().requiring(mostLabels()), plain.token(), plain.createdAt());
        asserted(lost);
        assertThat(found(lost)).usingRecursiveComparison().isEqualTo(lost);
    }

    @Test
    @DisplayName("ATTACH-3: shouldGoOnWithABoardThatWasAsserted")
    void shouldGoOnWithABoardThatWasAsserted() {
        BoardRecord lost = lost();
        IdempotencyKey key = key();
        assertThat(assertBoard(lost, 8, List.of(entry(3, key)), snapshot(70))).isEqualTo(new SnapshotStore.Asserted(8));

        RosterStore.JoinRequest again = new RosterStore.JoinRequest(key, 1, new byte[0], 0);
        RosterStore.AlreadyJoined there = answerAs(
                RosterStore.AlreadyJoined.class,
                store().rosters().join(lost.spec().id(), lost.token(), again, REMAINING));
        assertThat(there.entry().player()).isEqualTo(new PlayerId(3));
        assertThat(joined(lost, key()).player()).isEqualTo(new PlayerId(9));
        assertThat(saveAlone(save(lost, lost.token(), snapshot(69)))).isEqualTo(new SnapshotStore.Superseded(70));
        assertThat(saveAlone(save(lost, lost.token(), snapshot(71), new PlayerId(3))))
                .isEqualTo(new SnapshotStore.Saved(10, 1));
        assertThat(attachedElsewhere(lost).epoch()).isGreaterThan(lost.token().epoch());
    }

    @Test
    @DisplayName("ATTACH-3: shouldWriteABoardOfWhichNothingWasCaptured")
    void shouldWriteABoardOfWhichNothingWasCaptured() {
        BoardRecord lost = lost();
        assertThat(assertBoard(lost, 1, List.of(entry(1, key())))).isEqualTo(new SnapshotStore.Asserted(1));
        SnapshotStore.Loaded loaded = loaded(lost);
        assertThat(loaded.snapshot()).isEmpty();
        assertThat(loaded.roster().entries()).hasSize(1);
    }

    @Test
    @DisplayName("LIST-1: shouldListABoardAgainThatWasAsserted")
    void shouldListABoardAgainThatWasAsserted() {
        BoardRecord lost = lost();
        assertBoard(lost, 0, List.of());
        assertThat(listed(lost.spec().type()))
                .extracting(BoardSummary::id)
                .containsExactly(lost.spec().id());
    }

    @Test
    @DisplayName("SNAP-1: shouldKeepTheMarkOfABoardThatIsAsserted")
    void shouldKeepTheMarkOfABoardThatIsAsserted() {
        BoardRecord lost = lost();
        BoardRecord marked =
                lost.withQuarantine(Optional.of("its holders died")).withHolderDeaths(2);
        assertBoard(marked, 0, List.of());
        assertThat(found(lost).quarantine()).contains("its holders died");
        assertThat(found(lost).holderDeaths()).isEqualTo(2);
    }

    @Test
    @DisplayName("ATTACH-3: shouldWriteAllOfABoardWhoseEpochInTheStoreIsLower")
    void shouldWriteAllOfABoardWhoseEpochInTheStoreIsLower() {
        BoardRecord before = created(spec(key()));
        joined(before, key());
        joined(before, key());
        joined(before, key());
        saveAlone(save(before, before.token(), snapshot(500)));
        BoardRecord newer = before.withToken(otherHolder(withEpoch(before.token(), 1)));
        RosterEntry only = entry(2, key());

        assertThat(assertBoard(newer, 2, List.of(only), snapshot(20))).isEqualTo(new SnapshotStore.Asserted(2));
        SnapshotStore.Loaded loaded = loaded(before);
        assertThat(loaded.board().token()).isEqualTo(newer.token());
        assertThat(loaded.roster().rosterNumber()).isEqualTo(2);
        assertThat(loaded.roster().entries())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(only);
        assertThat(loaded.snapshot().orElseThrow()).usingRecursiveComparison().isEqualTo(snapshot(20));
        assertThat(saveAlone(save(before, before.token(), snapshot(501)))).isEqualTo(new Fenced(newer.token()));
    }

    @Test
    @DisplayName("SNAP-1: shouldKeepTheStateInTheStoreWhenTheHolderHasCapturedNone")
    void shouldKeepTheStateInTheStoreWhenTheHolderHasCapturedNone() {
        BoardRecord before = created(spec(key()));
        saveAlone(save(before, before.token(), snapshot(500)));
        BoardRecord newer = before.withToken(otherHolder(withEpoch(before.token(), 1)));
        assertThat(assertBoard(newer, 0, List.of())).isEqualTo(new SnapshotStore.Asserted(0));
        assertThat(loaded(before).snapshot().orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(snapshot(500));
        assertThat(saveAlone(save(newer, newer.token(), snapshot(1)))).isEqualTo(new SnapshotStore.Saved(0));
    }

    @Test
    @DisplayName("ROSTER-3: shouldWriteTheRosterOfTheSameTokenIfItsNumberIsHigher")
    void shouldWriteTheRosterOfTheSameTokenIfItsNumberIsHigher() {
        BoardRecord board = created(spec(key()));
        IdempotencyKey key = key();
        RosterEntry stays = joined(board, key);
        joined(board, key());
        RosterEntry comes = entry(4, key());
        assertThat(assertBoard(board, 5, List.of(stays, comes))).isEqualTo(new SnapshotStore.Asserted(5));

        assertThat(loaded(board).roster().entries())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(stays, comes);
        assertThat(joined(board, key()).player()).isEqualTo(new PlayerId(6));
    }

    @Test
    @DisplayName("ROSTER-4: shouldForgetKeysOfWhichNobodyWasToldAndRememberThoseOfAllOthersWhoAreMissing")
    void shouldForgetKeysOfWhichNobodyWasToldAndRememberThoseOfAllOthersWhoAreMissing() {
        for (boolean isSame : new boolean[] {true, false}) {
            BoardRecord before = created(spec(key()));
            IdempotencyKey leftBefore = key();
            PlayerId goneBefore = joined(before, leftBefore).player();
            answerAs(
                    RosterStore.Left.class,
                    store().rosters().leave(before.spec().id(), before.token(), goneBefore, REMAINING));
            IdempotencyKey left = key();
            PlayerId gone = joined(before, left).player();
            IdempotencyKey untold = key();
            joined(before, untold);
            BoardRecord board = isSame ? before : before.withToken(otherHolder(withEpoch(before.token(), 1)));

            assertUntold(board, 8, List.of(), untold, key(), leftBefore);
            assertThat(loaded(board).roster().entries()).isEmpty();
            assertThat(answer(join(board, left))).isEqualTo(new RosterStore.AlreadyLeft(gone));
            assertThat(answer(join(board, leftBefore))).isEqualTo(new RosterStore.AlreadyLeft(goneBefore));
            assertThat(joined(board, untold).player()).isEqualTo(new PlayerId(9));
        }
    }

    @Test
    @DisplayName("ROSTER-4: shouldKeepAnEntryOfTheHoldersRosterThoughItsKeyIsNamedAsUntold")
    void shouldKeepAnEntryOfTheHoldersRosterThoughItsKeyIsNamedAsUntold() {
        BoardRecord board = created(spec(key()));
        IdempotencyKey untold = key();
        RosterEntry placed = joined(board, untold);
        assertUntold(board, 8, List.of(placed), untold);
        assertThat(loaded(board).roster().entries())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(placed);
        assertThat(answerAs(RosterStore.AlreadyJoined.class, join(board, untold))
                        .entry()
                        .player())
                .isEqualTo(placed.player());
    }

    @Test
    @DisplayName("ROSTER-4: shouldForgetNoKeyWhereTheRosterIsNotWritten")
    void shouldForgetNoKeyWhereTheRosterIsNotWritten() {
        BoardRecord board = created(spec(key()));
        IdempotencyKey untold = key();
        PlayerId player = joined(board, untold).player();
        assertUntold(board, 1, List.of(), untold);
        assertThat(answerAs(RosterStore.AlreadyJoined.class, join(board, untold))
                        .entry()
                        .player())
                .isEqualTo(player);
    }

    @Test
    @DisplayName("ROSTER-3: shouldKeepTheRosterOfTheSameTokenIfItsNumberIsNotHigher")
    void shouldKeepTheRosterOfTheSameTokenIfItsNumberIsNotHigher() {
        BoardRecord board = created(spec(key()));
        RosterEntry first = joined(board, key());
        RosterEntry second = joined(board, key());
        for (long number : List.of(1L, 2L)) {
            assertThat(assertBoard(board, number, List.of(entry(1, key())), snapshot(3)))
                    .isEqualTo(new SnapshotStore.Asserted(2));
            assertThat(loaded(board).roster().entries())
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactly(first, second);
        }
        assertThat(loaded(board).snapshot().orElseThrow().tick()).isEqualTo(3);
    }

    @Test
    @DisplayName("ROSTER-3: shouldWriteTheStateOfTheSameTokenUnlessItsTickIsLower")
    void shouldWriteTheStateOfTheSameTokenUnlessItsTickIsLower() {
        BoardRecord board = created(spec(key()));
        saveAlone(save(board, board.token(), snapshot(10)));
        assertThat(assertBoard(board, 0, List.of(), snapshot(9))).isEqualTo(new SnapshotStore.Asserted(0));
        assertThat(loaded(board).snapshot().orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(snapshot(10));
        SnapshotStore.Snapshot same = new SnapshotStore.Snapshot(10, 0, 2, new byte[] {1});
        for (SnapshotStore.Snapshot newest : List.of(same, snapshot(11))) {
            assertBoard(board, 0, List.of(), newest);
            assertThat(loaded(board).snapshot().orElseThrow())
                    .usingRecursiveComparison()
                    .isEqualTo(newest);
        }
        assertBoard(board, 0, List.of());
        assertThat(loaded(board).snapshot().orElseThrow().tick()).isEqualTo(11);
    }

    @Test
    @DisplayName("ROSTER-3: shouldWriteTheStateOfTheSameTokenOverThatOfAnEarlierEpoch")
    void shouldWriteTheStateOfTheSameTokenOverThatOfAnEarlierEpoch() {
        BoardRecord board = created(spec(key()));
        saveAlone(save(board, board.token(), snapshot(500)));
        BoardRecord attached = board.withToken(attachedElsewhere(board));
        assertBoard(attached, 0, List.of(), snapshot(4));
        assertThat(loaded(board).snapshot().orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(snapshot(4));
    }

    @Test
    @DisplayName("ATTACH-3: shouldFenceWhoAssertsWithALowerEpochOrAsAnotherHolder")
    void shouldFenceWhoAssertsWithALowerEpochOrAsAnotherHolder() {
        BoardRecord board = created(spec(key()));
        RosterEntry player = joined(board, key());
        saveAlone(save(board, board.token(), snapshot(10)));
        for (Token token : List.of(withEpoch(board.token(), -1), otherHolder(board.token()))) {
            assertThat(assertBoard(board.withToken(token), 9, List.of(), snapshot(99)))
                    .isEqualTo(new Fenced(board.token()));
        }
        SnapshotStore.Loaded loaded = loaded(board);
        assertThat(loaded.board()).usingRecursiveComparison().isEqualTo(board);
        assertThat(loaded.roster().entries()).extracting(RosterEntry::player).containsExactly(player.player());
        assertThat(loaded.snapshot().orElseThrow().tick()).isEqualTo(10);
    }

    @Test
    @DisplayName("ATTACH-4: shouldAssertNoBoardThatHasClosed")
    void shouldAssertNoBoardThatHasClosed() {
        BoardRecord board = created(spec(key()));
        Closed closed = closed(board);
        for (long difference : List.of(-1L, 0L, 1L)) {
            BoardRecord asserted = board.withToken(withEpoch(board.token(), difference));
            assertThat(assertBoard(asserted, 0, List.of(), snapshot(1))).isEqualTo(closed);
        }
        assertThat(answer(store().snapshots().load(board.spec().id(), REMAINING)))
                .isEqualTo(closed);
    }

    @Test
    @DisplayName("ATTACH-3: shouldEndWithTheHighestEpochWhenManyAssertAtATime")
    void shouldEndWithTheHighestEpochWhenManyAssertAtATime() {
        BoardRecord lost = lost();
        List<SnapshotStore.Assertion> assertions = new ArrayList<>();
        List<Callable<CompletionStage<SnapshotStore.AssertOutcome>>> calls = new ArrayList<>();
        for (int i = 0; i < racers(); i++) {
            BoardRecord asserted = lost.withToken(otherHolder(withEpoch(lost.token(), i)));
            SnapshotStore.Assertion assertion = assertion(asserted, i, List.of(), snapshot(racers() - i));
            assertions.add(assertion);
            calls.add(() -> store().snapshots().assertBoard(assertion, REMAINING));
        }
        race(calls);
        SnapshotStore.Assertion highest = assertions.get(racers() - 1);
        SnapshotStore.Loaded loaded = loaded(lost);

        assertThat(loaded.board().token()).isEqualTo(highest.board().token());
        assertThat(loaded.roster().rosterNumber()).isEqualTo(highest.roster().rosterNumber());
        assertThat(loaded.snapshot()).usingRecursiveComparison().isEqualTo(highest.snapshot());
    }

    @Test
    @DisplayName("ATTACH-3: shouldAssertTheSameManyTimesAtATime")
    void shouldAssertTheSameManyTimesAtATime() {
        BoardRecord lost = lost();
        SnapshotStore.Assertion assertion = assertion(lost, 4, List.of(entry(4, key())), snapshot(7));
        List<SnapshotStore.AssertOutcome> outcomes =
                race(Collections.nCopies(racers(), () -> store().snapshots().assertBoard(assertion, REMAINING)));
        assertThat(outcomes).containsOnly(new SnapshotStore.Asserted(4));
        assertThat(loaded(lost).roster().entries()).hasSize(1);
    }

    @Test
    @DisplayName("ROUTE-5: shouldAssertNothingThatComesAfterItsTime")
    void shouldAssertNothingThatComesAfterItsTime() {
        BoardRecord lost = lost();
        refused(store().snapshots().assertBoard(assertion(lost, 0, List.of(), snapshot(1)), Duration.ZERO));
        assertThat(answer(store().boards().get(lost.spec().id(), REMAINING))).isEqualTo(Absent.INSTANCE);
    }

    @Test
    @DisplayName("ATTACH-3: shouldAssertAgainWhenTheAnswerOrTheRequestWasLost")
    void shouldAssertAgainWhenTheAnswerOrTheRequestWasLost() {
        for (StoreFault fault : List.of(StoreFault.REQUEST_LOST, StoreFault.ANSWER_LOST)) {
            BoardRecord lost = lost();
            SnapshotStore.Assertion assertion = assertion(lost, 4, List.of(entry(4, key())), snapshot(7));
            answerAs(
                    Unknown.class,
                    faulty(StoreCall.ASSERT_BOARD, fault).snapshots().assertBoard(assertion, REMAINING));
            assertThat(answer(store().boards().get(lost.spec().id(), REMAINING)))
                    .isInstanceOf(fault == StoreFault.ANSWER_LOST ? BoardStore.Found.class : Absent.class);
            assertThat(answer(store().snapshots().assertBoard(assertion, REMAINING)))
                    .isEqualTo(new SnapshotStore.Asserted(4));
            assertThat(loaded(lost).snapshot().orElseThrow().tick()).isEqualTo(7);
        }
    }

    /** A board as its holder knows it, of which the store under test has heard nothing. */
    private BoardRecord lost() {
        String type = "t" + Long.toHexString(incarnation().high());
        Token token = new Token(new Epoch(storeTime().toEpochMilli()), incarnation());
        Instant createdAt = Instant.ofEpochMilli(storeTime().toEpochMilli() - 1_000);
        return BoardRecord.created(spec(key(), type, 4), token, createdAt);
    }

    private static RosterEntry entry(long number, IdempotencyKey key) {
        return new RosterEntry(new PlayerId(number), key, 3, new byte[] {9, 0, (byte) number});
    }

    private static SnapshotStore.Assertion assertion(
            BoardRecord board, long rosterNumber, List<RosterEntry> entries, SnapshotStore.Snapshot... newest) {
        return new SnapshotStore.Assertion(
                board,
                new RosterStore.Roster(board.token(), rosterNumber, entries),
                Stream.of(newest).findFirst());
    }

    private void assertUntold(
            BoardRecord board, long rosterNumber, List<RosterEntry> entries, IdempotencyKey... untold) {
        SnapshotStore.Assertion assertion = new SnapshotStore.Assertion(
                board, new RosterStore.Roster(board.token(), rosterNumber, entries), Optional.empty(), Set.of(untold));
        assertThat(answer(store().snapshots().assertBoard(assertion, REMAINING)))
                .isEqualTo(new SnapshotStore.Asserted(rosterNumber));
    }

    private SnapshotStore.AssertOutcome assertBoard(
            BoardRecord board, long rosterNumber, List<RosterEntry> entries, SnapshotStore.Snapshot... newest) {
        return answer(store().snapshots().assertBoard(assertion(board, rosterNumber, entries, newest), REMAINING));
    }
}
