package io.orbstrike.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.store.Absent;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link BoardStore}.
 *
 * <p>Confined to the test's thread.
 */
public abstract class BoardStoreContract extends StoreKit {

    /** Creates the kit. */
    protected BoardStoreContract() {}

    @Test
    void shouldFindWhatWasCreated() {
        BoardSpec spec = spec(key());
        BoardRecord created = created(spec);
        BoardRecord found = answerAs(BoardStore.Found.class, store().boards().get(spec.id(), REMAINING))
                .board();

        for (BoardRecord record : List.of(created, found)) {
            assertThat(record.spec()).usingRecursiveComparison().isEqualTo(spec);
            assertThat(record.token()).isEqualTo(created.token());
            assertThat(record.createdAt()).isEqualTo(created.createdAt());
        }
    }

    @Test
    void shouldKeepTheLabelsThatABoardRequires() {
        BoardSpec spec = spec(key()).requiring(mostLabels());
        BoardRecord created = created(spec);
        BoardRecord existing = answerAs(
                        BoardStore.Existing.class,
                        store().boards()
                                .create(
                                        spec.requiring(RequiredLabels.NONE.with("zone", "a")),
                                        incarnation(),
                                        REMAINING))
                .board();
        Token attached = attachedElsewhere(created);
        BoardRecord found = found(created);
        BoardRecord loaded = loaded(created).board();

        for (BoardRecord record : List.of(created, existing, found, loaded)) {
            assertThat(record.spec()).usingRecursiveComparison().isEqualTo(spec);
        }
        assertThat(found.token()).isEqualTo(attached);
    }

    @Test
    void shouldFindNoBoardThatWasNeverCreated() {
        assertThat(answer(store().boards().get(key().boardId(), REMAINING))).isEqualTo(Absent.INSTANCE);
    }

    @Test
    @DisplayName("ATTACH-1: shouldAttachANewBoardUnderAnEpochFromTheStoresClock")
    void shouldAttachANewBoardUnderAnEpochFromTheStoresClock() {
        Instant before = storeTime();
        io.orbstrike.store.Incarnation holder = incarnation();
        BoardRecord board = created(spec(key()), holder);
        Instant after = storeTime();

        assertThat(board.token().holder()).isEqualTo(holder);
        assertThat(board.token().epoch().value()).isBetween(before.toEpochMilli(), after.toEpochMilli() + 1);
        assertThat(board.createdAt().toEpochMilli()).isBetween(before.toEpochMilli(), after.toEpochMilli() + 1);
    }

    @Test
    @DisplayName("ROSTER-4: shouldFindTheFirstBoardWhenItIsCreatedAgain")
    void shouldFindTheFirstBoardWhenItIsCreatedAgain() {
        IdempotencyKey key = key();
        BoardSpec first = spec(key, "kit", 4);
        BoardRecord created = created(first);
        BoardRecord again = answerAs(
                        BoardStore.Existing.class,
                        store().boards().create(spec(key, "other", 9), incarnation(), REMAINING))
                .board();

        assertThat(again.spec()).usingRecursiveComparison().isEqualTo(first);
        assertThat(again.token()).isEqualTo(created.token());
    }

