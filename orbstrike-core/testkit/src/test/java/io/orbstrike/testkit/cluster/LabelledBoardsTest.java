package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.ClusterOperations;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.store.Absent;
import io.orbstrike.store.AttachmentStore.AttachReason;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Boards that require labels of their gameservers, through all that moves a board. */
class LabelledBoardsTest {

    private static final Map<String, String> IN_A = Map.of("zone", "a", "disk", "ssd");
    private static final Map<String, String> IN_B = Map.of("zone", "b", "disk", "ssd");
    private static final RequiredLabels ZONE_A = RequiredLabels.NONE.with("zone", "a");
    private static final Duration FAILOVER_TIME_MAX = Duration.ofSeconds(5);

    private final ClusterRig rig = new ClusterRig(new PatientType());

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldBeMadeWhereTheirLabelsAre() {
        ClusterRig.Node inA = rig.startGameserver(IN_A);
        ClusterRig.Node inB = rig.startGameserver(IN_B);
        rig.startGameserver();
        ClusterRig.Node orchestrator = startedOrchestrator();
        for (int i = 0; i < 8; i++) {
            assertThat(holder(created(orchestrator, ZONE_A))).isEqualTo(inA);
            assertThat(holder(created(orchestrator, RequiredLabels.NONE.with("zone", "b"))))
                    .isEqualTo(inB);
        }
        assertThat(rig.record(created(orchestrator, ZONE_A)).spec().requiredLabels())
                .isEqualTo(ZONE_A);
    }

    @Test
    void shouldLeaveNothingInTheStoreWhereNobodyHasTheirLabels() {
        GameserverOptions oneADay = GameserverOptions.builder().createQuota(1).build();
        ClusterRig.Node plain = rig.startGameserver(oneADay);
        ClusterRig.Node orchestrator = startedOrchestrator();
        IdempotencyKey key = rig.key();
        Lobby.NoRoom noRoom = rig.answerAs(Lobby.NoRoom.class, rig.create(orchestrator, key, ZONE_A));
        assertThat(noRoom.reason()).isEqualTo("no gameserver has what the board requires: zone=a");
        assertThat(noRoom.retryAfter()).isPositive();
        assertThat(rig.answerAs(Lobby.NoRoom.class, rig.create(plain, key, ZONE_A))
                        .reason())
                .isEqualTo("the gameserver lacks what the board requires: zone=a");
        assertThat(rig.answer(rig.store().boards().get(key.boardId(), ClusterRig.REMAINING)))
                .isEqualTo(Absent.INSTANCE);
        rig.created(orchestrator); // the only one of the day

        ClusterRig.Node inA = rig.startGameserver(IN_A);
        rig.advance(Duration.ofSeconds(1));
        rig.answerAs(Lobby.Created.class, rig.create(orchestrator, key, ZONE_A));
        assertThat(holder(key.boardId())).isEqualTo(inA);
    }

    @Test
    void shouldFindNoRoomWhereThoseWithTheirLabelsAreFull() {
        ClusterRig.Node inA =
                rig.startGameserver(GameserverOptions.builder().boardsMax(1).build(), IN_A);
        rig.startGameserver();
        ClusterRig.Node orchestrator = startedOrchestrator();
        assertThat(holder(created(orchestrator, ZONE_A))).isEqualTo(inA);
        IdempotencyKey key = rig.key();
        assertThat(rig.answerAs(Lobby.NoRoom.class, rig.create(orchestrator, key, ZONE_A))
                        .reason())
                .isEqualTo("no gameserver has room");
        assertThat(rig.answer(rig.store().boards().get(key.boardId(), ClusterRig.REMAINING)))
                .isEqualTo(Absent.INSTANCE);
    }

    @Test
    @DisplayName("FAIL-1: shouldFailOverToOneWithTheirLabelsThoughOthersHaveFewerBoards")
    void shouldFailOverToOneWithTheirLabelsThoughOthersHaveFewerBoards() {
        ClusterRig.Node first = rig.startGameserver(IN_A);
        List<BoardId> boards = played(first, 6);
        ClusterRig.Node plain = rig.startGameserver();
        ClusterRig.Node second = rig.startGameserver(IN_A);
        startedOrchestrator();
        first.crash();
        rig.await("all are served", FAILOVER_TIME_MAX, () -> ticks(second, boards));
        assertThat(boards).allSatisfy(board -> assertThat(second.players(board)).isEqualTo(1));
        assertNeverAttachedTo(plain);
    }

