package io.orbstrike.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link AttachmentStore} about where boards are found: the indexes of gameservers, and the sweep.
 *
 * <p>Confined to the test's thread.
 */
public abstract class BoardIndexContract extends StoreKit {

    private static final int PAGES_MAX = 100_000;

    /** Creates the kit. */
    protected BoardIndexContract() {}

    @Test
    @DisplayName("ATTACH-5: shouldHaveABoardInItsHoldersIndexFromItsCreationToItsEnd")
    void shouldHaveABoardInItsHoldersIndexFromItsCreationToItsEnd() {
        Incarnation holder = loggedIn();
        BoardRecord board = created(spec(key()), holder);
        BoardId id = board.spec().id();
        assertThat(index(holder)).containsExactly(id);
        closed(board);
        eventually(() -> assertThat(index(holder)).doesNotContain(id));
    }

    @Test
    @DisplayName("ATTACH-5: shouldMoveABoardFromIndexToIndexWhenItIsAttached")
    void shouldMoveABoardFromIndexToIndexWhenItIsAttached() {
        Incarnation before = loggedIn();
        Incarnation target = loggedIn();
        BoardRecord board = created(spec(key()), before);
        answerAs(
                AttachmentStore.Attached.class,
                store().attachments().attach(board.spec().id(), board.token(), target, REMAINING));

        assertThat(index(target)).contains(board.spec().id());
        eventually(() -> assertThat(index(before)).doesNotContain(board.spec().id()));
    }

    @Test
    @DisplayName("ATTACH-5: shouldKeepABoardInItsHoldersIndexThatIsAttachedToItAnew")
    void shouldKeepABoardInItsHoldersIndexThatIsAttachedToItAnew() {
        Incarnation holder = loggedIn();
        BoardRecord board = created(spec(key()), holder);
        answerAs(
                AttachmentStore.Attached.class,
                store().attachments().attach(board.spec().id(), board.token(), holder, REMAINING));
        assertThat(index(holder)).containsExactly(board.spec().id());
    }

    @Test
    @DisplayName("ATTACH-5: shouldHaveABoardInItsHoldersIndexThatWasAsserted")
    void shouldHaveABoardInItsHoldersIndexThatWasAsserted() {
        BoardRecord before = created(spec(key()));
        BoardRecord lost =
                before.withToken(new Token(withEpoch(before.token(), 1).epoch(), incarnation()));
        asserted(lost);
        assertThat(index(lost.token().holder())).containsExactly(lost.spec().id());
    }

