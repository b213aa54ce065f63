package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.memory.InMemoryClusterStore;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Gameservers that die, stop and lose their store, and what becomes of their boards. */
class GameserverRecoveryTest {

    private static final Duration SYNC = Duration.ofMillis(1_300);
    private static final Duration FAILOVER_MAX = Duration.ofSeconds(5);

    private final ClusterRig rig = new ClusterRig();
    private final ClusterRig.Node first = rig.startGameserver();

    @AfterEach
    void close() {
        rig.close();
    }

    private BoardId boardOn(ClusterRig.Node node) {
        rig.advance(Duration.ofMillis(100));
        return rig.created(node);
    }

    @Test
    void shouldComeBackOnAnotherGameserverWithPlayersAndState() {
        BoardId board = boardOn(first);
        Lobby.Joined player = rig.joined(first, board, rig.key());
        rig.advance(Duration.ofSeconds(3));
        Token before = rig.token(board);
        long tickBefore = first.tick(board).orElseThrow();
        first.crash();
        ClusterRig.Node second = rig.startGameserver();
        rig.startOrchestrator();

        rig.await("adopted", FAILOVER_MAX, () -> second.tick(board).isPresent());
        rig.advance(Duration.ofMillis(100));
        assertThat(second.players(board)).isEqualTo(1);
        assertThat(second.gameserver().board(board).orElseThrow().epoch())
                .isGreaterThan(before.epoch().value());
        assertThat(rig.token(board).holder()).isEqualTo(second.incarnation());
        assertThat(second.tick(board).orElseThrow()).isGreaterThan(tickBefore - 130);
        assertThat(rig.answer(second.lobby().leaveBoard(board, player.player(), ClusterRig.REMAINING)))
                .isEqualTo(Lobby.Left.INSTANCE);
    }

    @Test
    @DisplayName("I3: shouldKeepAJoinThatWasAcknowledgedAfterTheLastSnapshot")
    void shouldKeepAJoinThatWasAcknowledgedAfterTheLastSnapshot() {
        BoardId board = boardOn(first);
        rig.joined(first, board, rig.key());
        rig.advance(SYNC);
        IdempotencyKey late = rig.key();
        Lobby.Joined acknowledged = rig.joined(first, board, late);
        first.crash();
        ClusterRig.Node second = rig.startGameserver();
        rig.startOrchestrator();

        rig.await("adopted", FAILOVER_MAX, () -> second.tick(board).isPresent());
        rig.await("both there", SYNC, () -> second.players(board) == 2);
        Lobby.Joined again = rig.joined(second, board, late);
        assertThat(again.player()).isEqualTo(acknowledged.player());
        assertThat(again.index()).isEqualTo(acknowledged.index());
    }

    @Test
    @DisplayName("I3: shouldNotBringBackAPlayerWhoLeft")
    void shouldNotBringBackAPlayerWhoLeft() {
        BoardId board = boardOn(first);
        Lobby.Joined stays = rig.joined(first, board, rig.key());
        Lobby.Joined leaves = rig.joined(first, board, rig.key());
        rig.advance(SYNC);
        rig.answer(first.lobby().leaveBoard(board, leaves.player(), ClusterRig.REMAINING));
        first.crash();
        ClusterRig.Node second = rig.startGameserver();
        rig.startOrchestrator();

        rig.await("adopted", FAILOVER_MAX, () -> second.tick(board).isPresent());
        rig.advance(SYNC);
        assertThat(second.players(board)).isEqualTo(1);
        assertThat(rosterOf(board)).containsExactly(stays.player());
    }

    @Test
    @DisplayName("I3: shouldComeBackThoughNoSnapshotWasSaved")
    void shouldComeBackThoughNoSnapshotWasSaved() {
        first.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.UNREACHED);
        BoardId board = boardOn(first);
        rig.joined(first, board, rig.key());
        first.crash();
        ClusterRig.Node second = rig.startGameserver();
        rig.startOrchestrator();