    @Test
    @DisplayName("I4: shouldWaitForOneWithTheirLabelsAndLoseNothing")
    void shouldWaitForOneWithTheirLabelsAndLoseNothing() {
        ClusterRig.Node first = rig.startGameserver(IN_A);
        ClusterRig.Node plain = rig.startGameserver();
        rig.startGameserver(IN_B);
        startedOrchestrator();
        List<BoardId> boards = played(first, 4);
        BoardId elsewhere = rig.created(first);
        rig.advance(Duration.ofSeconds(3));
        List<Long> saved = boards.stream().map(rig::savedTick).toList();
        List<Token> tokens = boards.stream().map(rig::token).toList();
        first.crash();
        rig.await(
                "the other one is served",
                FAILOVER_TIME_MAX,
                () -> !holder(elsewhere).equals(first));
        rig.advance(Duration.ofSeconds(20));
        assertThat(boards.stream().map(rig::token)).containsExactlyElementsOf(tokens);
        assertThat(plain.gameserver().boardsAfter(null, 10))
                .allMatch(seen -> seen.id().equals(elsewhere));

        ClusterRig.Node second = rig.startGameserver(IN_A);
        rig.await("they are served", FAILOVER_TIME_MAX, () -> ticks(second, boards));
        for (int i = 0; i < boards.size(); i++) {
            assertThat(second.tick(boards.get(i)).orElseThrow()).isGreaterThanOrEqualTo(saved.get(i));
            assertThat(second.players(boards.get(i))).isEqualTo(1);
            assertThat(rig.record(boards.get(i)).spec().requiredLabels()).isEqualTo(ZONE_A);
        }
    }

    @Test
    @DisplayName("FAIL-5: shouldWaitThroughAColdStartForOneWithTheirLabels")
    void shouldWaitThroughAColdStartForOneWithTheirLabels() {
        ClusterRig.Node first = rig.startGameserver(IN_A);
        startedOrchestrator();
        List<BoardId> boards = played(first, 3);
        rig.advance(Duration.ofSeconds(2));
        first.crash();
        rig.advance(Duration.ofSeconds(6));
        ClusterRig.Node plain = rig.startGameserver();
        rig.advance(Duration.ofSeconds(8));
        ClusterRig.Node second = rig.startGameserver(IN_A);
        rig.await("they are served", FAILOVER_TIME_MAX, () -> ticks(second, boards));
        assertNeverAttachedTo(plain);
    }

    @Test
    @DisplayName("FAIL-5: shouldNotKeepAnOrchestratorFromStartingWhileTheyWait")
    void shouldNotKeepAnOrchestratorFromStartingWhileTheyWait() {
        ClusterRig.Node first = rig.startGameserver(IN_A);
        ClusterRig.Node before = startedOrchestrator();
        played(first, 3);
        first.crash();
        before.crash();
        rig.advance(Duration.ofSeconds(10));
        rig.startGameserver();
        ClusterRig.Node orchestrator = rig.startOrchestrator();
        rig.await("settled", Duration.ofSeconds(10), orchestrator.started()::isDone);
    }

    @Test
    @DisplayName("FAIL-1: shouldBeGivenOnByOneThatLacksTheirLabels")
    void shouldBeGivenOnByOneThatLacksTheirLabels() {
        ClusterRig.Node first = rig.startGameserver(IN_A);
        ClusterRig.Node plain = rig.startGameserver();
        BoardId board = played(first, 1).get(0);
        ClusterRig.Node second = rig.startGameserver(IN_A);
        startedOrchestrator();
        attachAndTell(board, plain);
        rig.await("given on", Duration.ofMillis(300), () -> inZoneA(board, first, second));
        assertThat(plain.tick(board)).isEmpty();
        assertThat(rig.record(board).holderDeaths()).isZero();
    }

    @Test
    @DisplayName("FAIL-1: shouldWaitAtOneThatLacksTheirLabelsUntilAnotherComes")
    void shouldWaitAtOneThatLacksTheirLabelsUntilAnotherComes() {
        ClusterRig.Node first = rig.startGameserver(IN_A);
        ClusterRig.Node plain = rig.startGameserver();
        BoardId board = played(first, 1).get(0);
        startedOrchestrator();
        first.crash();
        rig.advance(Duration.ofSeconds(4));
        Token token = attachAndTell(board, plain);
        rig.advance(Duration.ofSeconds(12));
        assertThat(rig.token(board)).isEqualTo(token);
        assertThat(plain.tick(board)).isEmpty();
        ClusterRig.Node second = rig.startGameserver(IN_A);
        rig.await("it is served", FAILOVER_TIME_MAX, () -> ticks(second, List.of(board)));
        assertThat(second.players(board)).isEqualTo(1);
    }

