package io.orbstrike.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.store.Absent;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Behind;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link SnapshotStore}, except for assertions: see {@link BoardAssertionContract}.
 *
 * <p>Confined to the test's thread.
 */
public abstract class SnapshotStoreContract extends StoreKit {

    private static final int MANY_BYTES = 1 << 20;

    /** Creates the kit. */
    protected SnapshotStoreContract() {}

    @Test
    void shouldLoadWhatWasSavedWithRecordAndRoster() {
        BoardRecord board = created(spec(key()));
        RosterEntry player = joined(board, key());
        SnapshotStore.Snapshot saved = new SnapshotStore.Snapshot(77, 1, 3, new byte[] {0, 1, -128, 127, 10, 13, 0});
        assertThat(saveAlone(save(board, board.token(), saved))).isEqualTo(new SnapshotStore.Saved(1));
        SnapshotStore.Loaded loaded = loaded(board);

        assertThat(loaded.board()).usingRecursiveComparison().isEqualTo(board);
        assertThat(loaded.roster().token()).isEqualTo(board.token());
        assertThat(loaded.roster().rosterNumber()).isEqualTo(1);
        assertThat(loaded.roster().entries())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(player);
        assertThat(loaded.snapshot().orElseThrow()).usingRecursiveComparison().isEqualTo(saved);
    }

    @Test
    void shouldLoadABoardOfWhichNothingWasSaved() {
        SnapshotStore.Loaded loaded = loaded(created(spec(key())));
        assertThat(loaded.snapshot()).isEmpty();
        assertThat(loaded.roster().entries()).isEmpty();
        assertThat(loaded.roster().rosterNumber()).isZero();
    }

    @Test
    @DisplayName("ATTACH-4: shouldLoadNoBoardThatIsAbsentOrClosed")
    void shouldLoadNoBoardThatIsAbsentOrClosed() {
        assertThat(answer(store().snapshots().load(key().boardId(), REMAINING))).isEqualTo(Absent.INSTANCE);
        BoardRecord board = created(spec(key()));
        saveAlone(save(board, board.token(), snapshot(1)));
        Closed closed = closed(board);
        assertThat(answer(store().snapshots().load(board.spec().id(), REMAINING)))
                .isEqualTo(closed);
    }

    @Test
    @DisplayName("SNAP-1: shouldKeepEveryByteOfASmallAndOfALargeSnapshot")
    void shouldKeepEveryByteOfASmallAndOfALargeSnapshot() {
        byte[] many = new byte[MANY_BYTES];
        new Random(7).nextBytes(many);
        BoardRecord board = created(spec(key()));
        long tick = 0;
        for (byte[] bytes : List.of(new byte[0], many, new byte[] {0}, new byte[MANY_BYTES], new byte[0])) {
            tick++;
            SnapshotStore.Snapshot saved = new SnapshotStore.Snapshot(tick, 0, 1, bytes);
            assertThat(saveAlone(save(board, board.token(), saved))).isEqualTo(new SnapshotStore.Saved(0));
            assertThat(loaded(board).snapshot().orElseThrow().bytes()).isEqualTo(bytes);
        }
    }

    @Test
    @DisplayName("ATTACH-3: shouldFenceASaveOfALowerEpoch")
    void shouldFenceASaveOfALowerEpoch() {
        BoardRecord board = created(spec(key()));
        shouldSaveNothing(board, withEpoch(board.token(), -1), new Fenced(board.token()));
    }

    @Test
    @DisplayName("ATTACH-3: shouldFenceASaveOfAnotherHolderInTheSameEpoch")
    void shouldFenceASaveOfAnotherHolderInTheSameEpoch() {
        BoardRecord board = created(spec(key()));
        shouldSaveNothing(board, otherHolder(board.token()), new Fenced(board.token()));
    }

    @Test
    @DisplayName("ATTACH-3: shouldBeBehindASaveOfAHigherEpoch")
    void shouldBeBehindASaveOfAHigherEpoch() {
        BoardRecord board = created(spec(key()));
        shouldSaveNothing(board, withEpoch(board.token(), 1), Behind.INSTANCE);
        shouldSaveNothing(board, otherHolder(withEpoch(board.token(), 1)), Behind.INSTANCE);
    }