    @Test
    @DisplayName("ROSTER-4: shouldCreateABoardOnceWhenManyCreateItAtATime")
    void shouldCreateABoardOnceWhenManyCreateItAtATime() {
        BoardSpec spec = spec(key());
        List<BoardStore.CreateOutcome> outcomes =
                race(Collections.nCopies(racers(), () -> store().boards().create(spec, incarnation(), REMAINING)));

        assertThat(outcomes).filteredOn(BoardStore.Created.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(BoardStore.Existing.class::isInstance).hasSize(racers() - 1);
        assertThat(outcomes.stream().map(BoardStoreContract::tokenOf).distinct())
                .hasSize(1);
    }

    @Test
    @DisplayName("ROSTER-4: shouldFindTheBoardAgainWhenTheAnswerOfItsCreationWasLost")
    void shouldFindTheBoardAgainWhenTheAnswerOfItsCreationWasLost() {
        BoardSpec spec = spec(key());
        FaultyClusterStore faulty = new FaultyClusterStore(store(), this::storeTime);
        faulty.fail(StoreCall.CREATE_BOARD, StoreFault.ANSWER_LOST);
        answerAs(Unknown.class, faulty.boards().create(spec, incarnation(), REMAINING));
        faulty.fail(StoreCall.CREATE_BOARD, StoreFault.NONE);

        answerAs(BoardStore.Existing.class, faulty.boards().create(spec, incarnation(), REMAINING));
    }

    @Test
    @DisplayName("ROSTER-4: shouldCreateTheBoardWhenTheRequestOfItsFirstCreationWasLost")
    void shouldCreateTheBoardWhenTheRequestOfItsFirstCreationWasLost() {
        BoardSpec spec = spec(key());
        FaultyClusterStore faulty = new FaultyClusterStore(store(), this::storeTime);
        faulty.fail(StoreCall.CREATE_BOARD, StoreFault.REQUEST_LOST);
        answerAs(Unknown.class, faulty.boards().create(spec, incarnation(), REMAINING));
        faulty.fail(StoreCall.CREATE_BOARD, StoreFault.NONE);

        answerAs(BoardStore.Created.class, faulty.boards().create(spec, incarnation(), REMAINING));
    }

    @Test
    @DisplayName("ROUTE-5: shouldApplyNothingThatComesAfterItsTime")
    void shouldApplyNothingThatComesAfterItsTime() {
        BoardSpec spec = spec(key());
        assertThat(answer(store().boards().create(spec, incarnation(), Duration.ZERO)))
                .isInstanceOfAny(NotApplied.class, Unknown.class);
        assertThat(answer(store().boards().get(spec.id(), REMAINING))).isEqualTo(Absent.INSTANCE);

        Token token = created(spec).token();
        assertThat(answer(store().boards().close(spec.id(), token, Duration.ofNanos(-1))))
                .isInstanceOfAny(NotApplied.class, Unknown.class);
        answerAs(BoardStore.Found.class, store().boards().get(spec.id(), REMAINING));
    }

    @Test
    @DisplayName("ATTACH-3: shouldFenceWhoClosesWithALowerEpoch")
    void shouldFenceWhoClosesWithALowerEpoch() {
        BoardRecord board = created(spec(key()));
        Fenced fenced = answerAs(
                Fenced.class, store().boards().close(board.spec().id(), withEpoch(board.token(), -1), REMAINING));

        assertThat(fenced.holder()).isEqualTo(board.token());
        answerAs(BoardStore.Found.class, store().boards().get(board.spec().id(), REMAINING));
    }

    @Test
    @DisplayName("ATTACH-3: shouldFenceWhoClosesInTheSameEpochAndDoesNotHoldTheBoard")
    void shouldFenceWhoClosesInTheSameEpochAndDoesNotHoldTheBoard() {
        BoardRecord board = created(spec(key()));
        answerAs(Fenced.class, store().boards().close(board.spec().id(), otherHolder(board.token()), REMAINING));
        answerAs(BoardStore.Found.class, store().boards().get(board.spec().id(), REMAINING));
    }

    @Test
    @DisplayName("ATTACH-4: shouldLeaveATombstoneOfTheEpochWhenABoardCloses")
    void shouldLeaveATombstoneOfTheEpochWhenABoardCloses() {
        BoardRecord board = created(spec(key()));
        BoardId id = board.spec().id();
        Closed closed = answerAs(Closed.class, store().boards().close(id, board.token(), REMAINING));

        assertThat(closed.epoch()).isEqualTo(board.token().epoch());
        assertThat(answer(store().boards().get(id, REMAINING))).isEqualTo(closed);
        assertThat(answer(store().boards().close(id, board.token(), REMAINING))).isEqualTo(closed);
        assertThat(answer(store().boards().create(board.spec(), incarnation(), REMAINING)))
                .isEqualTo(closed);
    }

    @Test
    @DisplayName("ATTACH-4: shouldWriteTheTombstoneOfABoardThatTheStoreHasForgotten")
    void shouldWriteTheTombstoneOfABoardThatTheStoreHasForgotten() {
        BoardId id = key().boardId();
        Token token = new Token(new io.orbstrike.store.Epoch(5), incarnation());
        assertThat(answer(store().boards().close(id, token, REMAINING))).isEqualTo(new Closed(token.epoch()));
        assertThat(answer(store().boards().get(id, REMAINING))).isEqualTo(new Closed(token.epoch()));
    }

    @Test
    @DisplayName("ATTACH-4: shouldCloseABoardOfWhichTheStoreHasAnEarlierEpoch")
    void shouldCloseABoardOfWhichTheStoreHasAnEarlierEpoch() {
        BoardRecord board = created(spec(key()));
        Token later = withEpoch(board.token(), 3);
        assertThat(answer(store().boards().close(board.spec().id(), later, REMAINING)))
                .isEqualTo(new Closed(later.epoch()));
    }

    @Test
    @DisplayName("ATTACH-4: shouldKeepATombstoneFor24HoursAndTheEpochRisingAfterwards")
    void shouldKeepATombstoneFor24HoursAndTheEpochRisingAfterwards() {
        BoardRecord board = created(spec(key()));
        BoardId id = board.spec().id();
        answerAs(Closed.class, store().boards().close(id, board.token(), REMAINING));
        advance(Duration.ofHours(24).minusSeconds(1));
        answerAs(Closed.class, store().boards().get(id, REMAINING));
        advance(Duration.ofSeconds(1));

        assertThat(answer(store().boards().get(id, REMAINING))).isEqualTo(Absent.INSTANCE);
        assertThat(created(board.spec()).token().epoch())
                .isGreaterThan(board.token().epoch());
    }

    @Test
    @DisplayName("ATTACH-4: shouldFindABoardClosedWhenTheAnswerOfItsEndWasLost")
    void shouldFindABoardClosedWhenTheAnswerOfItsEndWasLost() {
        BoardRecord board = created(spec(key()));
        FaultyClusterStore faulty = new FaultyClusterStore(store(), this::storeTime);
        faulty.fail(StoreCall.CLOSE_BOARD, StoreFault.ANSWER_LOST);
        answerAs(Unknown.class, faulty.boards().close(board.spec().id(), board.token(), REMAINING));
        faulty.fail(StoreCall.CLOSE_BOARD, StoreFault.NONE);

        answerAs(Closed.class, faulty.boards().close(board.spec().id(), board.token(), REMAINING));
    }

    @Test
    @DisplayName("ATTACH-4: shouldCloseABoardWhenTheRequestOfItsFirstEndWasLost")
    void shouldCloseABoardWhenTheRequestOfItsFirstEndWasLost() {
        BoardRecord board = created(spec(key()));
        FaultyClusterStore faulty = faulty(StoreCall.CLOSE_BOARD, StoreFault.REQUEST_LOST);
        answerAs(Unknown.class, faulty.boards().close(board.spec().id(), board.token(), REMAINING));
        assertThat(found(board).token()).isEqualTo(board.token());
        closed(board);
    }

    @Test
    @DisplayName("LIST-1: shouldListEveryListedBoardOnceFromPageToPage")
    void shouldListEveryListedBoardOnceFromPageToPage() {
        String type = "t" + Long.toHexString(incarnation().high());
        List<BoardId> listed = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            listed.add(created(spec(key(), type, 4)).spec().id());
        }
        BoardSpec hidden = spec(key(), type, 4);
        created(new BoardSpec(
                hidden.id(),
                type,
                hidden.rules(),
                hidden.seed(),
                false,
                hidden.lifetime(),
                hidden.creator(),
                4,
                hidden.tickInterval()));
        BoardRecord closed = created(spec(key(), type, 4));
        answerAs(Closed.class, store().boards().close(closed.spec().id(), closed.token(), REMAINING));

        List<BoardSummary> found = listAll(type, 10, () -> created(spec(key(), "t-other", 4)));
        assertThat(found).extracting(BoardSummary::id).containsExactlyInAnyOrderElementsOf(listed);
        assertThat(found).allSatisfy(board -> assertThat(board.maxPlayers()).isEqualTo(4));
    }

