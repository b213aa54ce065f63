package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.store.AttachmentStore.AttachReason;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A gameserver that takes boards over, and asks who held them before (FAIL-3). */
class PreviousHolderTest {

    private static final Duration TTL = Duration.ofSeconds(2);
    private static final Duration YIELD_TIMEOUT = Duration.ofMillis(100);

    private final ClusterRig rig = new ClusterRig(new PatientType());
    private final ClusterRig.Node first = rig.startGameserver();
    private final ClusterRig.Node second = rig.startGameserver();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void settle() {
        rig.startOrchestrator();
        OrbstrikeMetrics.of(second.gameserver()).bindTo(registry);
        rig.advance(Duration.ofSeconds(3));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @DisplayName("FAIL-3: shouldLoseNoStepOfAHolderThatLostTheStore")
    void shouldLoseNoStepOfAHolderThatLostTheStore() {
        BoardId board = played();
        first.store().failAll(StoreFault.UNREACHED);
        awaitTakenOver(board);
        rig.advance(Duration.ofSeconds(1));
        rig.steps().shouldBeWhole(board);
        assertThat(second.players(board)).isOne();
        assertThat(count("orbstrike.boards.continued")).isOne();
    }

    @Test
    @DisplayName("FAIL-3: shouldLoseNoStepOfAHolderThatHearsOfTheNextOneFirst")
    void shouldLoseNoStepOfAHolderThatHearsOfTheNextOneFirst() {
        BoardId board = played();
        first.store().failAll(StoreFault.UNREACHED);
        first.store().fail(StoreCall.HEAR_HINT, StoreFault.NONE);
        awaitTakenOver(board);
        rig.advance(Duration.ofSeconds(1));
        assertThat(first.tick(board)).isEmpty();
        rig.steps().shouldBeWhole(board);
    }

    @Test
    @DisplayName("FAIL-3: shouldLoseNoStepOfAHolderWhoseRenewalsAloneAreLost")
    void shouldLoseNoStepOfAHolderWhoseRenewalsAloneAreLost() {
        BoardId board = played();
        first.store().fail(StoreCall.LOGIN, StoreFault.REQUEST_LOST);
        awaitTakenOver(board);
        rig.advance(Duration.ofSeconds(1));
        rig.steps().shouldBeWhole(board);
    }

    @Test
    @DisplayName("FAIL-3: shouldGiveNoStateForEverThatAnotherHasSince")
    void shouldGiveNoStateForEverThatAnotherHasSince() {
        BoardId board = played();
        first.store().failAll(StoreFault.UNREACHED);
        awaitTakenOver(board);
        rig.advance(Duration.ofSeconds(1));
        first.store().failAll(StoreFault.NONE);
        rig.advance(Duration.ofSeconds(12));
        assertThat(first.tick(board)).isEmpty();
        long sinceTick = second.tick(board).orElseThrow();
        assertThat(sinceTick).isGreaterThan(0);
        rig.steps().shouldBeWhole(board);
    }

    @Test
    @DisplayName("FAIL-3: shouldWaitForAPausedHolderNoLongerThanItsTime")
    void shouldWaitForAPausedHolderNoLongerThanItsTime() {
        BoardId board = played();
        first.pause();
        awaitAttached(board);
        rig.advance(YIELD_TIMEOUT.minusMillis(20));
        assertThat(second.tick(board)).isEmpty();
        rig.await("ticking", Duration.ofMillis(100), () -> second.tick(board).isPresent());
        assertThat(count("orbstrike.boards.continued")).isZero();
        assertThat(count("orbstrike.adoptions.unanswered")).isOne();
    }

    @Test
    @DisplayName("FAIL-3: shouldWaitForAPausedHolderOnceForAllItsBoards")
    void shouldWaitForAPausedHolderOnceForAllItsBoards() {
        List<BoardId> boards = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            boards.add(rig.created(first));
        }
        rig.advance(Duration.ofSeconds(2));
        first.pause();
        boards.forEach(this::awaitAttached);
        rig.await(
                "ticking",
                YIELD_TIMEOUT.plusMillis(100),
                () -> boards.stream().allMatch(board -> second.tick(board).isPresent()));
        assertThat(rig.links().yieldsAsked()).isLessThanOrEqualTo(16);
    }

    @Test
    @DisplayName("FAIL-3: shouldNotWaitForAHolderThatRefuses")
    void shouldNotWaitForAHolderThatRefuses() {
        BoardId board = played();
        first.crash();
        awaitAttached(board);
        rig.await("ticking", Duration.ofMillis(60), () -> second.tick(board).isPresent());
        assertThat(rig.links().yieldsAsked()).isOne();
        assertThat(count("orbstrike.adoptions.unanswered")).isZero();
    }

    @Test
    @DisplayName("FAIL-3: shouldNotAskAHolderThatIsProvenDead")
    void shouldNotAskAHolderThatIsProvenDead() {
        BoardId board = played();
        first.crash();
        rig.suspect(first);
        awaitTakenOver(board);
        assertThat(rig.links().yieldsAsked()).isZero();
    }

    @Test
    @DisplayName("FAIL-3: shouldNotAskTheSourceOfAHandover")
    void shouldNotAskTheSourceOfAHandover() {
        BoardId board = played();
        rig.answer(first.gameserver().drain());
        awaitTakenOver(board);
        rig.steps().shouldBeWhole(board);
        assertThat(rig.links().yieldsAsked()).isZero();
    }

    @Test
    @DisplayName("I4: shouldTakeABoardThatAnotherCreatedThoughItDoesNotKnowWhetherItDid")
    void shouldTakeABoardThatAnotherCreatedThoughItDoesNotKnowWhetherItDid() {
        IdempotencyKey key = rig.key();
        first.store().fail(StoreCall.CREATE_BOARD, StoreFault.REQUEST_LOST);
        rig.answerAs(Lobby.Unavailable.class, rig.create(first, key));
        rig.answerAs(Lobby.Created.class, rig.create(second, key));
        rig.attach(key.boardId(), first, AttachReason.MOVED);
        rig.await("ticking", TTL, () -> first.tick(key.boardId()).isPresent());
    }

    private BoardId played() {
        BoardId board = rig.created(first);
        rig.joined(first, board, rig.key());
        rig.advance(Duration.ofMillis(2_350));
        assertThat(first.tick(board).orElseThrow()).isGreaterThan(0);
        return board;
    }

    private void awaitAttached(BoardId board) {
        rig.await(
                "attached", TTL.plusSeconds(1), () -> rig.token(board).holder().equals(second.incarnation()));
    }

    private void awaitTakenOver(BoardId board) {
        rig.await("taken over", TTL.plusSeconds(1), () -> second.tick(board).isPresent());
    }

    private double count(String meter) {
        return registry.get(meter).functionCounter().count();
    }
}
