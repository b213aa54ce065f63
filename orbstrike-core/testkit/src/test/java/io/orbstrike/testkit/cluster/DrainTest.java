package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.host.StreamEnd;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Gameservers that stop in order, with and without others that take their boards. */
class DrainTest {

    private static final Duration DRAINED_MAX = Duration.ofSeconds(3);

    private final ClusterRig rig = new ClusterRig();
    private final ClusterRig.Node first = rig.startGameserver();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @DisplayName("HAND-3: shouldHandItsBoardsOverWithoutLosingAStep")
    void shouldHandItsBoardsOverWithoutLosingAStep() {
        List<BoardId> boards = boards(8);
        ClusterRig.Node second = rig.startGameserver();
        rig.startOrchestrator();
        rig.advance(Duration.ofSeconds(2));
        CompletableFuture<Void> drained = drain();
        rig.await("drained", DRAINED_MAX, drained::isDone);
        rig.advance(Duration.ofSeconds(1));
        for (BoardId board : boards) {
            assertThat(first.tick(board)).isEmpty();
            assertThat(rig.token(board).holder()).isEqualTo(second.incarnation());
            assertThat(second.players(board)).isEqualTo(1);
            rig.steps().shouldBeWhole(board);
        }
        assertThat(leases().leases())
                .as("the lease of one without boards is forgotten")
                .hasSize(1);
    }

    @Test
    void shouldReturnAtOnceWithNobodyToTakeItsBoards() {
        BoardId board = boards(1).get(0);
        rig.startOrchestrator();
        rig.advance(Duration.ofSeconds(2));
        long tick = first.tick(board).orElseThrow();
        rig.answer(first.gameserver().drain());
        assertThat(rig.savedTick(board)).isGreaterThanOrEqualTo(tick);
        assertThat(first.tick(board)).isPresent();
        first.crash();
        ClusterRig.Node second = rig.startGameserver();
        rig.await("adopted", Duration.ofSeconds(2), () -> second.tick(board).isPresent());
    }

    @Test
    @DisplayName("ATTACH-5: shouldKeepItsLeaseReadableForABoardThatCameAtTheLastMoment")
    void shouldKeepItsLeaseReadableForABoardThatCameAtTheLastMoment() {
        BoardId board = boards(1).get(0);
        ClusterRig.Node second = rig.startGameserver();
        rig.startOrchestrator();
        rig.advance(Duration.ofSeconds(2));
        second.store().fail(StoreCall.END_LEASE, StoreFault.REQUEST_HELD);
        second.store().fail(StoreCall.LOGOUT, StoreFault.REQUEST_HELD);
        CompletableFuture<Void> drained = second.gameserver().drain().toCompletableFuture();
        rig.settle();
        rig.attach(board, second, AttachmentStore.AttachReason.MOVED);
        second.store().fail(StoreCall.LOGOUT, StoreFault.NONE);
        second.store().release();
        rig.await("drained", DRAINED_MAX, drained::isDone);
        second.crash();
        rig.await(
                "it comes back",
                Duration.ofSeconds(5),
                () -> rig.token(board).holder().equals(first.incarnation()));
    }

    @Test
    void shouldReturnAtOnceWhenAllOthersDrainToo() {
        BoardId board = boards(1).get(0);
        ClusterRig.Node second = rig.startGameserver();
        rig.advance(Duration.ofSeconds(1));
        rig.answer(second.gameserver().drain());
        rig.answer(first.gameserver().drain());
        assertThat(first.tick(board)).isPresent();
    }

    @Test
    void shouldSaveWhatIsLeftAtItsDeadline() {
        BoardId board = boards(1).get(0);
        ClusterRig.Node second = rig.startGameserver();
        rig.advance(Duration.ofSeconds(1)); // nobody leads
        CompletableFuture<Void> drained = drain();
        rig.advance(Duration.ofMillis(24_500));
        assertThat(drained).isNotDone();
        rig.await("drained", Duration.ofSeconds(1), drained::isDone);
        long tick = rig.savedTick(board);
        assertThat(tick).isGreaterThan(1_200);
        first.crash();
        rig.startOrchestrator();
        rig.await("adopted", Duration.ofSeconds(4), () -> second.tick(board).isPresent());
        assertThat(second.tick(board).orElseThrow()).isGreaterThanOrEqualTo(tick);
    }

