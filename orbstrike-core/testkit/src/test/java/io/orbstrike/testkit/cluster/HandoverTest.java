package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.host.BoardState;
import io.orbstrike.host.StreamEnd;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Boards that are handed over between two living gameservers, and what may go wrong on the way. */
class HandoverTest {

    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration FAILOVER_MAX = Duration.ofSeconds(8);

    /** Longer than a write's time, so what is unknown is decided. */
    private static final Duration DECIDED_MAX = Duration.ofSeconds(4);

    private final ClusterRig rig = new ClusterRig();
    private final ClusterRig.Node source = rig.startGameserver();
    private final ClusterRig.Node target = rig.startGameserver();
    private BoardId board = new BoardId(0, 0);
    private Lobby.Joined ada =
            new Lobby.Joined(new PlayerId(1), 0, new Lobby.BoardFacts(board, "", 0, 1, Duration.ofMillis(1), 0, false));

    @BeforeEach
    void createABoardWithAPlayer() {
        rig.advance(Duration.ofMillis(100));
        board = rig.created(source);
        ada = rig.joined(source, board, rig.key());
        rig.advance(SOON);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @DisplayName("HAND-3: shouldGoOnAtTheTargetAsIfItHadNeverMoved")
    void shouldGoOnAtTheTargetAsIfItHadNeverMoved() {
        PlayedStream before = new PlayedStream(rig, source, board, ada.player(), 1);
        for (int i = 1; i <= 40; i++) {
            before.offer(i, i % 7 == 0 ? -1 : i % 4);
            rig.advance(Duration.ofMillis(20));
        }
        Token token = handedOver().token();
        rig.await("adopted", SOON, () -> target.tick(board).isPresent());
        PlayedStream after = new PlayedStream(rig, target, board, ada.player(), 2);
        for (int i = 35; i <= 80; i++) {
            after.offer(i, i % 7 == 0 ? -1 : i % 4);
            rig.advance(Duration.ofMillis(20));
        }
        rig.advance(SOON);

        assertThat(token.holder()).isEqualTo(target.incarnation());
        assertThat(before.ended()).contains(new StreamEnd.Moved(token.epoch().value()));
        assertThat(after.acknowledged()).isEqualTo(80);
        assertThat(source.tick(board)).isEmpty();
        rig.steps().shouldBeWhole(board);
        assertStateIsThatOfItsSteps(target);
    }

    @Test
    @DisplayName("ROUTE-4: shouldKeepAppliedSequencesAndDropWhatWasAppliedBefore")
    void shouldKeepAppliedSequencesAndDropWhatWasAppliedBefore() {
        PlayedStream before = new PlayedStream(rig, source, board, ada.player(), 1);
        before.offer(5, 3);
        before.offer(6, -1);
        rig.advance(SOON);
        assertThat(before.acknowledged()).isEqualTo(6);
        handedOver();
        rig.await("adopted", SOON, () -> target.tick(board).isPresent());
        PlayedStream after = new PlayedStream(rig, target, board, ada.player(), 1);
        after.offer(6, -1);
        rig.advance(SOON);
        assertThat(after.acknowledged()).isEqualTo(6);
        after.offer(7, -1);
        rig.advance(SOON);
        assertThat(after.acknowledged()).isEqualTo(7);
        assertStateIsThatOfItsSteps(target);
    }

    @Test
    @DisplayName("I3: shouldKeepTheRosterAndItsKeys")
    void shouldKeepTheRosterAndItsKeys() {
        IdempotencyKey key = rig.key();
        Lobby.Joined bob = rig.joined(source, board, key);
        rig.answer(source.lobby().leaveBoard(board, ada.player(), ClusterRig.REMAINING));
        handedOver();
        rig.await("adopted", SOON, () -> target.tick(board).isPresent());
        rig.advance(SOON);
        assertThat(target.players(board)).isEqualTo(1);
        assertThat(rosterOf()).containsExactly(bob.player());
        assertThat(rig.joined(target, board, key).player()).isEqualTo(bob.player());
        rig.joined(target, board, rig.key());
        rig.steps().shouldBeWhole(board);
    }

    @Test
    @DisplayName("ROSTER-2: shouldTakeThoseOffTheRosterWhoLeftTheGameJustBefore")
    void shouldTakeThoseOffTheRosterWhoLeftTheGameJustBefore() {
        source.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.ANSWER_HELD);
        PlayedStream stream = new PlayedStream(rig, source, board, ada.player(), 1);
        CompletableFuture<HandOverOutcome> outcome = handOver();
        stream.offer(1, -3);
        rig.advance(SOON);
        source.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.NONE);
        source.store().release();
        assertThat(rig.answer(outcome)).isInstanceOf(HandOverOutcome.HandedOver.class);
        assertThat(rosterOf()).isEmpty();
    }

    @Test
    @DisplayName("HAND-5: shouldSayForAWhileThatItHasMoved")
    void shouldSayForAWhileThatItHasMoved() {
        Token token = handedOver().token();
        rig.advance(SOON);
        assertThat(source.gameserver().movedTo(board)).contains(token);
        source.store().failAll(StoreFault.UNREACHED);
        assertThat(rig.answer(rig.join(source, board, rig.key())))
                .isEqualTo(new Lobby.NotHere(rig.token(board).epoch().value()));
        source.store().failAll(StoreFault.NONE);
        rig.advance(Duration.ofSeconds(10));
        assertThat(source.gameserver().movedTo(board)).isEmpty();
        assertThat(rig.answer(rig.join(source, board, rig.key())))
                .isEqualTo(new Lobby.NotHere(rig.token(board).epoch().value()));
    }

    @Test
    void shouldComeBackByAnotherHandover() {
        handedOver();
        rig.await("adopted", SOON, () -> target.tick(board).isPresent());
        rig.advance(Duration.ofMillis(100));
        HandOverOutcome back = rig.answer(target.gameserver()
                .link()
                .handOver(board, new GameserverAddress(source.incarnation(), "back:1"), ClusterRig.REMAINING));
        assertThat(back).isInstanceOf(HandOverOutcome.HandedOver.class);
        rig.await("adopted", SOON, () -> source.tick(board).isPresent());
        rig.advance(SOON);
        assertThat(source.gameserver().movedTo(board)).isEmpty();
        rig.joined(source, board, rig.key());
        rig.steps().shouldBeWhole(board);
    }

    @Test
    @DisplayName("HAND-4: shouldTickOnWhenTheWriteIsNotApplied")
    void shouldTickOnWhenTheWriteIsNotApplied() {
        source.store().fail(StoreCall.HAND_OVER_BOARD, StoreFault.UNREACHED);
        assertThat(rig.answer(handOver())).isInstanceOf(HandOverOutcome.Refused.class);
        assertGoesOnAtTheSource();
    }

    @Test
    @DisplayName("HAND-4: shouldStandStillUntilAWriteThatWasLostCannotBeAppliedAnyMore")
    void shouldStandStillUntilAWriteThatWasLostCannotBeAppliedAnyMore() {
        source.store().fail(StoreCall.HAND_OVER_BOARD, StoreFault.REQUEST_LOST);
        CompletableFuture<HandOverOutcome> outcome = handOver();
        rig.advance(Duration.ofSeconds(1));
        assertThat(state()).isEqualTo(BoardState.FROZEN);
        rig.await("decided", DECIDED_MAX, outcome::isDone);
        assertThat(outcome.join()).isInstanceOf(HandOverOutcome.Refused.class);
        assertGoesOnAtTheSource();
    }

    @Test
    @DisplayName("HAND-4: shouldBelieveTheRecordWhenTheAnswerIsLost")
    void shouldBelieveTheRecordWhenTheAnswerIsLost() {
        source.store().fail(StoreCall.HAND_OVER_BOARD, StoreFault.ANSWER_LOST);
        assertThat(rig.answer(handOver())).isEqualTo(new HandOverOutcome.HandedOver(rig.token(board)));
        assertGoesOnAtTheTarget();
    }

    @Test
    @DisplayName("HAND-4: shouldTickNowhereWhileTheWriteIsUnderWay")
    void shouldTickNowhereWhileTheWriteIsUnderWay() {
        source.store().fail(StoreCall.HAND_OVER_BOARD, StoreFault.REQUEST_HELD);
        CompletableFuture<HandOverOutcome> outcome = handOver();
        rig.advance(Duration.ofSeconds(1));
        long tick = rig.steps().last(board).tick();
        rig.advance(SOON);
        assertThat(rig.steps().last(board).tick()).isEqualTo(tick);
        rig.answerAs(Lobby.Unavailable.class, rig.join(source, board, rig.key()));
        rig.answerAs(Lobby.Unavailable.class, source.lobby().leaveBoard(board, ada.player(), ClusterRig.REMAINING));
        source.store().release();
        assertThat(rig.answer(outcome)).isInstanceOf(HandOverOutcome.HandedOver.class);
        assertGoesOnAtTheTarget();
    }

    @Test
    @DisplayName("ROUTE-5: shouldTickOnWhenTheWriteComesAfterItsTime")
    void shouldTickOnWhenTheWriteComesAfterItsTime() {
        source.store().fail(StoreCall.HAND_OVER_BOARD, StoreFault.REQUEST_HELD);
        CompletableFuture<HandOverOutcome> outcome = handOver();
        rig.advance(Duration.ofSeconds(3));
        source.store().release();
        assertThat(rig.answer(outcome)).isInstanceOf(HandOverOutcome.Refused.class);
        assertGoesOnAtTheSource();
    }

    @Test
    @DisplayName("HAND-4: shouldStandStillWhileTheStoreDoesNotSayWhoHasIt")
    void shouldStandStillWhileTheStoreDoesNotSayWhoHasIt() {
        source.store().fail(StoreCall.HAND_OVER_BOARD, StoreFault.REQUEST_LOST);
        source.store().fail(StoreCall.READ_TOKENS, StoreFault.UNREACHED);
        CompletableFuture<HandOverOutcome> outcome = handOver();
        rig.await("out of time", Duration.ofSeconds(6), outcome::isDone);
        assertThat(outcome.join()).isEqualTo(HandOverOutcome.Unknown.INSTANCE);
        assertThat(state()).isEqualTo(BoardState.FROZEN);
        source.store().failAll(StoreFault.NONE);
        rig.advance(DECIDED_MAX);
        assertGoesOnAtTheSource();
    }

    @Test
    @DisplayName("HAND-1: shouldNotMoveToAGameserverThatDoesNotLive")
    void shouldNotMoveToAGameserverThatDoesNotLive() {
        target.crash();
        rig.advance(Duration.ofSeconds(3));
        assertThat(rig.answer(handOver())).isInstanceOf(HandOverOutcome.Refused.class);
        assertGoesOnAtTheSource();
    }

    @Test
    @DisplayName("I3: shouldComeBackFromTheLastStateWhenTheTargetDiesBeforeItsFirstStep")
    void shouldComeBackFromTheLastStateWhenTheTargetDiesBeforeItsFirstStep() {
        target.pause();
        handedOver();
        long tick = savedTick();
        target.crash();
        rig.startOrchestrator();
        rig.await("back", FAILOVER_MAX, () -> source.tick(board).isPresent());
        rig.advance(SOON);
        assertThat(source.players(board)).isEqualTo(1);
        assertThat(rig.steps().last(board).tick()).isGreaterThan(tick);
        rig.steps().shouldBeWhole(board);
    }

    @Test
    @DisplayName("I1: shouldObeyTheRecordWhenItWasPausedInTheMidstAndTheBoardWentElsewhere")
    void shouldObeyTheRecordWhenItWasPausedInTheMidstAndTheBoardWentElsewhere() {
        source.store().fail(StoreCall.HAND_OVER_BOARD, StoreFault.REQUEST_HELD);
        CompletableFuture<HandOverOutcome> outcome = handOver();
        rig.advance(Duration.ofMillis(200));
        source.pause();
        rig.startOrchestrator();
        rig.await("failed over", FAILOVER_MAX, () -> target.tick(board).isPresent());
        Token token = rig.token(board);
        source.resume();
        source.store().fail(StoreCall.HAND_OVER_BOARD, StoreFault.NONE);
        source.store().release();
        rig.await("obeyed", DECIDED_MAX, () -> source.tick(board).isEmpty());
        assertThat(outcome).isDone();
        assertThat(rig.token(board)).isEqualTo(token);
        rig.steps().shouldRise(board);
    }

    @Test
    @DisplayName("HAND-4: shouldNotBeginWhileTheLeaseIsInDoubt")
    void shouldNotBeginWhileTheLeaseIsInDoubt() {
        source.store().fail(StoreCall.LOGIN, StoreFault.UNREACHED);
        rig.advance(Duration.ofSeconds(3));
        assertThat(rig.answer(handOver())).isInstanceOf(HandOverOutcome.Refused.class);
        assertThat(source.store().calls(StoreCall.HAND_OVER_BOARD)).isZero();
    }

    @Test
    @DisplayName("HAND-4: shouldNotBeginWhileSavesFail")
    void shouldNotBeginWhileSavesFail() {
        source.store().fail(StoreCall.SAVE_SNAPSHOTS, StoreFault.UNREACHED);
        assertThat(rig.answer(handOver())).isInstanceOf(HandOverOutcome.Refused.class);
        assertThat(source.store().calls(StoreCall.HAND_OVER_BOARD)).isZero();
        assertThat(state()).isEqualTo(BoardState.RUNNING);
    }

    @Test
    @DisplayName("HAND-2: shouldLetAJoinThatHasBegunComeToItsEndFirst")
    void shouldLetAJoinThatHasBegunComeToItsEndFirst() {
        source.store().fail(StoreCall.JOIN_ROSTER, StoreFault.ANSWER_HELD);
        CompletableFuture<Lobby.JoinOutcome> join =
                rig.join(source, board, rig.key()).toCompletableFuture();
        rig.advance(Duration.ofMillis(50));
        CompletableFuture<HandOverOutcome> outcome = handOver();
        rig.advance(Duration.ofMillis(200));
        assertThat(source.store().calls(StoreCall.HAND_OVER_BOARD)).isZero();
        source.store().release();
        rig.answerAs(Lobby.Joined.class, join);
        assertThat(rig.answer(outcome)).isInstanceOf(HandOverOutcome.HandedOver.class);
        assertGoesOnAtTheTarget();
        assertThat(target.players(board)).isEqualTo(2);
        assertThat(rosterOf()).hasSize(2);
    }

    @Test
    @DisplayName("HAND-2: shouldNotWaitLongForAJoin")
    void shouldNotWaitLongForAJoin() {
        source.store().fail(StoreCall.JOIN_ROSTER, StoreFault.ANSWER_HELD);
        CompletableFuture<Lobby.JoinOutcome> join =
                rig.join(source, board, rig.key()).toCompletableFuture();
        rig.advance(Duration.ofMillis(50));
        CompletableFuture<HandOverOutcome> outcome = handOver();
        rig.await("refused", Duration.ofMillis(1_200), outcome::isDone);
        assertThat(outcome.join()).isInstanceOf(HandOverOutcome.Refused.class);
        source.store().fail(StoreCall.JOIN_ROSTER, StoreFault.NONE);
        source.store().release();
        rig.answerAs(Lobby.Joined.class, join);
        assertGoesOnAtTheSource();
    }

    @Test
    void shouldNotHandOverWhatItDoesNotHave() {
        assertThat(rig.answer(target.gameserver()
                        .link()
                        .handOver(board, new GameserverAddress(source.incarnation(), "x:1"), ClusterRig.REMAINING)))
                .isEqualTo(HandOverOutcome.NotHere.INSTANCE);
        assertThat(rig.answer(source.gameserver()
                        .link()
                        .handOver(board, new GameserverAddress(source.incarnation(), "x:1"), ClusterRig.REMAINING)))
                .isInstanceOf(HandOverOutcome.Refused.class);
    }

    private CompletableFuture<HandOverOutcome> handOver() {
        return source.gameserver()
                .link()
                .handOver(board, new GameserverAddress(target.incarnation(), "target:1"), ClusterRig.REMAINING)
                .toCompletableFuture();
    }

    private HandOverOutcome.HandedOver handedOver() {
        return rig.answerAs(HandOverOutcome.HandedOver.class, handOver());
    }

    private BoardState state() {
        return source.gameserver().board(board).orElseThrow().status().state();
    }

    private void assertGoesOnAtTheSource() {
        long tick = rig.steps().last(board).tick();
        rig.advance(Duration.ofSeconds(3));
        assertThat(rig.steps().last(board).tick()).isGreaterThan(tick + 100);
        assertThat(target.tick(board)).isEmpty();
        assertThat(rig.token(board).holder()).isEqualTo(source.incarnation());
        assertThat(savedTick()).isGreaterThan(tick);
        rig.steps().shouldBeWhole(board);
        assertStateIsThatOfItsSteps(source);
        rig.joined(source, board, rig.key());
    }

    private void assertGoesOnAtTheTarget() {
        rig.await("adopted", Duration.ofMillis(1_200), () -> target.tick(board).isPresent());
        long tick = rig.steps().last(board).tick();
        rig.advance(Duration.ofSeconds(3));
        assertThat(rig.steps().last(board).tick()).isGreaterThan(tick + 100);
        assertThat(source.tick(board)).isEmpty();
        assertThat(savedTick()).isGreaterThan(tick);
        rig.steps().shouldBeWhole(board);
        assertStateIsThatOfItsSteps(target);
    }

    /** The state holds, byte for byte, what all steps lead to in one place. */
    private void assertStateIsThatOfItsSteps(ClusterRig.Node node) {
        byte[] state = rig.answer(node.gameserver().board(board).orElseThrow().freeze())
                .bytes();
        byte[] replayed = rig.steps().replayed(loaded().board().spec());
        assertThat(new String(state, StandardCharsets.ISO_8859_1))
                .contains(new String(replayed, StandardCharsets.ISO_8859_1));
        node.gameserver().board(board).orElseThrow().resume();
        rig.advance(Duration.ofMillis(50));
    }

    private List<PlayerId> rosterOf() {
        return loaded().roster().entries().stream().map(RosterEntry::player).toList();
    }

    private long savedTick() {
        return loaded().snapshot().orElseThrow().tick();
    }

    private SnapshotStore.Loaded loaded() {
        SnapshotStore.LoadOutcome outcome = rig.store()
                .snapshots()
                .load(board, ClusterRig.REMAINING)
                .toCompletableFuture()
                .join();
        assertThat(outcome).isInstanceOf(SnapshotStore.Loaded.class);
        return (SnapshotStore.Loaded) outcome;
    }
}
