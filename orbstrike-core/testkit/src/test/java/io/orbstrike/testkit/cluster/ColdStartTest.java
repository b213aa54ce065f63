package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.AttachmentStore.AttachReason;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Boards that come from no live gameserver, and gameservers that take up many boards. */
class ColdStartTest {

    private static final int BOARDS = 9;

    private final ClusterRig rig = new ClusterRig(new PatientType());
    private final ClusterRig.Node first = rig.startGameserver();
    private final List<BoardId> boards = new ArrayList<>();

    @AfterEach
    void close() {
        rig.close();
    }

    private void create() {
        rig.advance(Duration.ofSeconds(2));
        for (int i = 0; i < BOARDS; i++) {
            boards.add(rig.created(first));
        }
    }

    private long on(ClusterRig.Node node) {
        return boards.stream().filter(board -> node.tick(board).isPresent()).count();
    }

    @Test
    @DisplayName("FAIL-5: shouldWaitForThoseThatLogInAndSpreadBoardsOverThem")
    void shouldWaitForThoseThatLogInAndSpreadBoardsOverThem() {
        rig.startOrchestrator();
        create();
        first.crash();
        rig.advance(Duration.ofSeconds(6));
        ClusterRig.Node one = rig.startGameserver();
        rig.advance(Duration.ofMillis(700));
        ClusterRig.Node two = rig.startGameserver();
        rig.advance(Duration.ofMillis(700));
        ClusterRig.Node three = rig.startGameserver();
        rig.advance(Duration.ofMillis(900));
        assertThat(on(one) + on(two) + on(three)).isZero();
        rig.advance(Duration.ofSeconds(1));
        assertThat(List.of(on(one), on(two), on(three))).containsOnly(3L);
    }

    @Test
    @DisplayName("FAIL-5: shouldWaitNoLongerThanFiveSecondsThoughMoreLogIn")
    void shouldWaitNoLongerThanFiveSecondsThoughMoreLogIn() {
        rig.startOrchestrator();
        create();
        first.crash();
        rig.advance(Duration.ofSeconds(6));
        List<ClusterRig.Node> started = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            started.add(rig.startGameserver());
            rig.advance(Duration.ofMillis(800));
        }
        assertThat(started.stream().mapToLong(this::on).sum()).as("after 4.8 s").isZero();
        started.add(rig.startGameserver());
        rig.advance(Duration.ofSeconds(1));
        assertThat(started.stream().mapToLong(this::on).sum()).isEqualTo(BOARDS);
    }

    @Test
    @DisplayName("FAIL-5: shouldNotWaitForOthersWhileOneLives")
    void shouldNotWaitForOthersWhileOneLives() {
        rig.startOrchestrator();
        ClusterRig.Node other = rig.startGameserver();
        create();
        first.crash();
        rig.await("adopted", Duration.ofMillis(2_500), () -> on(other) == BOARDS);
    }

    @Test
    @DisplayName("FAIL-5: shouldAdoptOneByOneWhileRenewalsAreNotAnswered")
    void shouldAdoptOneByOneWhileRenewalsAreNotAnswered() {
        ClusterRig.Node other = rig.startGameserver();
        create();
        other.store().fail(StoreCall.LOGIN, StoreFault.ANSWER_LOST);
        rig.advance(Duration.ofMillis(1_600));
        boards.forEach(board -> rig.attach(board, other, AttachReason.MOVED));
        rig.advance(Duration.ofMillis(1_700));
        assertThat(on(other)).isBetween(1L, 8L);
        other.store().fail(StoreCall.LOGIN, StoreFault.NONE);
        rig.await("adopted", Duration.ofMillis(1_500), () -> on(other) == BOARDS);
    }

    @Test
    @DisplayName("FAIL-5: shouldAdoptOneByOneWhileTicksAreLate")
    void shouldAdoptOneByOneWhileTicksAreLate() {
        ClusterRig.Node other = rig.startGameserver();
        create();
        rig.created(other);
        other.stutter(10);
        rig.advance(Duration.ofSeconds(1));
        boards.forEach(board -> rig.attach(board, other, AttachReason.MOVED));
        rig.advance(Duration.ofMillis(1_700));
        assertThat(on(other)).isBetween(1L, 8L);
        other.stutter(1);
        rig.await("adopted", Duration.ofMillis(1_500), () -> on(other) == BOARDS);
    }

    @Test
    @DisplayName("FAIL-5: shouldAdoptManyAtOnceWhenNothingIsLate")
    void shouldAdoptManyAtOnceWhenNothingIsLate() {
        ClusterRig.Node other = rig.startGameserver();
        create();
        boards.forEach(board -> rig.attach(board, other, AttachReason.MOVED));
        rig.await("adopted", Duration.ofMillis(1_100), () -> on(other) == BOARDS);
    }
}
