package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.ClusterOperations;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.GameserverLink;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.memory.InMemoryClusterStore;
import io.orbstrike.testkit.simulation.Intercepted;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Boards that live gameservers of several builds hand over: never to one that cannot read them. */
class HandoverVersionsTest {

    private static final Duration SYNC = Duration.ofMillis(1_300);
    private static final Duration AGREED = Duration.ofMillis(2_200);
    private static final Duration RELIEVED = Duration.ofSeconds(16);

    private final ClusterRig rig = new ClusterRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @DisplayName("SNAP-1: shouldHandOverAStateThatOneThatHasJustComeReads")
    void shouldHandOverAStateThatOneThatHasJustComeReads() {
        ClusterRig.Node newer = started(2);
        BoardId board = rig.created(newer);
        rig.advance(SYNC);
        assertThat(savedVersion(board)).isEqualTo(2);
        ClusterRig.Node older = started(1);
        rig.answerAs(HandOverOutcome.HandedOver.class, handOver(newer, board, older));
        assertThat(savedVersion(board)).isEqualTo(1);
        rig.await("adopted", Duration.ofSeconds(1), () -> older.tick(board).isPresent());
        rig.advance(SYNC);
        rig.steps().shouldBeWhole(board);
    }

    @Test
    @DisplayName("SNAP-1: shouldNotHandOverAStateThatTheTargetCannotRead")
    void shouldNotHandOverAStateThatTheTargetCannotRead() {
        ClusterRig.Node newer = started(2, 2);
        ClusterRig.Node older = started(1);
        BoardId board = rig.created(newer);
        rig.advance(AGREED);
        rig.answerAs(HandOverOutcome.Refused.class, handOver(newer, board, older));
        assertThat(newer.store().calls(StoreCall.HAND_OVER_BOARD)).isZero();
        assertGoesOn(newer, board);
    }

    @Test
    @DisplayName("SNAP-1: shouldNotHandOverBeforeItIsKnownWhatTheTargetReads")
    void shouldNotHandOverBeforeItIsKnownWhatTheTargetReads() {
        ClusterRig.Node newer = started(2);
        BoardId board = rig.created(newer);
        rig.advance(SYNC);
        newer.store().fail(StoreCall.READ_LEASES, StoreFault.UNREACHED);
        ClusterRig.Node other = started(2);
        rig.answerAs(HandOverOutcome.Refused.class, handOver(newer, board, other));
        assertThat(newer.store().calls(StoreCall.HAND_OVER_BOARD)).isZero();
        assertGoesOn(newer, board);

        newer.store().fail(StoreCall.READ_LEASES, StoreFault.NONE);
        rig.answerAs(HandOverOutcome.HandedOver.class, handOver(newer, board, other));
    }

    @Test
    @DisplayName("SNAP-1: shouldNotHandOverAStateWhoseVersionRoseMeanwhile")
    void shouldNotHandOverAStateWhoseVersionRoseMeanwhile() {
        ClusterRig.Node newer = started(2);
        ClusterRig.Node older = started(1);
        rig.advance(AGREED);
        BoardId board = rig.created(newer);
        newer.store().fail(StoreCall.READ_LEASES, StoreFault.ANSWER_HELD);
        older.pause();
        rig.advance(AGREED.multipliedBy(2)); // one of the answers leaves it out
        older.resume();
        newer.store().fail(StoreCall.JOIN_ROSTER, StoreFault.ANSWER_HELD); // puts off the last state
        CompletableFuture<Lobby.JoinOutcome> join =
                rig.join(newer, board, rig.key()).toCompletableFuture();
        rig.advance(Duration.ofMillis(50));
        CompletableFuture<HandOverOutcome> outcome = handOver(newer, board, older);
        rig.advance(Duration.ofMillis(600));
        newer.store().failAll(StoreFault.NONE);
        newer.store().release();
        assertThat(rig.answer(outcome)).isInstanceOf(HandOverOutcome.Refused.class);
        assertThat(newer.store().calls(StoreCall.HAND_OVER_BOARD)).isZero();
        rig.answerAs(Lobby.Joined.class, join);
        assertGoesOn(newer, board);
    }

    @Test
    @DisplayName("HAND-1: shouldGiveBoardsOfADrainToOneThatReadsThem")
    void shouldGiveBoardsOfADrainToOneThatReadsThem() {
        rig.startOrchestrator();
        ClusterRig.Node newer = started(2);
        ClusterRig.Node reader = started(2);
        BoardId board = rig.created(newer);
        rig.created(reader);
        rig.created(reader);
        rig.advance(AGREED.plus(SYNC));
        newer.store().fail(StoreCall.READ_LEASES, StoreFault.UNREACHED); // it goes on writing what is stored
        ClusterRig.Node older = started(1);
        rig.advance(Duration.ofMillis(300));
        CompletableFuture<Void> drained = newer.gameserver().drain().toCompletableFuture();
        rig.await("drained", Duration.ofSeconds(2), drained::isDone);
        assertThat(rig.token(board).holder())
                .as("not the one with the fewest boards")
                .isEqualTo(reader.incarnation())
                .isNotEqualTo(older.incarnation());
    }