    @Test
    @DisplayName("LIST-1: shouldListNoBoardTwiceAndAllThatStayWhileOthersCloseAndCome")
    void shouldListNoBoardTwiceAndAllThatStayWhileOthersCloseAndCome() {
        String type = "t" + Long.toHexString(incarnation().high());
        List<BoardRecord> leaving = new ArrayList<>();
        List<BoardId> staying = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            leaving.add(created(spec(key(), type, 4)));
            staying.add(created(spec(key(), type, 4)).spec().id());
        }
        List<BoardSummary> found = listAll(type, 3, () -> {
            BoardRecord next = leaving.remove(leaving.size() - 1);
            answerAs(Closed.class, store().boards().close(next.spec().id(), next.token(), REMAINING));
            created(spec(key(), type, 4));
        });

        assertThat(found).extracting(BoardSummary::id).doesNotHaveDuplicates().containsAll(staying);
    }

    @Test
    @DisplayName("LIST-2: shouldRefuseACursorThatNoPageNamed")
    void shouldRefuseACursorThatNoPageNamed() {
        assertThatThrownBy(() -> store().boards().list(new BoardStore.ListQuery(1, "no cursor", ""), REMAINING))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    @DisplayName("LIST-3: shouldSayWhichBoardsAreInQuarantine")
    void shouldSayWhichBoardsAreInQuarantine() {
        String type = "t" + Long.toHexString(incarnation().high());
        BoardRecord ticked = created(spec(key(), type, 4));
        BoardRecord failed = created(spec(key(), type, 4));
        mark(failed, "it threw");
        assertThat(quarantined(type)).containsExactly(failed.spec().id());
        saveAlone(new SnapshotStore.SaveRequest(
                failed.spec().id(),
                failed.token(),
                snapshot(2),
                List.of(),
                Optional.of(new BoardSummary(
                        failed.spec().id(),
                        type,
                        3,
                        4,
                        failed.spec().tickInterval(),
                        failed.token().epoch()))));
        assertThat(quarantined(type))
                .as("as its record says")
                .containsExactly(failed.spec().id());
        mark(ticked, "it threw, too");
        mark(failed, "");
        assertThat(quarantined(type)).containsExactly(ticked.spec().id());
    }

    private void mark(BoardRecord board, String reason) {
        assertThat(answer(store().attachments().mark(board.spec().id(), board.token(), reason, REMAINING)))
                .isEqualTo(AttachmentStore.Marked.INSTANCE);
    }

    private List<BoardId> quarantined(String type) {
        return listAll(type, 10, () -> {}).stream()
                .filter(BoardSummary::quarantined)
                .map(BoardSummary::id)
                .toList();
    }

    private List<BoardSummary> listAll(String type, int pageSize, Runnable betweenPages) {
        List<BoardSummary> found = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            BoardStore.Page page = answerAs(
                    BoardStore.Page.class,
                    store().boards().list(new BoardStore.ListQuery(pageSize, cursor, type), REMAINING));
            assertThat(page.boards()).hasSizeLessThanOrEqualTo(pageSize);
            found.addAll(page.boards());
            cursor = page.nextCursor();
            pages++;
            if (pages <= 5) {
                betweenPages.run();
            }
        } while (!cursor.isEmpty() && pages < 1_000);
        assertThat(cursor).isEmpty();
        return found;
    }

    private static Token tokenOf(BoardStore.CreateOutcome outcome) {
        return outcome instanceof BoardStore.Created created
                ? created.board().token()
                : ((BoardStore.Existing) outcome).board().token();
    }
}