    @Test
    @DisplayName("ATTACH-3: shouldBeBehindASaveWhereThereIsNeitherBoardNorTombstone")
    void shouldBeBehindASaveWhereThereIsNeitherBoardNorTombstone() {
        BoardId board = key().boardId();
        Token token = new Token(new Epoch(5), incarnation());
        assertThat(saveAlone(new SnapshotStore.SaveRequest(board, token, snapshot(1), List.of(), Optional.empty())))
                .isEqualTo(Behind.INSTANCE);
        assertThat(answer(store().snapshots().load(board, REMAINING))).isEqualTo(Absent.INSTANCE);
    }

    @Test
    @DisplayName("ATTACH-4: shouldFindClosedWhatHasATombstone")
    void shouldFindClosedWhatHasATombstone() {
        BoardRecord board = created(spec(key()));
        Closed closed = closed(board);
        for (Token token : List.of(
                board.token(), withEpoch(board.token(), -1), withEpoch(board.token(), 1), otherHolder(board.token()))) {
            assertThat(saveAlone(save(board, token, snapshot(9)))).isEqualTo(closed);
        }
        assertThat(answer(store().boards().get(board.spec().id(), REMAINING))).isEqualTo(closed);
    }

    @Test
    @DisplayName("ATTACH-3: shouldTakeTheSameTickAgainAndAHigherOneAndNoLowerOne")
    void shouldTakeTheSameTickAgainAndAHigherOneAndNoLowerOne() {
        BoardRecord board = created(spec(key()));
        PlayerId player = joined(board, key()).player();
        assertThat(saveAlone(save(board, board.token(), snapshot(10)))).isEqualTo(new SnapshotStore.Saved(1));
        SnapshotStore.Snapshot same = new SnapshotStore.Snapshot(10, 0, 2, new byte[] {4});
        assertThat(saveAlone(save(board, board.token(), same))).isEqualTo(new SnapshotStore.Saved(1));
        assertThat(loaded(board).snapshot().orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(same);

        assertThat(saveAlone(save(board, board.token(), snapshot(11)))).isEqualTo(new SnapshotStore.Saved(1));
        for (long tick : List.of(10L, 0L)) {
            assertThat(saveAlone(save(board, board.token(), snapshot(tick), player)))
                    .isEqualTo(new SnapshotStore.Superseded(11));
        }
        SnapshotStore.Loaded loaded = loaded(board);
        assertThat(loaded.snapshot().orElseThrow()).usingRecursiveComparison().isEqualTo(snapshot(11));
        assertThat(loaded.roster().entries()).extracting(RosterEntry::player).containsExactly(player);
    }

    @Test
    @DisplayName("ATTACH-3: shouldCompareTicksWithinAnEpochOnly")
    void shouldCompareTicksWithinAnEpochOnly() {
        BoardRecord board = created(spec(key()));
        saveAlone(save(board, board.token(), snapshot(100)));
        Token token = attachedElsewhere(board);
        assertThat(loaded(board).snapshot().orElseThrow().tick()).isEqualTo(100);

        assertThat(saveAlone(save(board, token, snapshot(3)))).isEqualTo(new SnapshotStore.Saved(0));
        assertThat(loaded(board).snapshot().orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(snapshot(3));
        assertThat(saveAlone(save(board, token, snapshot(2)))).isEqualTo(new SnapshotStore.Superseded(3));
        assertThat(saveAlone(save(board, board.token(), snapshot(101)))).isEqualTo(new Fenced(token));
        assertThat(loaded(board).snapshot().orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(snapshot(3));
    }

    @Test
    @DisplayName("ROSTER-2: shouldTakeThoseWhoLeaveOffTheRosterWithTheSaveAndInNoOtherCase")
    void shouldTakeThoseWhoLeaveOffTheRosterWithTheSaveAndInNoOtherCase() {
        BoardRecord board = created(spec(key()));
        PlayerId first = joined(board, key()).player();
        PlayerId second = joined(board, key()).player();
        PlayerId third = joined(board, key()).player();
        saveAlone(save(board, board.token(), snapshot(5)));
        for (SnapshotStore.SaveRequest refused : List.of(
                save(board, withEpoch(board.token(), -1), snapshot(6), first),
                save(board, withEpoch(board.token(), 1), snapshot(6), first),
                save(board, otherHolder(board.token()), snapshot(6), first),
                save(board, board.token(), snapshot(4), first))) {
            assertThat(saveAlone(refused)).isNotInstanceOf(SnapshotStore.Saved.class);
            assertThat(players(board)).containsExactly(first, second, third);
        }

        assertThat(saveAlone(save(board, board.token(), snapshot(6), first, third)))
                .isEqualTo(new SnapshotStore.Saved(5, 2));
        assertThat(players(board)).containsExactly(second);
        assertThat(loaded(board).roster().rosterNumber()).isEqualTo(5);
        assertThat(joined(board, key()).player()).isEqualTo(new PlayerId(6));
    }

    @Test
    @DisplayName("ROSTER-2: shouldPassOverWhoLeavesAndIsNotOnTheRoster")
    void shouldPassOverWhoLeavesAndIsNotOnTheRoster() {
        BoardRecord board = created(spec(key()));
        PlayerId first = joined(board, key()).player();
        PlayerId second = joined(board, key()).player();
        assertThat(saveAlone(save(board, board.token(), snapshot(1), new PlayerId(99), first)))
                .isEqualTo(new SnapshotStore.Saved(3, 1));
        assertThat(saveAlone(save(board, board.token(), snapshot(1), new PlayerId(99), first)))
                .isEqualTo(new SnapshotStore.Saved(3));
        assertThat(players(board)).containsExactly(second);
    }

    @Test
    @DisplayName("ROSTER-4: shouldRememberTheKeyOfWhoLeftWithASave")
    void shouldRememberTheKeyOfWhoLeftWithASave() {
        BoardRecord board = created(spec(key()));
        IdempotencyKey key = key();
        PlayerId player = joined(board, key).player();
        saveAlone(save(board, board.token(), snapshot(1), player));
        assertThat(answer(join(board, key))).isEqualTo(new RosterStore.AlreadyLeft(player));

        advance(RosterStore.KEY_LIFETIME.minusSeconds(1));
        assertThat(answer(join(board, key))).isEqualTo(new RosterStore.AlreadyLeft(player));
        advance(Duration.ofSeconds(1));
        answerAs(RosterStore.Joined.class, join(board, key));
    }

    @Test
    @DisplayName("ROSTER-3: shouldNameTheRosterNumberThatTheBoardHasThen")
    void shouldNameTheRosterNumberThatTheBoardHasThen() {
        BoardRecord board = created(spec(key()));
        assertThat(saveAlone(save(board, board.token(), snapshot(1)))).isEqualTo(new SnapshotStore.Saved(0));
        PlayerId first = joined(board, key()).player();
        joined(board, key());
        assertThat(saveAlone(save(board, board.token(), snapshot(2)))).isEqualTo(new SnapshotStore.Saved(2));
        answerAs(RosterStore.Left.class, store().rosters().leave(board.spec().id(), board.token(), first, REMAINING));
        assertThat(saveAlone(save(board, board.token(), snapshot(3)))).isEqualTo(new SnapshotStore.Saved(3));
    }

    @Test
    @DisplayName("ROSTER-3: shouldTellHowManyLeftSoThatTheNumberOfBeforeIsKnown")
    void shouldTellHowManyLeftSoThatTheNumberOfBeforeIsKnown() {
        BoardRecord board = created(spec(key()));
        PlayerId first = joined(board, key()).player();
        PlayerId second = joined(board, key()).player();
        PlayerId third = joined(board, key()).player();
        assertThat(saveAlone(save(board, board.token(), snapshot(1), first, second)))
                .isEqualTo(new SnapshotStore.Saved(5, 2));
        assertThat(saveAlone(save(board, board.token(), snapshot(2), second, third, new PlayerId(99))))
                .isEqualTo(new SnapshotStore.Saved(6, 1));
        assertThat(saveAlone(save(board, board.token(), snapshot(3), third))).isEqualTo(new SnapshotStore.Saved(6, 0));
    }

    @Test
    @DisplayName("SNAP-2: shouldTellTheVersionOfABoardsNewestSnapshot")
    void shouldTellTheVersionOfABoardsNewestSnapshot() {
        BoardRecord board = created(spec(key()));
        assertThat(snapshotVersion(board)).isEmpty();
        for (int version : List.of(3, 12)) {
            saveAlone(save(
                    board, board.token(), new SnapshotStore.Snapshot(version, 7, version, new byte[] {(byte) version
                    })));
            assertThat(snapshotVersion(board)).hasValue(version);
        }
    }

    private OptionalInt snapshotVersion(BoardRecord board) {
        return answerAs(
                        BoardStore.Found.class,
                        store().boards().get(board.spec().id(), REMAINING))
                .snapshotVersion();
    }

    @Test
    @DisplayName("SNAP-3: shouldGiveEachSaveOfACallAnOutcomeOfItsOwnInTheirOrder")
    void shouldGiveEachSaveOfACallAnOutcomeOfItsOwnInTheirOrder() {
        BoardRecord saved = created(spec(key()));
        BoardRecord superseded = created(spec(key()));
        saveAlone(save(superseded, superseded.token(), snapshot(50)));
        BoardRecord fenced = created(spec(key()));
        Token holder = attachedElsewhere(fenced);
        BoardRecord behind = created(spec(key()));
        BoardRecord ended = created(spec(key()));
        Closed closed = closed(ended);
        BoardRecord empty = created(spec(key()));
        joined(empty, key());

        List<SnapshotStore.SaveOutcome> outcomes = answer(store().snapshots()
                .save(
                        List.of(
                                save(superseded, superseded.token(), snapshot(49)),
                                save(fenced, fenced.token(), snapshot(49)),
                                save(saved, saved.token(), snapshot(49)),
                                save(ended, ended.token(), snapshot(49)),
                                save(behind, withEpoch(behind.token(), 1), snapshot(49)),
                                save(empty, empty.token(), new SnapshotStore.Snapshot(1, 1, 1, new byte[0]))),
                        REMAINING));
        assertThat(outcomes)
                .containsExactly(
                        new SnapshotStore.Superseded(50),
                        new Fenced(holder),
                        new SnapshotStore.Saved(0),
                        closed,
                        Behind.INSTANCE,
                        new SnapshotStore.Saved(1));
        assertThat(loaded(saved).snapshot().orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(snapshot(49));
        assertThat(loaded(superseded).snapshot().orElseThrow().tick()).isEqualTo(50);
        assertThat(loaded(fenced).snapshot()).isEmpty();
        assertThat(loaded(behind).snapshot()).isEmpty();
        assertThat(loaded(empty).snapshot().orElseThrow().bytes()).isEmpty();
    }

    @Test
    @DisplayName("SNAP-3: shouldSaveAsManyBoardsAsACallTakesAndNoMore")
    void shouldSaveAsManyBoardsAsACallTakesAndNoMore() {
        List<BoardRecord> boards = new ArrayList<>();
        List<SnapshotStore.SaveRequest> saves = new ArrayList<>();
        for (int i = 0; i < SnapshotStore.SAVES_PER_CALL_MAX; i++) {
            BoardRecord board = i < 20 ? created(spec(key())) : boards.get(0);
            boards.add(board);
            BoardId id = i < 20 ? board.spec().id() : key().boardId();
            saves.add(new SnapshotStore.SaveRequest(id, board.token(), snapshot(i), List.of(), Optional.empty()));
        }
        List<SnapshotStore.SaveOutcome> outcomes = answer(store().snapshots().save(saves, REMAINING));
        assertThat(outcomes).hasSize(saves.size());
        assertThat(outcomes.subList(0, 20)).containsOnly(new SnapshotStore.Saved(0));
        assertThat(outcomes.subList(20, saves.size())).containsOnly(Behind.INSTANCE);
        for (int i = 0; i < 20; i++) {
            assertThat(loaded(boards.get(i)).snapshot().orElseThrow().tick()).isEqualTo(i);
        }

        saves.add(saves.get(0));
        assertThatThrownBy(() -> store().snapshots().save(saves, REMAINING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(answer(store().snapshots().save(List.of(), REMAINING))).isEmpty();
    }

    @Test
    @DisplayName("LIST-1: shouldListABoardAsItsHolderSaidWithASave")
    void shouldListABoardAsItsHolderSaidWithASave() {
        String type = "t" + Long.toHexString(incarnation().high());
        BoardRecord board = created(spec(key(), type, 4));
        BoardSummary listing = new BoardSummary(
                board.spec().id(),
                type,
                3,
                4,
                board.spec().tickInterval(),
                board.token().epoch());
        saveAlone(new SnapshotStore.SaveRequest(
                board.spec().id(), board.token(), snapshot(2), List.of(), Optional.of(listing)));
        assertThat(listed(type)).containsExactly(listing);

        saveAlone(save(board, board.token(), snapshot(3)));
        BoardSummary other = new BoardSummary(
                board.spec().id(),
                type,
                1,
                4,
                board.spec().tickInterval(),
                board.token().epoch());
        saveAlone(new SnapshotStore.SaveRequest(
                board.spec().id(), otherHolder(board.token()), snapshot(4), List.of(), Optional.of(other)));
        saveAlone(new SnapshotStore.SaveRequest(
                board.spec().id(), board.token(), snapshot(1), List.of(), Optional.of(other)));
        assertThat(listed(type)).containsExactly(listing);
        closed(board);
        assertThat(listed(type)).isEmpty();
    }

    @Test
    @DisplayName("ATTACH-3: shouldNeverGoBackWhenManySaveABoardAtATime")
    void shouldNeverGoBackWhenManySaveABoardAtATime() {
        BoardRecord board = created(spec(key()));
        List<Callable<CompletionStage<List<SnapshotStore.SaveOutcome>>>> calls = new ArrayList<>();
        for (int i = 0; i < racers(); i++) {
            SnapshotStore.SaveRequest save = save(board, board.token(), snapshot(i));
            calls.add(() -> store().snapshots().save(List.of(save), REMAINING));
        }
        List<List<SnapshotStore.SaveOutcome>> outcomes = race(calls);
        assertThat(outcomes.get(racers() - 1)).containsExactly(new SnapshotStore.Saved(0));
        assertThat(loaded(board).snapshot().orElseThrow().tick()).isEqualTo(racers() - 1);
    }

    @Test
    @DisplayName("ATTACH-3: shouldKeepTheLastAcceptedStateWhenABoardIsAttachedWhileItsHolderSaves")
    void shouldKeepTheLastAcceptedStateWhenABoardIsAttachedWhileItsHolderSaves() {
        for (int round = 0; round < 5; round++) {
            BoardRecord board = created(spec(key()));
            Incarnation target = loggedIn();
            List<Callable<CompletionStage<?>>> calls = new ArrayList<>();
            for (int i = 1; i < racers(); i++) {
                SnapshotStore.SaveRequest save = save(board, board.token(), snapshot(i));
                calls.add(() -> store().snapshots().save(List.of(save), REMAINING));
            }
            calls.add(() -> store().attachments().attach(board.spec().id(), board.token(), target, REMAINING));
            List<Object> outcomes = race(calls);

            Token token = ((AttachmentStore.Attached) outcomes.get(racers() - 1)).token();
            long lastTick = -1;
            for (int i = 1; i < racers(); i++) {
                Object outcome = ((List<?>) outcomes.get(i - 1)).get(0);
                assertThat(outcome)
                        .isInstanceOfAny(SnapshotStore.Saved.class, SnapshotStore.Superseded.class, Fenced.class);
                lastTick = outcome instanceof SnapshotStore.Saved ? i : lastTick;
            }
            assertThat(loaded(board).snapshot().map(SnapshotStore.Snapshot::tick))
                    .isEqualTo(lastTick < 0 ? Optional.empty() : Optional.of(lastTick));
            assertThat(saveAlone(save(board, board.token(), snapshot(100)))).isEqualTo(new Fenced(token));
            assertThat(saveAlone(save(board, token, snapshot(0)))).isEqualTo(new SnapshotStore.Saved(0));
        }
    }

    @Test
    @DisplayName("ROUTE-5: shouldSaveNothingThatComesAfterItsTime")
    void shouldSaveNothingThatComesAfterItsTime() {
        BoardRecord board = created(spec(key()));
        PlayerId player = joined(board, key()).player();
        SnapshotStore.SaveRequest save = save(board, board.token(), snapshot(1), player);
        List<SnapshotStore.SaveOutcome> outcomes = answer(store().snapshots().save(List.of(save), Duration.ZERO));
        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.get(0)).isInstanceOfAny(NotApplied.class, Unknown.class);
        assertThat(loaded(board).snapshot()).isEmpty();
        assertThat(players(board)).containsExactly(player);
    }

    @Test
    @DisplayName("ATTACH-3: shouldSaveTheSameStateAgainWhenTheAnswerWasLost")
    void shouldSaveTheSameStateAgainWhenTheAnswerWasLost() {
        BoardRecord board = created(spec(key()));
        PlayerId player = joined(board, key()).player();
        SnapshotStore.SaveRequest save = save(board, board.token(), snapshot(5), player);
        unknown(StoreFault.ANSWER_LOST, save);
        assertThat(loaded(board).snapshot().orElseThrow().tick()).isEqualTo(5);
        assertThat(saveAlone(save)).isEqualTo(new SnapshotStore.Saved(2));
        assertThat(players(board)).isEmpty();
    }

    @Test
    @DisplayName("ATTACH-3: shouldSaveWhenTheRequestOfBeforeWasLost")
    void shouldSaveWhenTheRequestOfBeforeWasLost() {
        BoardRecord board = created(spec(key()));
        PlayerId player = joined(board, key()).player();
        SnapshotStore.SaveRequest save = save(board, board.token(), snapshot(5), player);
        unknown(StoreFault.REQUEST_LOST, save);
        assertThat(loaded(board).snapshot()).isEmpty();
        assertThat(players(board)).containsExactly(player);
        assertThat(saveAlone(save)).isEqualTo(new SnapshotStore.Saved(2, 1));
    }

    @Test
    @DisplayName("ATTACH-3: shouldBeHarmlessWhenASaveArrivesAfterALaterOne")
    void shouldBeHarmlessWhenASaveArrivesAfterALaterOne() {
        BoardRecord board = created(spec(key()));
        FaultyClusterStore faulty = faulty(StoreCall.SAVE_SNAPSHOTS, StoreFault.REQUEST_HELD);
        CompletionStage<List<SnapshotStore.SaveOutcome>> held =
                faulty.snapshots().save(List.of(save(board, board.token(), snapshot(5))), REMAINING);
        assertThat(saveAlone(save(board, board.token(), snapshot(6)))).isEqualTo(new SnapshotStore.Saved(0));
        faulty.release();
        assertThat(answer(held)).containsExactly(new SnapshotStore.Superseded(6));
        assertThat(loaded(board).snapshot().orElseThrow().tick()).isEqualTo(6);
    }

    private void unknown(StoreFault fault, SnapshotStore.SaveRequest save) {
        FaultyClusterStore faulty = faulty(StoreCall.SAVE_SNAPSHOTS, fault);
        assertThat(answer(faulty.snapshots().save(List.of(save), REMAINING)))
                .hasSize(1)
                .hasOnlyElementsOfType(Unknown.class);
    }

    private void shouldSaveNothing(BoardRecord board, Token token, SnapshotStore.SaveOutcome outcome) {
        long tick = loaded(board).snapshot().map(SnapshotStore.Snapshot::tick).orElse(1L);
        saveAlone(save(board, board.token(), snapshot(tick)));
        for (long other : List.of(tick - 1, tick, tick + 1)) {
            assertThat(saveAlone(save(board, token, snapshot(other)))).isEqualTo(outcome);
        }
        SnapshotStore.Loaded loaded = loaded(board);
        assertThat(loaded.snapshot().orElseThrow()).usingRecursiveComparison().isEqualTo(snapshot(tick));
        assertThat(loaded.board().token()).isEqualTo(board.token());
    }

    private List<PlayerId> players(BoardRecord board) {
        return loaded(board).roster().entries().stream()
                .map(RosterEntry::player)
                .toList();
    }
}
