package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.orb.OrbType;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A leader that goes through all boards, and finds holders of whom the leases that it read do not tell. */
class LeaderSweepTest {

    private static final Duration LOOKS = Duration.ofSeconds(3);
    private static final Duration SWEEP = Duration.ofMinutes(3);
    private static final Duration INDEX = Duration.ofSeconds(10);
    private static final Duration FORGOTTEN = Duration.ofSeconds(40);

    /** The in-memory store's pages are by the first bits of ids. */
    private static final int PAGE_SHIFT = Long.SIZE - 6;

    private final ClusterRig rig = new ClusterRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @DisplayName("FAIL-1: shouldLeaveABoardToAHolderWhoLoggedInAfterTheLeasesWereRead")
    void shouldLeaveABoardToAHolderWhoLoggedInAfterTheLeasesWereRead() {
        rig.startGameserver();
        rig.advance(Duration.ofMillis(100));
        ClusterRig.Node leader = rig.startOrchestrator();
        leader.store().fail(StoreCall.SWEEP_BOARDS, StoreFault.REQUEST_HELD);
        rig.await("sweeps", LOOKS, () -> leader.store().calls(StoreCall.SWEEP_BOARDS) > 0);
        leader.store().fail(StoreCall.READ_LEASES, StoreFault.ANSWER_HELD);
        int looks = leader.store().calls(StoreCall.READ_LEASES);
        rig.await("looks", LOOKS, () -> leader.store().calls(StoreCall.READ_LEASES) > looks);
        ClusterRig.Node late = rig.startGameserver();
        rig.advance(Duration.ofMillis(100));
        IdempotencyKey key = keyOfTheFirstPage();
        rig.answerAs(Lobby.Created.class, rig.create(late, key));

        leader.store().fail(StoreCall.SWEEP_BOARDS, StoreFault.NONE);
        leader.store().fail(StoreCall.READ_LEASES, StoreFault.NONE);
        assertThat(leader.store().release())
                .as("a sweep, then leases, which routes read, too")
                .isGreaterThanOrEqualTo(2);
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.token(key.boardId()).holder()).isEqualTo(late.incarnation());
        assertThat(late.tick(key.boardId())).isPresent();
    }

    /** Of a board that is on the first page of a sweep, so that it is seen before what the sweep was released with. */
    private IdempotencyKey keyOfTheFirstPage() {
        IdempotencyKey key = rig.key();
        while (key.boardId().high() >>> PAGE_SHIFT != 0) {
            key = rig.key();
        }
        return key;
    }

    @Test
    @DisplayName("FAIL-1: shouldReadABoardThatNobodyCanTakeOnceUntilSomebodyCan")
    void shouldReadABoardThatNobodyCanTakeOnceUntilSomebodyCan() {
        rig.startGameserver(new OrbType());
        ClusterRig.Node dead = rig.startGameserver();
        ClusterRig.Node leader = rig.startOrchestrator();
        rig.await("settled", Duration.ofSeconds(5), () -> leader.started().isDone());
        BoardId board = rig.created(dead);
        dead.crash();
        rig.await("read", Duration.ofSeconds(5), () -> leader.store().calls(StoreCall.GET_BOARD) > 0);
        rig.advance(Duration.ofSeconds(5));
        assertThat(leader.store().calls(StoreCall.GET_BOARD)).isOne();

        ClusterRig.Node able = rig.startGameserver();
        rig.await("adopted", LOOKS, () -> able.tick(board).isPresent());
    }

    @Test
    @DisplayName("FAIL-1: shouldAdoptABoardThatItOnceFailedToCreate")
    void shouldAdoptABoardThatItOnceFailedToCreate() {
        ClusterRig.Node late = rig.startGameserver();
        ClusterRig.Node holder = rig.startGameserver();
        ClusterRig.Node leader = rig.startOrchestrator();
        rig.await("settled", Duration.ofSeconds(5), () -> leader.started().isDone());
        IdempotencyKey key = rig.key();
        late.store().fail(StoreCall.CREATE_BOARD, StoreFault.REQUEST_LOST);
        CompletionStage<Lobby.CreateOutcome> lost = rig.create(late, key);
        rig.await(
                "given up",
                ClusterRig.REMAINING.plusSeconds(1),
                () -> lost.toCompletableFuture().isDone());
        late.store().fail(StoreCall.CREATE_BOARD, StoreFault.NONE);
        rig.answerAs(Lobby.Created.class, rig.create(holder, key));

        holder.crash();
        rig.await("adopted", LOOKS, () -> late.tick(key.boardId()).isPresent());
    }

    @Test
    @DisplayName("ATTACH-6: shouldEnterItsBoardsAgainAtOnceWhenTheStoreWasInterrupted")
    void shouldEnterItsBoardsAgainAtOnceWhenTheStoreWasInterrupted() {
        ClusterRig.Node holder = rig.startGameserver();
        rig.advance(Duration.ofMillis(500));
        BoardId board = rig.created(holder);
        removeFromIndex(holder, board);
        rig.store().interruptHints();
        rig.advance(Duration.ofMillis(100));
        assertThat(index(holder)).containsExactly(board);
    }

    @Test
    @DisplayName("ATTACH-5: shouldEnterItsBoardsAgainAtItsInterval")
    void shouldEnterItsBoardsAgainAtItsInterval() {
        ClusterRig.Node holder = rig.startGameserver();
        rig.advance(Duration.ofMillis(500));
        BoardId board = rig.created(holder);
        int entries = holder.store().calls(StoreCall.ENTER_INDEX);
        rig.await("entered", INDEX.plusSeconds(1), () -> holder.store().calls(StoreCall.ENTER_INDEX) > entries);
        removeFromIndex(holder, board);
        rig.advance(INDEX.minusMillis(100));
        assertThat(index(holder)).isEmpty();
        rig.advance(Duration.ofMillis(200));
        assertThat(index(holder)).containsExactly(board);
    }

    @Test
    @DisplayName("ATTACH-5: shouldForgetALeaseThatHasEndedOnceItsIndexWasEmptyForLongerThanACreationTakes")
    void shouldForgetALeaseThatHasEndedOnceItsIndexWasEmptyForLongerThanACreationTakes() {
        ClusterRig.Node live = rig.startGameserver();
        ClusterRig.Node dead = rig.startGameserver();
        ClusterRig.Node leader = rig.startOrchestrator();
        rig.await("settled", Duration.ofSeconds(5), () -> leader.started().isDone());
        BoardId board = rig.created(dead);
        dead.crash();
        rig.await("adopted", LOOKS, () -> live.tick(board).isPresent());
        rig.advance(FORGOTTEN.minusMillis(100));
        assertThat(leases()).contains(dead.incarnation());
        rig.advance(Duration.ofSeconds(1));
        assertThat(leases()).containsExactly(live.incarnation());
    }

    @Test
    @DisplayName("ATTACH-5: shouldFindABoardWhoseHolderHasNoLeaseAndNoIndex")
    void shouldFindABoardWhoseHolderHasNoLeaseAndNoIndex() {
        ClusterRig.Node live = rig.startGameserver();
        ClusterRig.Node dead = rig.startGameserver();
        ClusterRig.Node leader = rig.startOrchestrator();
        rig.await("settled", Duration.ofSeconds(5), () -> leader.started().isDone());
        BoardId board = rig.created(dead);
        dead.crash();
        rig.store()
                .leases()
                .logout(dead.incarnation(), ClusterRig.REMAINING)
                .toCompletableFuture()
                .join();
        rig.await("adopted", SWEEP, () -> live.tick(board).isPresent());
    }

    private void removeFromIndex(ClusterRig.Node holder, BoardId board) {
        rig.answerAs(
                AttachmentStore.Indexed.class,
                rig.store().attachments().remove(holder.incarnation(), List.of(board), ClusterRig.REMAINING));
    }

    private List<BoardId> index(ClusterRig.Node holder) {
        return rig.answerAs(
                        AttachmentStore.IndexPage.class,
                        rig.store().attachments().index(holder.incarnation(), "", ClusterRig.REMAINING))
                .boards();
    }

    /** Whose leases can be read, those that have ended with them. */
    private List<Incarnation> leases() {
        return rig.answerAs(LeaseStore.Leases.class, rig.store().leases().read(ClusterRig.REMAINING)).leases().stream()
                .map(recorded -> recorded.lease().gameserver())
                .toList();
    }
}