    @Test
    @DisplayName("HAND-1: shouldDrainToAnOlderOneOnceItReadsWhatIsWritten")
    void shouldDrainToAnOlderOneOnceItReadsWhatIsWritten() {
        rig.startOrchestrator();
        ClusterRig.Node newer = started(2);
        BoardId board = rig.created(newer);
        rig.advance(AGREED.plus(SYNC));
        assertThat(savedVersion(board)).isEqualTo(2);
        ClusterRig.Node older = started(1);
        CompletableFuture<Void> drained = newer.gameserver().drain().toCompletableFuture();
        rig.await("drained", AGREED.plus(SYNC).plusSeconds(1), drained::isDone);
        rig.await("adopted", Duration.ofSeconds(1), () -> older.tick(board).isPresent());
        rig.advance(SYNC);
        assertThat(savedVersion(board)).isEqualTo(1);
        rig.steps().shouldBeWhole(board);
    }

    @Test
    void shouldNotWaitInADrainForOneThatReadsNothingThatItWrites() {
        rig.startOrchestrator();
        ClusterRig.Node newer = started(2, 2);
        started(1);
        BoardId board = rig.created(newer);
        rig.advance(AGREED.plus(SYNC));
        rig.answer(newer.gameserver().drain());
        assertThat(rig.token(board).holder()).isEqualTo(newer.incarnation());
        assertThat(newer.tick(board)).isPresent();
    }

