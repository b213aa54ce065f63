package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Boards that leave their gameserver, and how many of them do so at a time. */
class MovingPaceTest {

    private static final int AT_A_TIME = 4;
    private static final int ATTACHES_AT_A_TIME = 64;
    private static final int PER_SECOND = 20;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration FAILOVER_MAX = Duration.ofSeconds(4);

    private final ClusterRig rig = new ClusterRig(new PatientType());
    private final ClusterRig.Node source = rig.startGameserver();
    private final ClusterRig.Node target = rig.startGameserver();
    private final ClusterRig.Node leader = rig.startOrchestrator();

    @BeforeEach
    void settle() {
        rig.advance(Duration.ofSeconds(3));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @DisplayName("FAIL-1: shouldAttachSixtyFourBoardsAtATime")
    void shouldAttachSixtyFourBoardsAtATime() {
        assertAttachesAtATime(100, ATTACHES_AT_A_TIME);
    }

    @Test
    @DisplayName("FAIL-1: shouldAttachFewBoardsAllAtOnce")
    void shouldAttachFewBoardsAllAtOnce() {
        assertAttachesAtATime(10, 10);
    }

    @Test
    void shouldHandOverFourBoardsOfAGameserverAtATime() {
        assertHandsOverAtATime(12, AT_A_TIME);
    }

    @Test
    void shouldHandOverFewBoardsAllAtOnce() {
        assertHandsOverAtATime(3, 3);
    }

    @Test
    void shouldHandOverFourBoardsToAGameserverAtATime() {
        ClusterRig.Node second = rig.startGameserver();
        rig.advance(SECOND);
        List<BoardId> boards = boards(source, AT_A_TIME);
        boards.addAll(boards(second, AT_A_TIME));
        CompletableFuture<Void> drained = held(source);
        CompletableFuture<Void> secondDrained = held(second);
        rig.advance(SECOND);
        assertThat(rig.links().handoversAsked()).isEqualTo(AT_A_TIME);

        release(source);
        release(second);
        rig.await("drained", FAILOVER_MAX, () -> drained.isDone() && secondDrained.isDone());
        assertAllAtTheTarget(boards);
    }

    @Test
    void shouldRefuseAFifthHandoverAtATime() {
        List<CompletableFuture<HandOverOutcome>> outcomes = new ArrayList<>();
        source.store().fail(StoreCall.HAND_OVER_BOARD, StoreFault.REQUEST_HELD);
        for (BoardId board : boards(source, AT_A_TIME + 2)) {
            outcomes.add(source.gameserver()
                    .link()
                    .handOver(board, new GameserverAddress(target.incarnation(), "target:1"), ClusterRig.REMAINING)
                    .toCompletableFuture());
        }
        rig.advance(Duration.ofMillis(500));
        assertThat(source.store().calls(StoreCall.HAND_OVER_BOARD)).isEqualTo(AT_A_TIME);
        assertThat(outcomes.subList(AT_A_TIME, AT_A_TIME + 2))
                .allSatisfy(outcome -> assertThat(outcome)
                        .isCompletedWithValueMatching(answer -> answer instanceof HandOverOutcome.Refused));
        release(source);
        outcomes.subList(0, AT_A_TIME).forEach(outcome -> rig.answerAs(HandOverOutcome.HandedOver.class, outcome));
    }

    @Test
    void shouldHandOverTwentyBoardsASecond() {
        List<BoardId> boards = boards(source, 3 * PER_SECOND);
        CompletableFuture<Void> drained = source.gameserver().drain().toCompletableFuture();
        rig.await("begun", SECOND, () -> rig.links().handoversAsked() > 0);
        for (int second = 1; second < 3; second++) {
            rig.advance(SECOND);
            assertThat(rig.links().handoversAsked())
                    .as("after " + second + " s")
                    .isBetween(second * PER_SECOND - 2, second * PER_SECOND + 2);
        }
        rig.await("drained", SECOND.plusMillis(500), drained::isDone);
        assertAllAtTheTarget(boards);
    }

    private void assertAttachesAtATime(int boards, int atATime) {
        List<BoardId> created = boards(source, boards);
        int before = leader.store().calls(StoreCall.GET_BOARD);
        leader.store().fail(StoreCall.GET_BOARD, StoreFault.REQUEST_HELD);
        source.crash();
        rig.await("begun", FAILOVER_MAX, () -> leader.store().calls(StoreCall.GET_BOARD) > before);
        rig.advance(Duration.ofMillis(500));
        assertThat(leader.store().calls(StoreCall.GET_BOARD) - before).isEqualTo(atATime);

        leader.store().fail(StoreCall.GET_BOARD, StoreFault.NONE);
        leader.store().release();
        rig.await(
                "adopted",
                FAILOVER_MAX,
                () -> created.stream().allMatch(board -> target.tick(board).isPresent()));
    }

    private void assertHandsOverAtATime(int boards, int atATime) {
        List<BoardId> created = boards(source, boards);
        CompletableFuture<Void> drained = held(source);
        rig.advance(SECOND);
        assertThat(rig.links().handoversAsked()).isEqualTo(atATime);
        release(source);
        rig.await("drained", FAILOVER_MAX, drained::isDone);
        assertAllAtTheTarget(created);
    }

    /** Drains a gameserver that comes as far as the last write. */
    private static CompletableFuture<Void> held(ClusterRig.Node gameserver) {
        gameserver.store().fail(StoreCall.HAND_OVER_BOARD, StoreFault.REQUEST_HELD);
        return gameserver.gameserver().drain().toCompletableFuture();
    }

    private static void release(ClusterRig.Node gameserver) {
        gameserver.store().fail(StoreCall.HAND_OVER_BOARD, StoreFault.NONE);
        gameserver.store().release();
    }

    private void assertAllAtTheTarget(List<BoardId> boards) {
        assertThat(boards)
                .allSatisfy(board -> assertThat(rig.token(board).holder()).isEqualTo(target.incarnation()));
    }

    private List<BoardId> boards(ClusterRig.Node on, int count) {
        List<BoardId> boards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boards.add(rig.created(on));
        }
        return boards;
    }
}