    @Test
    @DisplayName("ATTACH-5: shouldNameEveryBoardOfAnIndexFromPageToPage")
    void shouldNameEveryBoardOfAnIndexFromPageToPage() {
        Incarnation gameserver = incarnation();
        Set<BoardId> entered = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            List<BoardId> some =
                    Stream.generate(() -> key().boardId()).limit(900).toList();
            enter(gameserver, some);
            entered.addAll(some);
        }
        assertThat(index(gameserver)).isEqualTo(entered);
    }

    @Test
    @DisplayName("ATTACH-5: shouldNameTheBoardsThatStayWhileOthersComeAndGo")
    void shouldNameTheBoardsThatStayWhileOthersComeAndGo() {
        Incarnation gameserver = incarnation();
        List<BoardId> staying =
                Stream.generate(() -> key().boardId()).limit(900).toList();
        List<BoardId> leaving =
                Stream.generate(() -> key().boardId()).limit(900).toList();
        enter(gameserver, leaving);
        enter(gameserver, staying);
        Set<BoardId> found = new HashSet<>();
        String cursor = "";
        int pages = 0;
        do {
            AttachmentStore.IndexPage page = indexPage(gameserver, cursor);
            found.addAll(page.boards());
            cursor = page.nextCursor();
            if (pages == 0) {
                remove(gameserver, leaving);
            }
            enter(gameserver, List.of(key().boardId()));
            pages++;
        } while (!cursor.isEmpty() && pages < 1_000);

        assertThat(cursor).isEmpty();
        assertThat(found).containsAll(staying);
    }

    @Test
    @DisplayName("ATTACH-5: shouldEnterAndRemoveBoardsHoweverOften")
    void shouldEnterAndRemoveBoardsHoweverOften() {
        Incarnation gameserver = incarnation();
        List<BoardId> boards = List.of(key().boardId(), key().boardId(), key().boardId());
        for (int i = 0; i < 2; i++) {
            enter(gameserver, boards);
            assertThat(index(gameserver)).containsExactlyInAnyOrderElementsOf(boards);
        }
        for (int i = 0; i < 2; i++) {
            remove(gameserver, boards.subList(0, 2));
            assertThat(index(gameserver)).containsExactly(boards.get(2));
        }
        enter(gameserver, List.of());
        remove(gameserver, List.of());
        assertThat(index(gameserver)).containsExactly(boards.get(2));
        assertThat(index(incarnation())).isEmpty();
    }

    @Test
    @DisplayName("ATTACH-5: shouldSweepOverEveryBoardWithItsToken")
    void shouldSweepOverEveryBoardWithItsToken() {
        Map<BoardId, Token> tokens = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            BoardRecord board = created(spec(key()));
            tokens.put(board.spec().id(), i % 4 == 0 ? attachedElsewhere(board) : board.token());
        }
        BoardRecord ended = created(spec(key()));
        closed(ended);
        Map<BoardId, Token> swept = sweep(() -> created(spec(key())));

        assertThat(swept)
                .containsAllEntriesOf(tokens)
                .doesNotContainKey(ended.spec().id());
    }

    @Test
    @DisplayName("ATTACH-5: shouldRefuseCursorsThatNoPageNamed")
    void shouldRefuseCursorsThatNoPageNamed() {
        Incarnation gameserver = incarnation();
        assertThatThrownBy(() -> store().attachments().index(gameserver, "no cursor", REMAINING))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> store().attachments().sweep("no cursor", REMAINING))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    @DisplayName("ROUTE-5: shouldApplyNothingThatComesAfterItsTime")
    void shouldApplyNothingThatComesAfterItsTime() {
        Incarnation gameserver = incarnation();
        List<BoardId> boards = List.of(key().boardId());
        refused(store().attachments().enter(gameserver, boards, Duration.ZERO));
        assertThat(index(gameserver)).isEmpty();
        enter(gameserver, boards);
        refused(store().attachments().remove(gameserver, boards, Duration.ofNanos(-1)));
        assertThat(index(gameserver)).containsExactlyElementsOf(boards);
    }

    @Test
    @DisplayName("ATTACH-5: shouldEnterAndRemoveAgainWhenTheAnswerOrTheRequestWasLost")
    void shouldEnterAndRemoveAgainWhenTheAnswerOrTheRequestWasLost() {
        Incarnation gameserver = incarnation();
        List<BoardId> boards = List.of(key().boardId());
        for (StoreFault fault : List.of(StoreFault.REQUEST_LOST, StoreFault.ANSWER_LOST)) {
            boolean applied = fault == StoreFault.ANSWER_LOST;
            AttachmentStore faulty = faulty(StoreCall.ENTER_INDEX, fault).attachments();
            answerAs(Unknown.class, faulty.enter(gameserver, boards, REMAINING));
            assertThat(index(gameserver)).hasSize(applied ? 1 : 0);
            enter(gameserver, boards);
            assertThat(index(gameserver)).containsExactlyElementsOf(boards);

            faulty = faulty(StoreCall.REMOVE_FROM_INDEX, fault).attachments();
            answerAs(Unknown.class, faulty.remove(gameserver, boards, REMAINING));
            assertThat(index(gameserver)).hasSize(applied ? 0 : 1);
            remove(gameserver, boards);
            assertThat(index(gameserver)).isEmpty();
        }
    }

    @Test
    @DisplayName("ATTACH-5: shouldForgetAnIndexWithItsGameserversLease")
    void shouldForgetAnIndexWithItsGameserversLease() {
        BoardId board = key().boardId();
        Incarnation forgotten = loggedIn();
        Incarnation loggedOut = loggedIn();
        enter(forgotten, List.of(board));
        enter(loggedOut, List.of(board));
        assertThat(answer(store().leases().forget(forgotten, REMAINING))).isEqualTo(LeaseStore.StillLive.INSTANCE);
        answerAs(LeaseStore.Ended.class, store().leases().end(forgotten, REMAINING));
        assertThat(index(forgotten)).containsExactly(board);

        answerAs(LeaseStore.Ended.class, store().leases().forget(forgotten, REMAINING));
        eventually(() -> assertThat(index(forgotten)).isEmpty());
        answerAs(LeaseStore.Ended.class, store().leases().logout(loggedOut, REMAINING));
        eventually(() -> assertThat(index(loggedOut)).isEmpty());
        enter(forgotten, List.of(board));
        assertThat(index(forgotten)).containsExactly(board);
    }

    private void enter(Incarnation gameserver, List<BoardId> boards) {
        assertThat(answer(store().attachments().enter(gameserver, boards, REMAINING)))
                .isEqualTo(AttachmentStore.Indexed.INSTANCE);
    }

    private void remove(Incarnation gameserver, List<BoardId> boards) {
        assertThat(answer(store().attachments().remove(gameserver, boards, REMAINING)))
                .isEqualTo(AttachmentStore.Indexed.INSTANCE);
    }

    private AttachmentStore.IndexPage indexPage(Incarnation gameserver, String cursor) {
        return answerAs(AttachmentStore.IndexPage.class, store().attachments().index(gameserver, cursor, REMAINING));
    }

    private Set<BoardId> index(Incarnation gameserver) {
        Set<BoardId> found = new HashSet<>();
        String cursor = "";
        int pages = 0;
        do {
            AttachmentStore.IndexPage page = indexPage(gameserver, cursor);
            found.addAll(page.boards());
            cursor = page.nextCursor();
            pages++;
        } while (!cursor.isEmpty() && pages < PAGES_MAX);
        assertThat(cursor).isEmpty();
        return found;
    }

    private Map<BoardId, Token> sweep(Runnable afterEachOfTheFirstPages) {
        Map<BoardId, Token> found = new HashMap<>();
        String cursor = "";
        int pages = 0;
        do {
            AttachmentStore.SweepPage page = answerAs(
                    AttachmentStore.SweepPage.class, store().attachments().sweep(cursor, REMAINING));
            found.putAll(page.tokens());
            cursor = page.nextCursor();
            pages++;
            if (pages <= 5) {
                afterEachOfTheFirstPages.run();
            }
        } while (!cursor.isEmpty() && pages < PAGES_MAX);
        assertThat(cursor).isEmpty();
        return found;
    }
}