    @Test
    @DisplayName("I3: shouldLetPlayersJoinAndLeaveWhileItDrains")
    void shouldLetPlayersJoinAndLeaveWhileItDrains() {
        BoardId board = boards(1).get(0);
        rig.startGameserver();
        rig.advance(Duration.ofSeconds(1)); // nobody leads, so it stays
        CompletableFuture<Void> drained = drain();
        rig.advance(Duration.ofSeconds(1));
        Lobby.Joined late = rig.joined(first, board, rig.key());
        assertThat(rig.answer(first.lobby().leaveBoard(board, late.player(), ClusterRig.REMAINING)))
                .isEqualTo(Lobby.Left.INSTANCE);
        rig.answerAs(Lobby.Unavailable.class, rig.create(first, rig.key()));
        assertThat(drained).isNotDone();
    }

    @Test
    void shouldHandOverOnceTheStoreIsBack() {
        BoardId board = boards(1).get(0);
        ClusterRig.Node second = rig.startGameserver();
        rig.startOrchestrator();
        rig.advance(Duration.ofSeconds(2));
        first.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.UNREACHED);
        CompletableFuture<Void> drained = drain();
        rig.advance(Duration.ofSeconds(3));
        assertThat(first.tick(board)).isPresent();
        first.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.NONE);
        rig.await("drained", Duration.ofSeconds(8), drained::isDone);
        rig.advance(Duration.ofSeconds(1));
        assertThat(second.tick(board)).isPresent();
        rig.steps().shouldBeWhole(board);
    }

    @Test
    void shouldTakeABoardThatWasSentToItWhileItBeganToDrain() {
        BoardId board = boards(1).get(0);
        ClusterRig.Node second = rig.startGameserver();
        rig.advance(Duration.ofSeconds(1));
        BoardId other = rig.created(second);
        CompletableFuture<Void> drained = second.gameserver().drain().toCompletableFuture();
        first.gameserver()
                .link()
                .handOver(board, new GameserverAddress(second.incarnation(), "second:1"), ClusterRig.REMAINING);
        rig.await("adopted", Duration.ofSeconds(1), () -> second.tick(board).isPresent());
        rig.startOrchestrator();
        rig.await("drained", Duration.ofSeconds(6), drained::isDone);
        rig.advance(Duration.ofSeconds(1));
        assertThat(first.tick(board)).isPresent();
        assertThat(first.tick(other)).isPresent();
        rig.steps().shouldBeWhole(board);
        rig.steps().shouldBeWhole(other);
    }

    @Test
    @DisplayName("HAND-5: shouldNotBeOverBeforeStreamsWereToldThatTheirBoardHasMoved")
    void shouldNotBeOverBeforeStreamsWereToldThatTheirBoardHasMoved() {
        rig.advance(Duration.ofMillis(100));
        BoardId board = rig.created(first);
        Lobby.Joined ada = rig.joined(first, board, rig.key());
        rig.startGameserver();
        rig.startOrchestrator();
        rig.advance(Duration.ofSeconds(2));
        PlayedStream stream = new PlayedStream(rig, first, board, ada.player(), 1);
        first.store().fail(StoreCall.HAND_OVER_BOARD, StoreFault.ANSWER_HELD);
        CompletableFuture<Void> drained = drain();
        rig.await("handed over", DRAINED_MAX, () -> first.store().calls(StoreCall.HAND_OVER_BOARD) > 0);

        first.stutter(150); // streams are told by the tick thread
        rig.advance(Duration.ofMillis(10));
        first.store().fail(StoreCall.HAND_OVER_BOARD, StoreFault.NONE);
        first.store().release();
        rig.advance(Duration.ofSeconds(1));
        assertThat(drained).isNotDone();
        assertThat(stream.ended()).isEmpty();
        rig.await("drained", Duration.ofSeconds(1), drained::isDone);
        assertThat(stream.ended())
                .contains(new StreamEnd.Moved(rig.token(board).epoch().value()));
    }

    private List<BoardId> boards(int count) {
        rig.advance(Duration.ofMillis(100));
        List<BoardId> boards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BoardId board = rig.created(first);
            rig.joined(first, board, rig.key());
            boards.add(board);
        }
        return boards;
    }

    private CompletableFuture<Void> drain() {
        return first.gameserver().drain().toCompletableFuture();
    }

    private LeaseStore.Leases leases() {
        LeaseStore.ReadOutcome outcome = rig.store()
                .leases()
                .read(ClusterRig.REMAINING)
                .toCompletableFuture()
                .join();
        assertThat(outcome).isInstanceOf(LeaseStore.Leases.class);
        return (LeaseStore.Leases) outcome;
    }
}