    @Test
    @DisplayName("HAND-3: shouldBeHandedOverInADrainToOneWithTheirLabels")
    void shouldBeHandedOverInADrainToOneWithTheirLabels() {
        ClusterRig.Node first = rig.startGameserver(IN_A);
        ClusterRig.Node plain = rig.startGameserver();
        List<BoardId> boards = played(first, 6);
        ClusterRig.Node second = rig.startGameserver(IN_A);
        startedOrchestrator();
        CompletableFuture<Void> drained = first.gameserver().drain().toCompletableFuture();
        rig.await("drained", Duration.ofSeconds(3), drained::isDone);
        rig.await("all are served", Duration.ofSeconds(1), () -> ticks(second, boards));
        boards.forEach(rig.steps()::shouldBeWhole);
        assertNeverAttachedTo(plain);
    }

    @Test
    void shouldNotBeWaitedForInADrainWhereNobodyElseHasTheirLabels() {
        ClusterRig.Node first = rig.startGameserver(IN_A);
        ClusterRig.Node plain = rig.startGameserver();
        rig.startGameserver(IN_B);
        startedOrchestrator();
        BoardId board = played(first, 1).get(0);
        BoardId other = rig.created(first);
        rig.advance(Duration.ofSeconds(2));
        long tick = first.tick(board).orElseThrow();
        CompletableFuture<Void> drained = first.gameserver().drain().toCompletableFuture();
        rig.await("drained", Duration.ofSeconds(3), drained::isDone);
        assertThat(holder(other)).as("that one is").isNotEqualTo(first);
        assertThat(rig.savedTick(board)).isGreaterThanOrEqualTo(tick);
        first.crash();
        rig.advance(Duration.ofSeconds(5));
        assertThat(plain.tick(board)).isEmpty();
        ClusterRig.Node second = rig.startGameserver(IN_A);
        rig.await("it is served", FAILOVER_TIME_MAX, () -> ticks(second, List.of(board)));
    }

    @Test
    void shouldBeMovedByOperatorsOnlyWhereTheirLabelsAre() {
        ClusterRig.Node first = rig.startGameserver(IN_A);
        ClusterRig.Node inB = rig.startGameserver(IN_B);
        ClusterRig.Node second = rig.startGameserver(IN_A);
        ClusterOperations operations = startedOrchestrator().orchestrator().operations();
        BoardId board = played(first, 1).get(0);
        Token token = rig.token(board);
        assertThat(rig.answer(operations.move(board, inB.incarnation(), ClusterRig.REMAINING)))
                .isEqualTo(new ClusterOperations.Refused("the gameserver lacks what the board requires: zone=a"));
        assertThat(rig.token(board)).isEqualTo(token);
        rig.answerAs(ClusterOperations.Moved.class, operations.move(board, second.incarnation(), ClusterRig.REMAINING));
        rig.await("it is served", Duration.ofSeconds(1), () -> ticks(second, List.of(board)));
    }

    private ClusterRig.Node startedOrchestrator() {
        ClusterRig.Node node = rig.startOrchestrator();
        rig.advance(Duration.ofSeconds(2));
        return node;
    }

    private BoardId created(ClusterRig.Node on, RequiredLabels labels) {
        return rig.answerAs(Lobby.Created.class, rig.create(on, rig.key(), labels))
                .board()
                .id();
    }

    /** Boards that require the zone a, with a player each. */
    private List<BoardId> played(ClusterRig.Node on, int count) {
        rig.advance(Duration.ofMillis(100));
        List<BoardId> boards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BoardId board = created(on, ZONE_A);
            rig.joined(on, board, rig.key());
            boards.add(board);
        }
        return boards;
    }

    /** It would have given back what it lacks the labels for. */
    private static void assertNeverAttachedTo(ClusterRig.Node gameserver) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        OrbstrikeMetrics.of(gameserver.gameserver()).bindTo(registry);
        assertThat(registry.get("orbstrike.boards.declined").functionCounter().count())
                .isZero();
    }

    private ClusterRig.Node holder(BoardId board) {
        return rig.gameserver(rig.token(board).holder()).orElseThrow();
    }

    private boolean inZoneA(BoardId board, ClusterRig.Node... nodes) {
        return List.of(nodes).contains(holder(board))
                && holder(board).tick(board).isPresent();
    }

    private static boolean ticks(ClusterRig.Node on, List<BoardId> boards) {
        return boards.stream().allMatch(board -> on.tick(board).isPresent());
    }

    private Token attachAndTell(BoardId board, ClusterRig.Node target) {
        Token token = rig.attach(board, target, AttachReason.MOVED);
        rig.store().hints().publish(new StoreHints.Attached(board, token));
        rig.settle();
        return token;
    }
}
