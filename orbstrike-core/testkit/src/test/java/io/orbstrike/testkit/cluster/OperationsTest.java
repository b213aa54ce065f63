package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.cluster.BoardOverview;
import io.orbstrike.cluster.BoardOverviewPage;
import io.orbstrike.cluster.ClusterOperations;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.LobbyUnavailableException;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Token;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see and do through an orchestrator. */
final class OperationsTest {

    private static final Duration MOVED_MAX = Duration.ofSeconds(5);

    private final ClusterRig rig = new ClusterRig();
    private final ClusterRig.Node first = rig.startGameserver();
    private final ClusterRig.Node second = rig.startGameserver();
    private final ClusterRig.Node orchestrator = rig.startOrchestrator();
    private final Set<BoardId> boards = new LinkedHashSet<>();

    @BeforeEach
    void createBoards() {
        rig.advance(Duration.ofSeconds(6));
        for (int i = 0; i < 7; i++) {
            boards.add(rig.created(orchestrator));
        }
        rig.advance(Duration.ofSeconds(2));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldListTheBoardsOfAllGameserversPageByPage() {
        assertThat(listed(2)).containsExactlyInAnyOrderElementsOf(boards);
        assertThat(listed(100)).containsExactlyInAnyOrderElementsOf(boards);
        second.crash();
        assertThat(listed(3)).as("those of who answers").isSubsetOf(boards).isNotEmpty();
        rig.await(
                "the other has them all",
                Duration.ofSeconds(10),
                () -> boards.stream().allMatch(board -> first.tick(board).isPresent()));
        assertThat(listed(3)).containsExactlyInAnyOrderElementsOf(boards);
    }

    @Test
    void shouldNameACursorThatNoPageNamed() {
        assertThatThrownBy(() -> rig.answer(operations().boards("nonsense", 10, ClusterRig.REMAINING)))
                .hasCauseInstanceOf(InvalidValueException.class);
    }

    @Test
    void shouldMoveABoardWithoutTakingBackATick() {
        BoardId board = boards.iterator().next();
        ClusterRig.Node source = first.isGameserver(rig.token(board).holder()) ? first : second;
        ClusterRig.Node target = source == first ? second : first;
        long tick = source.tick(board).orElseThrow();

        ClusterOperations.Moved moved = rig.answerAs(
                ClusterOperations.Moved.class, operations().move(board, target.incarnation(), ClusterRig.REMAINING));
        assertThat(rig.token(board)).isEqualTo(moved.token());
        rig.await("it ticks there", MOVED_MAX, () -> target.tick(board).orElse(0L) > tick);
        assertThat(source.tick(board)).isEmpty();
        assertThat(rig.answer(operations().move(board, target.incarnation(), ClusterRig.REMAINING)))
                .as("there already")
                .isEqualTo(moved);
    }

    @Test
    void shouldSayWhatThereIsNot() {
        BoardId board = boards.iterator().next();
        Incarnation nobody = new Incarnation(1, 2);
        assertThat(rig.answer(operations().move(board, nobody, ClusterRig.REMAINING)))
                .isEqualTo(ClusterOperations.NoSuchGameserver.INSTANCE);
        assertThat(rig.answer(operations().drain(nobody, ClusterRig.REMAINING)))
                .isEqualTo(ClusterOperations.NoSuchGameserver.INSTANCE);
        assertThat(rig.answer(operations().move(rig.key().boardId(), first.incarnation(), ClusterRig.REMAINING)))
                .isEqualTo(ClusterOperations.NoSuchBoard.INSTANCE);
        assertThat(rig.answer(operations().release(board, ClusterRig.REMAINING)))
                .isEqualTo(new ClusterOperations.Refused("the board is not in quarantine"));
    }

    @Test
    void shouldSayThatTheStoreIsSilent() {
        orchestrator.store().fail(StoreCall.GET_BOARD, StoreFault.ANSWER_LOST);
        assertThatThrownBy(() -> rig.answer(
                        operations().move(boards.iterator().next(), first.incarnation(), ClusterRig.REMAINING)))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(LobbyUnavailableException.class);
    }

    @Test
    void shouldEmptyAGameserverThatIsToDrain() {
        assertThat(rig.answer(operations().drain(first.incarnation(), ClusterRig.REMAINING)))
                .isEqualTo(ClusterOperations.Draining.INSTANCE);
        rig.await(
                "all boards are elsewhere",
                MOVED_MAX,
                () -> boards.stream().allMatch(board -> second.tick(board).isPresent()));
        assertThat(first.gameserver().boardsAfter(null, 10)).isEmpty();
        rig.advance(Duration.ofSeconds(5));
        assertThat(boards)
                .as("each moved once at most")
                .allSatisfy(board -> assertThat(rig.token(board).holder()).isEqualTo(second.incarnation()));
    }

    @Test
    void shouldTickABoardAgainThatIsReleased() {
        BoardId board = boards.iterator().next();
        Token token = rig.token(board);
        ClusterRig.Node holder = first.isGameserver(token.holder()) ? first : second;
        rig.answerAs(
                AttachmentStore.Marked.class,
                rig.store().attachments().mark(board, token, "it threw", ClusterRig.REMAINING));
        holder.crash();
        ClusterRig.Node other = holder == first ? second : first;
        rig.await(
                "the other has it in quarantine",
                Duration.ofSeconds(6),
                () -> other.gameserver().boardsAfter(null, 10).stream()
                        .anyMatch(seen -> seen.id().equals(board) && seen.state() == BoardOverview.State.QUARANTINED));

        assertThat(isShownInQuarantine(board)).isTrue();

        rig.answerAs(ClusterOperations.Moved.class, operations().release(board, ClusterRig.REMAINING));
        rig.await("it ticks", MOVED_MAX, () -> other.tick(board).isPresent());
        assertThat(isShownInQuarantine(board)).isFalse();
    }

    /** What the lobby says to players of a listed board, from the store and from its holder. */
    private boolean isShownInQuarantine(BoardId board) {
        Lobby lobby = orchestrator.lobby();
        Lobby.BoardFacts described =
                rig.answer(lobby.getBoard(board, ClusterRig.REMAINING)).orElseThrow();
        assertThat(rig.answer(lobby.listBoards(new Lobby.ListQuery(100, "", ""), ClusterRig.REMAINING))
                        .boards())
                .filteredOn(Lobby.BoardFacts::quarantined)
                .extracting(Lobby.BoardFacts::id)
                .isEqualTo(described.quarantined() ? List.of(board) : List.of());
        return described.quarantined();
    }

    private List<BoardId> listed(int pageSize) {
        List<BoardId> listed = new ArrayList<>();
        String cursor = "";
        do {
            BoardOverviewPage page = rig.answer(operations().boards(cursor, pageSize, ClusterRig.REMAINING));
            assertThat(page.boards()).hasSizeLessThanOrEqualTo(pageSize);
            page.boards().forEach(board -> listed.add(board.id()));
            cursor = page.nextCursor();
        } while (!cursor.isEmpty());
        return listed;
    }

    private ClusterOperations operations() {
        return orchestrator.orchestrator().operations();
    }
}