        rig.await("adopted", FAILOVER_MAX, () -> second.tick(board).isPresent());
        rig.await("joined again", SYNC, () -> second.players(board) == 1);
    }

    @Test
    @DisplayName("I1: shouldLetGoOfABoardThatAnotherTookWhileItWasStopped")
    void shouldLetGoOfABoardThatAnotherTookWhileItWasStopped() {
        BoardId board = boardOn(first);
        rig.joined(first, board, rig.key());
        rig.advance(SYNC);
        first.pause();
        ClusterRig.Node second = rig.startGameserver();
        rig.startOrchestrator();
        rig.await("adopted", FAILOVER_MAX, () -> second.tick(board).isPresent());
        rig.advance(SYNC);
        long tickSaved = savedTick(board);

        first.resume();
        rig.advance(SYNC);
        assertThat(first.gameserver().board(board)).isEmpty();
        assertThat(second.gameserver().board(board)).isPresent();
        assertThat(rig.token(board).holder()).isEqualTo(second.incarnation());
        assertThat(savedTick(board)).isGreaterThanOrEqualTo(tickSaved);
    }

    @Test
    @DisplayName("LEASE-3: shouldTrustItsLeaseForATtlFromWhenItSentTheRenewal")
    void shouldTrustItsLeaseForATtlFromWhenItSentTheRenewal() {
        int before = first.store().calls(StoreCall.LOGIN);
        rig.await("renewed", Duration.ofSeconds(1), () -> first.store().calls(StoreCall.LOGIN) > before);
        first.store().fail(StoreCall.LOGIN, StoreFault.UNREACHED);
        rig.advance(Duration.ofMillis(1_900));
        assertThat(first.gameserver().isConfirmed()).isTrue();
        rig.advance(Duration.ofMillis(150));
        assertThat(first.gameserver().isConfirmed()).isFalse();
    }

    @Test
    @DisplayName("LEASE-1: shouldKeepItsBoardsWhenNobodyTookThemWhileItsLeaseWasGone")
    void shouldKeepItsBoardsWhenNobodyTookThemWhileItsLeaseWasGone() {
        BoardId board = boardOn(first);
        Token before = rig.token(board);
        first.store().failAll(StoreFault.UNREACHED);
        rig.advance(Duration.ofSeconds(10));
        assertThat(first.gameserver().isConfirmed()).isFalse();
        long tick = first.tick(board).orElseThrow();
        first.store().failAll(StoreFault.NONE);
        rig.advance(Duration.ofSeconds(6));

        assertThat(first.gameserver().isConfirmed()).isTrue();
        assertThat(rig.token(board)).isEqualTo(before);
        assertThat(savedTick(board)).isGreaterThan(tick);
    }

    @Test
    @DisplayName("I6: shouldGoOnWithoutTheStoreAndRefuseJoinsMeanwhile")
    void shouldGoOnWithoutTheStoreAndRefuseJoinsMeanwhile() {
        BoardId board = boardOn(first);
        rig.joined(first, board, rig.key());
        first.store().failAll(StoreFault.UNREACHED);
        long tick = first.tick(board).orElseThrow();
        rig.advance(Duration.ofSeconds(30));
        assertThat(first.tick(board).orElseThrow()).isGreaterThanOrEqualTo(tick + 1_000);
        rig.answerAs(Lobby.Unavailable.class, rig.join(first, board, rig.key()));
        first.store().failAll(StoreFault.NONE);
        rig.advance(Duration.ofSeconds(6));

        assertThat(rosterOf(board)).hasSize(1);
        assertThat(first.players(board)).isEqualTo(1);
    }

    @Test
    @DisplayName("ATTACH-6: shouldWriteEverythingAgainAfterTheStoreCameBackEmpty")
    void shouldWriteEverythingAgainAfterTheStoreCameBackEmpty() {
        BoardId board = boardOn(first);
        BoardId other = rig.created(first);
        Lobby.Joined player = rig.joined(first, board, rig.key());
        rig.advance(SYNC);
        Token before = rig.token(board);
        Token otherBefore = rig.token(other);
        rig.store().replace(InMemoryClusterStore.create(rig.clock()));
        rig.advance(Duration.ofSeconds(3));

        assertThat(rig.token(board)).isEqualTo(before);
        assertThat(rig.token(other)).isEqualTo(otherBefore);
        assertThat(rosterOf(board)).containsExactly(player.player());
        assertThat(savedTick(board)).isPositive();
        rig.joined(first, board, rig.key());
    }

    @Test
    @DisplayName("ATTACH-5: shouldFindABoardAttachedToItThoughNobodyTellsIt")
    void shouldFindABoardAttachedToItThoughNobodyTellsIt() {
        BoardId board = boardOn(first);
        rig.advance(SYNC);
        first.crash();
        ClusterRig.Node second = rig.startGameserver();
        rig.advance(Duration.ofMillis(500));
        attach(board, second);
        rig.await("adopted", Duration.ofMillis(1_200), () -> second.tick(board).isPresent());
    }

    @Test
    @DisplayName("ATTACH-5: shouldFindABoardThatIsAttachedToItWhileItTakesItForAStranger")
    void shouldFindABoardThatIsAttachedToItWhileItTakesItForAStranger() {
        BoardId board = boardOn(first);
        ClusterRig.Node second = rig.startGameserver();
        second.store().fail(StoreCall.REMOVE_FROM_INDEX, StoreFault.REQUEST_HELD);
        rig.store()
                .attachments()
                .enter(second.incarnation(), List.of(board), ClusterRig.REMAINING)
                .toCompletableFuture()
                .join();
        rig.await("removes it", Duration.ofMinutes(1), () -> second.store().calls(StoreCall.REMOVE_FROM_INDEX) > 0);
        second.store().fail(StoreCall.READ_INDEX, StoreFault.UNREACHED);
        attach(board, second);
        second.store().release();
        second.store().fail(StoreCall.READ_INDEX, StoreFault.NONE);
        rig.await("adopted", Duration.ofSeconds(2), () -> second.tick(board).isPresent());
        assertThat(indexOf(second)).contains(board);
    }

    @Test
    @DisplayName("ATTACH-5: shouldFindABoardWhoseEntryItRemovedBeforeItWasAttached")
    void shouldFindABoardWhoseEntryItRemovedBeforeItWasAttached() {
        BoardId board = boardOn(first);
        ClusterRig.Node second = rig.startGameserver();
        second.store().fail(StoreCall.REMOVE_FROM_INDEX, StoreFault.REQUEST_HELD);
        rig.store()
                .attachments()
                .enter(second.incarnation(), List.of(board), ClusterRig.REMAINING)
                .toCompletableFuture()
                .join();
        rig.await("removes it", Duration.ofMinutes(1), () -> second.store().calls(StoreCall.REMOVE_FROM_INDEX) > 0);
        second.store().release();
        rig.advance(Duration.ofMillis(10));
        attach(board, second);
        rig.store()
                .attachments()
                .remove(second.incarnation(), List.of(board), ClusterRig.REMAINING)
                .toCompletableFuture()
                .join();
        rig.await("adopted", Duration.ofMinutes(1), () -> second.tick(board).isPresent());
        assertThat(indexOf(second)).contains(board);
    }

    @Test
    @DisplayName("SNAP-1: shouldKeepAndMarkABoardWhoseSnapshotCannotBeRead")
    void shouldKeepAndMarkABoardWhoseSnapshotCannotBeRead() {
        BoardId board = boardOn(first);
        rig.joined(first, board, rig.key());
        rig.advance(SYNC);
        first.crash();
        SnapshotStore.Loaded good = loaded(board);
        byte[] damaged = good.snapshot().orElseThrow().bytes().clone();
        damaged[damaged.length / 2] ^= 1;
        rig.save(board, new SnapshotStore.Snapshot(1_000_000, 1, 1, damaged));
        ClusterRig.Node second = rig.startGameserver();
        rig.startOrchestrator();
        rig.await(
                "marked", FAILOVER_MAX, () -> loaded(board).board().quarantine().isPresent());

        assertThat(loaded(board).snapshot().orElseThrow().bytes()).isEqualTo(damaged);
        assertThat(rosterOf(board)).hasSize(1);
        assertThat(rig.answer(rig.join(second, board, rig.key()))).isEqualTo(Lobby.Quarantined.INSTANCE);
    }

    @Test
    @DisplayName("ROSTER-2: shouldForgetWhoWasAbsentOnlyWithTheSaveThatIsWithoutHim")
    void shouldForgetWhoWasAbsentOnlyWithTheSaveThatIsWithoutHim() {
        BoardId board = boardOn(first);
        rig.joined(first, board, rig.key());
        rig.advance(Duration.ofSeconds(59));
        first.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.UNREACHED);
        rig.advance(Duration.ofSeconds(3));
        assertThat(first.players(board)).isZero();
        assertThat(rosterOf(board)).hasSize(1);
        first.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.NONE);
        rig.advance(Duration.ofSeconds(7));

        assertThat(rosterOf(board)).isEmpty();
    }

    @Test
    @DisplayName("I3: shouldTakeUpABoardWithItsPlayersWhenItsCreationIsRepeated")
    void shouldTakeUpABoardWithItsPlayersWhenItsCreationIsRepeated() {
        rig.advance(Duration.ofMillis(100));
        IdempotencyKey key = rig.key();
        BoardId board = rig.answerAs(Lobby.Created.class, rig.create(first, key))
                .board()
                .id();
        rig.joined(first, board, rig.key());
        rig.advance(SYNC);
        long tick = savedTick(board);
        first.crash();
        ClusterRig.Node second = rig.startGameserver();
        second.store().fail(StoreCall.READ_INDEX, StoreFault.UNREACHED);
        rig.advance(Duration.ofMillis(100));
        attach(board, second);
        Lobby.Created again = rig.answerAs(Lobby.Created.class, rig.create(second, key));

        assertThat(again.board().id()).isEqualTo(board);
        assertThat(second.tick(board).orElseThrow()).isGreaterThanOrEqualTo(tick);
        assertThat(second.players(board)).isEqualTo(1);
        assertThat(rosterOf(board)).hasSize(1);
    }

    @Test
    @DisplayName("I3: shouldKeepAJoinThatTheStoreForgotWhenAnotherOneFollows")
    void shouldKeepAJoinThatTheStoreForgotWhenAnotherOneFollows() {
        BoardId board = boardOn(first);
        Lobby.Joined kept = rig.joined(first, board, rig.key());
        rig.advance(SYNC);
        SnapshotStore.Loaded before = loaded(board);
        first.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.UNREACHED);
        Lobby.Joined forgotten = rig.joined(first, board, rig.key());
        replaceStore(before);
        IdempotencyKey next = rig.key();
        rig.answerAs(Lobby.Unavailable.class, rig.join(first, board, next));
        first.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.NONE);
        rig.advance(Duration.ofSeconds(3));

        assertThat(rosterOf(board)).containsExactly(kept.player(), forgotten.player());
        rig.joined(first, board, next);
        assertThat(first.players(board)).isEqualTo(3);
    }

    @Test
    @DisplayName("ROSTER-3: shouldWriteALeaveAgainThatTheStoreForgotThoughTheNextSaveGivesItsNumberOut")
    void shouldWriteALeaveAgainThatTheStoreForgotThoughTheNextSaveGivesItsNumberOut() {
        BoardId board = boardOn(first);
        Lobby.Joined leaves = rig.joined(first, board, rig.key());
        rig.joined(first, board, rig.key());
        rig.advance(Duration.ofSeconds(30));
        Lobby.Joined stays = rig.joined(first, board, rig.key());
        rig.advance(Duration.ofSeconds(29));
        SnapshotStore.Loaded before = loaded(board);
        first.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.UNREACHED);
        rig.answerAs(Lobby.Left.class, first.lobby().leaveBoard(board, leaves.player(), ClusterRig.REMAINING));
        replaceStore(before);
        rig.advance(Duration.ofSeconds(3));
        assertThat(first.players(board))
                .as("another one was absent for too long")
                .isEqualTo(1);
        first.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.NONE);
        rig.advance(Duration.ofSeconds(8));

        assertThat(rosterOf(board)).containsExactly(stays.player());
    }

    @Test
    @DisplayName("ROSTER-3: shouldKeepAJoinWhoseAnswerIsUnderWayWhenTheRosterIsWrittenAgain")
    void shouldKeepAJoinWhoseAnswerIsUnderWayWhenTheRosterIsWrittenAgain() {
        BoardId board = boardOn(first);
        Lobby.Joined one = rig.joined(first, board, rig.key());
        Lobby.Joined two = rig.joined(first, board, rig.key());
        rig.advance(SYNC);
        first.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.UNREACHED);
        first.store().fail(StoreCall.JOIN_ROSTER, StoreFault.ANSWER_HELD);
        CompletionStage<Lobby.JoinOutcome> joining = rig.join(first, board, rig.key());
        rig.advance(Duration.ofMillis(100));
        SnapshotStore.Loaded before = loaded(board);
        rig.answerAs(Lobby.Left.class, first.lobby().leaveBoard(board, one.player(), ClusterRig.REMAINING));
        replaceStore(before);
        rig.answerAs(Lobby.Left.class, first.lobby().leaveBoard(board, two.player(), ClusterRig.REMAINING));
        rig.advance(Duration.ofMillis(100));
        first.store().release();
        Lobby.Joined joined = rig.answerAs(Lobby.Joined.class, joining);
        first.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.NONE);
        rig.advance(Duration.ofSeconds(3));

        assertThat(rosterOf(board)).containsExactly(joined.player());
        assertThat(first.players(board)).isEqualTo(1);
    }

    @Test
    @DisplayName("ROSTER-4: shouldTakeAJoinOfWhichNobodyWasToldThoughTheRosterWasWrittenAgainWithoutIt")
    void shouldTakeAJoinOfWhichNobodyWasToldThoughTheRosterWasWrittenAgainWithoutIt() {
        BoardId board = boardOn(first);
        Lobby.Joined one = rig.joined(first, board, rig.key());
        Lobby.Joined two = rig.joined(first, board, rig.key());
        rig.advance(SYNC);
        first.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.UNREACHED);
        first.store().fail(StoreCall.JOIN_ROSTER, StoreFault.ANSWER_LOST);
        IdempotencyKey key = rig.key();
        rig.answerAs(Lobby.Unavailable.class, rig.join(first, board, key));
        first.store().fail(StoreCall.JOIN_ROSTER, StoreFault.NONE);
        SnapshotStore.Loaded before = loaded(board);
        rig.answerAs(Lobby.Left.class, first.lobby().leaveBoard(board, one.player(), ClusterRig.REMAINING));
        replaceStore(before);
        rig.answerAs(Lobby.Left.class, first.lobby().leaveBoard(board, two.player(), ClusterRig.REMAINING));
        first.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.NONE);
        rig.await("written again", Duration.ofSeconds(10), () -> rosterOf(board).isEmpty());

        Lobby.Joined joined = rig.joined(first, board, key);
        assertThat(rosterOf(board)).containsExactly(joined.player());
        assertThat(first.players(board)).isEqualTo(1);
    }

    @Test
    @DisplayName("ROSTER-4: shouldTakeAJoinThatWasOvertakenThoughTheRosterWasWrittenAgainWithoutIt")
    void shouldTakeAJoinThatWasOvertakenThoughTheRosterWasWrittenAgainWithoutIt() {
        BoardId board = boardOn(first);
        rig.advance(SYNC);
        first.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.UNREACHED);
        first.store().fail(StoreCall.JOIN_ROSTER, StoreFault.ANSWER_HELD);
        IdempotencyKey overtaken = rig.key();
        CompletionStage<Lobby.JoinOutcome> joining = rig.join(first, board, overtaken);
        rig.advance(Duration.ofMillis(100));
        first.store().fail(StoreCall.JOIN_ROSTER, StoreFault.NONE);
        SnapshotStore.Loaded before = loaded(board);
        Lobby.Joined other = rig.joined(first, board, rig.key());
        replaceStore(before);
        first.store().release();
        rig.answerAs(Lobby.Unavailable.class, joining);
        first.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.NONE);
        rig.await("written again", Duration.ofSeconds(10), () -> rosterOf(board).equals(List.of(other.player())));

        Lobby.Joined joined = rig.joined(first, board, overtaken);
        assertThat(rosterOf(board)).containsExactly(other.player(), joined.player());
        assertThat(first.players(board)).isEqualTo(2);
    }

    @Test
    @DisplayName("ATTACH-3: shouldLetGoOfASleepingBoardThatAnotherTook")
    void shouldLetGoOfASleepingBoardThatAnotherTook() {
        BoardId board = boardOn(first);
        rig.advance(Duration.ofSeconds(15));
        ClusterRig.Node second = rig.startGameserver();
        rig.advance(Duration.ofMillis(100));
        attach(board, second);
        rig.await("adopted", Duration.ofSeconds(2), () -> second.tick(board).isPresent());
        rig.await("let go", Duration.ofSeconds(11), () -> first.tick(board).isEmpty());
        assertThat(rig.token(board).holder()).isEqualTo(second.incarnation());
    }

    @Test
    void shouldNotTakeADeadLeadersLastTermForSomebodyWhoLooks() {
        ClusterRig.Node dead = rig.startOrchestrator();
        BoardId board = boardOn(first);
        rig.await("led", Duration.ofSeconds(1), () -> dead.orchestrator().term().isPresent());
        rig.advance(SYNC);
        dead.crash();
        first.crash();
        ClusterRig.Node second = rig.startGameserver();
        ClusterRig.Node next = rig.startOrchestrator();
        rig.await("settled", FAILOVER_MAX, () -> next.started().isDone());
        assertThat(rig.token(board).holder()).isEqualTo(second.incarnation());
    }

    /** The store is as it was before, and knows one board. */
    private void replaceStore(SnapshotStore.Loaded before) {
        InMemoryClusterStore older = InMemoryClusterStore.create(rig.clock());
        older.snapshots()
                .assertBoard(
                        new SnapshotStore.Assertion(before.board(), before.roster(), before.snapshot()),
                        ClusterRig.REMAINING)
                .toCompletableFuture()
                .join();
        rig.store().replace(older);
    }

    private void attach(BoardId board, ClusterRig.Node to) {
        AttachmentStore.AttachOutcome outcome = rig.store()
                .attachments()
                .attach(board, rig.token(board), to.incarnation(), ClusterRig.REMAINING)
                .toCompletableFuture()
                .join();
        assertThat(outcome).isInstanceOf(AttachmentStore.Attached.class);
    }

    private List<BoardId> indexOf(ClusterRig.Node node) {
        AttachmentStore.IndexOutcome outcome = rig.store()
                .attachments()
                .index(node.incarnation(), "", ClusterRig.REMAINING)
                .toCompletableFuture()
                .join();
        assertThat(outcome).isInstanceOf(AttachmentStore.IndexPage.class);
        return ((AttachmentStore.IndexPage) outcome).boards();
    }

    private List<PlayerId> rosterOf(BoardId board) {
        return loaded(board).roster().entries().stream()
                .map(RosterEntry::player)
                .toList();
    }

    private long savedTick(BoardId board) {
        return loaded(board).snapshot().orElseThrow().tick();
    }

    private SnapshotStore.Loaded loaded(BoardId board) {
        SnapshotStore.LoadOutcome outcome = rig.store()
                .snapshots()
                .load(board, ClusterRig.REMAINING)
                .toCompletableFuture()
                .join();
        assertThat(outcome).isInstanceOf(SnapshotStore.Loaded.class);
        return (SnapshotStore.Loaded) outcome;
    }
}