    @Test
    @DisplayName("HAND-1: shouldRelieveAGameserverOnlyOfBoardsThatAnotherOneReads")
    void shouldRelieveAGameserverOnlyOfBoardsThatAnotherOneReads() {
        rig.startOrchestrator();
        ClusterRig.Node loaded = started(2, 2);
        ClusterRig.Node older = started(1);
        ClusterRig.Node reader = started(2);
        rig.joined(reader, rig.created(reader), rig.key());
        List<BoardId> boards = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            boards.add(rig.created(loaded));
            rig.joined(loaded, boards.get(i), rig.key());
        }
        rig.stepsTake(Duration.ofMillis(1)); // a board then works a twentieth of the time
        rig.await(
                "some are moved",
                RELIEVED,
                () -> boards.stream().anyMatch(board -> reader.tick(board).isPresent()));
        rig.advance(Duration.ofSeconds(1));
        assertThat(older.gameserver().boardsAfter(null, 20))
                .as("though it does nothing")
                .isEmpty();
    }

    @Test
    @DisplayName("HAND-1: shouldRefuseAnOperatorWhoMovesABoardToOneThatCannotReadIt")
    void shouldRefuseAnOperatorWhoMovesABoardToOneThatCannotReadIt() {
        ClusterOperations operations = rig.startOrchestrator().orchestrator().operations();
        ClusterRig.Node newer = started(2, 2);
        ClusterRig.Node older = started(1);
        BoardId board = rig.created(newer);
        rig.advance(AGREED.plus(SYNC));
        rig.answerAs(
                ClusterOperations.Refused.class, operations.move(board, older.incarnation(), ClusterRig.REMAINING));
        assertThat(rig.token(board).holder()).isEqualTo(newer.incarnation());
        ClusterRig.Node reader = started(2);
        rig.advance(AGREED);
        rig.answerAs(ClusterOperations.Moved.class, operations.move(board, reader.incarnation(), ClusterRig.REMAINING));
    }

    @Test
    @DisplayName("SNAP-2: shouldDrainToTheOnlyOneThatStaysThoughAnotherThatDrainsReadsNothingThatItReads")
    void shouldDrainToTheOnlyOneThatStaysThoughAnotherThatDrainsReadsNothingThatItReads() {
        rig.startOrchestrator();
        ClusterRig.Node leaving = started(2);
        ClusterRig.Node older = started(1);
        ClusterRig.Node staying = started(2, 2);
        BoardId board = rig.created(leaving);
        rig.advance(AGREED.plus(SYNC));
        assertThat(savedVersion(board)).isEqualTo(1);
        assertThat(rig.answer(older.gameserver().link().drain(ClusterRig.REMAINING)))
                .as("it drains, and lives on")
                .isTrue();
        rig.settle();
        CompletableFuture<Void> drained = leaving.gameserver().drain().toCompletableFuture();
        rig.await("drained", AGREED.plus(SYNC).plusSeconds(1), drained::isDone);
        rig.await("adopted", Duration.ofSeconds(1), () -> staying.tick(board).isPresent());
        rig.advance(SYNC);
        rig.steps().shouldBeWhole(board);
    }

    @Test
    @DisplayName("SNAP-2: shouldWriteWhatOneThatDrainsReadsAsLongAsAllWhoStayReadIt")
    void shouldWriteWhatOneThatDrainsReadsAsLongAsAllWhoStayReadIt() {
        ClusterRig.Node newer = started(2);
        ClusterRig.Node older = started(1);
        started(2);
        BoardId board = rig.created(newer);
        assertThat(rig.answer(older.gameserver().link().drain(ClusterRig.REMAINING)))
                .isTrue();
        rig.advance(AGREED.plus(SYNC));
        assertThat(savedVersion(board)).isEqualTo(1);
        older.crash();
        rig.advance(AGREED.multipliedBy(2).plus(SYNC));
        assertThat(savedVersion(board)).isEqualTo(2);
    }

    @Test
    @DisplayName("SNAP-2: shouldWriteTheLastStateOfADrainInWhatAllReadThen")
    void shouldWriteTheLastStateOfADrainInWhatAllReadThen() {
        ClusterRig.Node newer = started(2);
        BoardId board = rig.created(newer);
        rig.advance(AGREED.plus(SYNC));
        assertThat(savedVersion(board)).isEqualTo(2);
        ClusterRig.Node older = started(1);
        assertThat(rig.answer(older.gameserver().link().drain(ClusterRig.REMAINING)))
                .isTrue();
        rig.settle();
        rig.answer(newer.gameserver().drain());
        assertThat(savedVersion(board)).isEqualTo(1);
    }

    @Test
    @DisplayName("ROUTE-5: shouldLookForATargetNoLongerThanTheCallAndTheStoreHaveTime")
    void shouldLookForATargetNoLongerThanTheCallAndTheStoreHaveTime() {
        Duration storeTime = Duration.ofMillis(700);
        Duration callTime = Duration.ofMillis(300);
        List<Duration> reads = new ArrayList<>();
        ClusterStore store = InMemoryClusterStore.create(rig.clock());
        LeaseStore leases = Intercepted.of(LeaseStore.class, store.leases(), "read", (call, arguments) -> {
            reads.add((Duration) arguments[0]);
            return call.with(arguments);
        });
        rig.store().replace(Intercepted.of(ClusterStore.class, store, "leases", (call, arguments) -> leases));
        ClusterRig.Node source = rig.startGameserver(
                GameserverOptions.builder().storeTimeout(storeTime).build());
        rig.advance(Duration.ofMillis(100));
        BoardId board = rig.created(source);
        rig.advance(SYNC);
        int before = reads.size();
        GameserverAddress nobody = new GameserverAddress(new Incarnation(1, 1), "nobody:1");
        GameserverLink link = source.gameserver().link();
        rig.answerAs(HandOverOutcome.Refused.class, link.handOver(board, nobody, callTime));
        rig.answerAs(HandOverOutcome.Refused.class, link.handOver(board, nobody, ClusterRig.REMAINING));
        assertThat(reads.subList(before, before + 2)).containsExactly(callTime, storeTime);
    }

    private ClusterRig.Node started(int newest) {
        return started(1, newest);
    }

    private ClusterRig.Node started(int oldest, int newest) {
        ClusterRig.Node node = rig.startGameserver(new VersionedType(oldest, newest));
        rig.advance(Duration.ofMillis(100));
        return node;
    }

    private static CompletableFuture<HandOverOutcome> handOver(
            ClusterRig.Node source, BoardId board, ClusterRig.Node target) {
        return source.gameserver()
                .link()
                .handOver(board, new GameserverAddress(target.incarnation(), "target:1"), ClusterRig.REMAINING)
                .toCompletableFuture();
    }

    private void assertGoesOn(ClusterRig.Node source, BoardId board) {
        long tick = source.tick(board).orElseThrow();
        rig.advance(SYNC);
        assertThat(source.tick(board).orElseThrow()).isGreaterThan(tick + 50);
        assertThat(rig.savedTick(board)).isGreaterThan(tick);
        assertThat(rig.token(board).holder()).isEqualTo(source.incarnation());
        rig.steps().shouldBeWhole(board);
    }

    private int savedVersion(BoardId board) {
        SnapshotStore.LoadOutcome outcome = rig.store()
                .snapshots()
                .load(board, ClusterRig.REMAINING)
                .toCompletableFuture()
                .join();
        assertThat(outcome).isInstanceOf(SnapshotStore.Loaded.class);
        return ((SnapshotStore.Loaded) outcome).snapshot().orElseThrow().version();
    }
}
