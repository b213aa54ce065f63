package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Boards that are under way to a gameserver, as it tells those who want to play on them. */
class ArrivalTest {

    private static final Duration WAIT_MAX = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofMillis(20);

    private final ClusterRig rig = new ClusterRig();
    private final ClusterRig.Node first = rig.startGameserver();
    private final ClusterRig.Node second = rig.startGameserver();

    @AfterEach
    void close() {
        rig.close();
    }

    /** A board that was handed over to the second gameserver, which has asked the store for it and got no answer yet. */
    private BoardId boardUnderWay(StoreFault fault) {
        rig.advance(Duration.ofMillis(100));
        BoardId board = rig.created(first);
        rig.joined(first, board, rig.key());
        second.store().fail(StoreCall.LOAD_BOARD, fault);
        GameserverAddress target = new GameserverAddress(second.incarnation(), "host:1");
        rig.answerAs(
                HandOverOutcome.HandedOver.class,
                first.gameserver().link().handOver(board, target, ClusterRig.REMAINING));
        rig.advance(SOON);
        return board;
    }

    private CompletableFuture<Void> arrival(BoardId board) {
        return second.gameserver().arrival(board).orElseThrow().toCompletableFuture();
    }

    @Test
    void shouldTellWhenABoardIsHere() {
        BoardId board = boardUnderWay(StoreFault.ANSWER_HELD);
        CompletableFuture<Optional<Long>> here = arrival(board).thenApply(arrived -> second.tick(board));
        assertThat(second.gameserver().board(board)).isEmpty();
        assertThat(here).isNotDone();

        second.store().fail(StoreCall.LOAD_BOARD, StoreFault.NONE);
        second.store().release();
        rig.advance(SOON);
        assertThat(here).isCompletedWithValue(Optional.of(0L)); // it has made no step there yet
        assertThat(second.gameserver().arrival(board)).isEmpty();
    }

    @Test
    void shouldBeWaitedForFromTheMomentInWhichItIsHeardOf() {
        List<Boolean> waitedFor = new ArrayList<>();
        second.store().hints().subscribe(new StoreHints.Listener() {
            @Override
            public void onHint(StoreHints.Hint hint) {
                if (hint instanceof StoreHints.Attached attached) {
                    waitedFor.add(second.gameserver().arrival(attached.board()).isPresent());
                }
            }

            @Override
            public void onGap() {}
        });
        boardUnderWay(StoreFault.REQUEST_HELD);
        assertThat(waitedFor).containsExactly(true);
    }

    @Test
    void shouldNotBeWaitedForIfItIsHereWhenItIsHeardOfAgain() {
        BoardId board = boardUnderWay(StoreFault.NONE);
        assertThat(second.gameserver().board(board)).isPresent();
        rig.store().hints().publish(new StoreHints.Attached(board, rig.token(board)));
        rig.settle();
        assertThat(second.gameserver().arrival(board)).isEmpty();
    }

    @Test
    void shouldTellWhenABoardDoesNotCome() {
        BoardId board = boardUnderWay(StoreFault.REQUEST_HELD);
        CompletableFuture<Void> arrival = arrival(board);
        rig.attach(board, first, AttachmentStore.AttachReason.MOVED);
        assertThat(arrival).isNotDone();

        second.store().fail(StoreCall.LOAD_BOARD, StoreFault.NONE);
        second.store().release();
        rig.advance(SOON);
        assertThat(arrival).isCompleted();
        assertThat(second.gameserver().board(board)).isEmpty();
        assertThat(second.gameserver().arrival(board)).isEmpty();
    }

    @Test
    void shouldTellWhenABoardCannotBeRead() {
        BoardId board = boardUnderWay(StoreFault.REQUEST_HELD);
        CompletableFuture<Boolean> isQuarantined =
                arrival(board).thenApply(arrived -> second.gameserver().isQuarantined(board));
        rig.save(board, new SnapshotStore.Snapshot(1_000_000, 1, 1, new byte[] {1, 2, 3}));
        assertThat(isQuarantined).isNotDone();

        second.store().fail(StoreCall.LOAD_BOARD, StoreFault.NONE);
        second.store().release();
        rig.advance(SOON);
        assertThat(isQuarantined).isCompletedWithValue(true);
        assertThat(second.gameserver().board(board)).isEmpty();
        assertThat(second.gameserver().arrival(board)).isEmpty();
    }

    @Test
    void shouldNotBeWaitedForOnceItIsSaidToBeElsewhere() {
        BoardId board = boardUnderWay(StoreFault.ANSWER_HELD);
        CompletableFuture<Void> arrival = arrival(board);
        Token moved = rig.attach(board, first, AttachmentStore.AttachReason.MOVED);
        rig.store().hints().publish(new StoreHints.Attached(board, moved));
        rig.settle();
        assertThat(arrival).isCompleted();
        assertThat(second.gameserver().arrival(board)).isEmpty();
    }

    @Test
    void shouldBeWaitedForForFiveSeconds() {
        BoardId board = boardUnderWay(StoreFault.ANSWER_HELD);
        CompletableFuture<Void> arrival = arrival(board);
        rig.advance(WAIT_MAX.minus(SOON.multipliedBy(2)));
        assertThat(arrival).isNotDone();
        rig.advance(SOON.multipliedBy(2));
        assertThat(arrival).isCompleted();
        assertThat(second.gameserver().arrival(board)).isEmpty();
    }

    @Test
    void shouldBeWaitedForNoLongerThanTheGameserverIsOpen() {
        BoardId board = boardUnderWay(StoreFault.ANSWER_HELD);
        CompletableFuture<Void> arrival = arrival(board);
        second.gameserver().close();
        assertThat(arrival).isCompleted();
    }

    @Test
    void shouldNotTellOfABoardThatIsNotUnderWay() {
        BoardId board = boardUnderWay(StoreFault.NONE);
        assertThat(second.gameserver().board(board)).isPresent();
        assertThat(second.gameserver().arrival(board)).isEmpty();
        assertThat(second.gameserver().arrival(new BoardId(1, 2))).isEmpty();
        assertThat(first.gameserver().arrival(board)).isEmpty();
    }
}
