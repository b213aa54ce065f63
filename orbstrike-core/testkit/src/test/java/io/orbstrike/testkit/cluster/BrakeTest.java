package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.FailoverOptions;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When nothing moves, and when it does. */
class BrakeTest {

    private static final Duration TTL = Duration.ofSeconds(2);
    private static final Duration BRAKE = Duration.ofSeconds(4);

    private final ClusterRig rig = new ClusterRig(new PatientType());
    private final ClusterRig.Node first = rig.startGameserver();
    private final ClusterRig.Node second = rig.startGameserver();
    private final ClusterRig.Node third = rig.startGameserver();
    private final ClusterRig.Node orchestrator = rig.startOrchestrator();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void settle() {
        OrbstrikeMetrics.of(orchestrator.orchestrator()).bindTo(registry);
        rig.advance(Duration.ofSeconds(3));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @DisplayName("FAIL-2: shouldMoveNothingForAWhileWhenManyAreLostAtOnce")
    void shouldMoveNothingForAWhileWhenManyAreLostAtOnce() {
        BoardId one = rig.created(first);
        BoardId other = rig.created(second);
        first.crash();
        second.crash();
        rig.advance(TTL.plus(BRAKE).minusMillis(600));
        assertThat(rig.token(one).holder()).isEqualTo(first.incarnation());
        assertThat(rig.token(other).holder()).isEqualTo(second.incarnation());
        rig.await(
                "adopted",
                TTL,
                () -> third.tick(one).isPresent() && third.tick(other).isPresent());
        assertThat(brakes()).isOne();
    }

    @Test
    @DisplayName("FAIL-2: shouldNotWaitWhenOneIsLost")
    void shouldNotWaitWhenOneIsLost() {
        BoardId board = rig.created(first);
        first.crash();
        rig.await(
                "adopted",
                TTL.plusMillis(500),
                () -> second.tick(board).isPresent() || third.tick(board).isPresent());
        assertThat(brakes()).isZero();
    }

    @Test
    @DisplayName("FAIL-2: shouldMoveNothingForAWhileWhenMoreThanAThirdIsLostAtOnce")
    void shouldMoveNothingForAWhileWhenMoreThanAThirdIsLostAtOnce() {
        startThreeMore();
        BoardId board = rig.created(first);
        List.of(first, second, third).forEach(ClusterRig.Node::crash);
        rig.advance(TTL.plus(BRAKE).minusMillis(600));
        assertThat(rig.token(board).holder()).isEqualTo(first.incarnation());
        rig.await("adopted", TTL, () -> isAdopted(board));
        assertThat(brakes()).isOne();
    }

    @Test
    @DisplayName("FAIL-2: shouldNotWaitWhenNoMoreThanAThirdIsLostAtOnce")
    void shouldNotWaitWhenNoMoreThanAThirdIsLostAtOnce() {
        startThreeMore();
        BoardId one = rig.created(first);
        BoardId other = rig.created(second);
        first.crash();
        second.crash();
        rig.await("adopted", TTL.plusMillis(500), () -> isAdopted(one) && isAdopted(other));
        assertThat(brakes()).isZero();
    }

    /** Leases are renewed each half second at the same moments, so they end as far apart as their gameservers do. */
    @Test
    @DisplayName("FAIL-2: shouldAddUpWhatIsLostWithinATtl")
    void shouldAddUpWhatIsLostWithinATtl() {
        BoardId board = rig.created(second);
        first.crash();
        rig.advance(TTL.minusMillis(500));
        second.crash();
        rig.advance(TTL.plus(BRAKE).minusMillis(600));
        assertThat(rig.token(board).holder()).isEqualTo(second.incarnation());
        rig.await("adopted", TTL, () -> isAdopted(board));
        assertThat(brakes()).isOne();
    }

    @Test
    @DisplayName("FAIL-2: shouldNotAddUpWhatIsLostMoreThanATtlApart")
    void shouldNotAddUpWhatIsLostMoreThanATtlApart() {
        BoardId board = rig.created(second);
        first.crash();
        rig.advance(TTL.plusMillis(500));
        second.crash();
        rig.await("adopted", TTL.plusMillis(500), () -> isAdopted(board));
        assertThat(brakes()).isZero();
    }

    @Test
    @DisplayName("FAIL-2: shouldMoveNothingUntilThoseThatLiveHaveSavedThoughTtlsAreShort")
    void shouldMoveNothingUntilThoseThatLiveHaveSavedThoughTtlsAreShort() {
        Duration brakeMin = Duration.ofSeconds(3);
        ClusterOptions options = ClusterOptions.builder()
                .leaseTtl(Duration.ofMillis(400))
                .failover(FailoverOptions.builder().brakeMin(brakeMin).build())
                .build();
        try (ClusterRig quick = new ClusterRig(new PatientType(), options)) {
            ClusterRig.Node dead = quick.startGameserver();
            ClusterRig.Node deadToo = quick.startGameserver();
            ClusterRig.Node live = quick.startGameserver();
            quick.startOrchestrator();
            quick.advance(TTL);
            BoardId board = quick.created(dead);
            dead.crash();
            deadToo.crash();
            quick.advance(brakeMin.plusMillis(200)); // leases end after 300 ms at the soonest
            assertThat(quick.token(board).holder()).isEqualTo(dead.incarnation());
            quick.await(
                    "adopted", Duration.ofMillis(600), () -> live.tick(board).isPresent());
        }
    }

    @Test
    @DisplayName("FAIL-2: shouldNotTakeThoseThatStopInOrderForLost")
    void shouldNotTakeThoseThatStopInOrderForLost() {
        BoardId one = rig.created(first);
        BoardId other = rig.created(second);
        drain(first);
        drain(second);
        first.crash();
        second.crash();
        rig.await(
                "adopted",
                Duration.ofSeconds(1),
                () -> third.tick(one).isPresent() && third.tick(other).isPresent());
        assertThat(brakes()).isZero();
        assertThat(rig.record(one).holderDeaths()).isZero();
    }

    @Test
    @DisplayName("FAIL-2: shouldMoveNothingForAWhileWhenTheLeaderItselfWasCutOff")
    void shouldMoveNothingForAWhileWhenTheLeaderItselfWasCutOff() {
        BoardId board = rig.created(first);
        first.crash();
        orchestrator.store().failAll(StoreFault.UNREACHED);
        rig.advance(Duration.ofMillis(2_600));
        orchestrator.store().failAll(StoreFault.NONE);
        rig.advance(BRAKE.minusMillis(200));
        assertThat(rig.token(board).holder()).isEqualTo(first.incarnation());
        rig.await(
                "adopted",
                TTL,
                () -> second.tick(board).isPresent() || third.tick(board).isPresent());
        assertThat(brakes()).isOne();
    }

    @Test
    @DisplayName("FAIL-2: shouldMoveNothingForAWhileWhenTheLeaderStartedWhileTheStoreWasAway")
    void shouldMoveNothingForAWhileWhenTheLeaderStartedWhileTheStoreWasAway() {
        BoardId board = rig.created(second);
        orchestrator.crash();
        ClusterRig.Node late = rig.startOrchestrator();
        List<ClusterRig.Node> all = List.of(first, second, third, late);
        all.forEach(node -> node.store().failAll(StoreFault.UNREACHED));
        rig.advance(Duration.ofSeconds(10));
        late.store().failAll(StoreFault.NONE);
        first.store().failAll(StoreFault.NONE);
        rig.advance(Duration.ofSeconds(1));
        second.store().failAll(StoreFault.NONE);
        third.store().failAll(StoreFault.NONE);
        rig.advance(BRAKE.plusSeconds(2));
        assertThat(rig.token(board).holder()).isEqualTo(second.incarnation());
        assertThat(late.orchestrator().term()).isPresent();
    }

    @Test
    @DisplayName("FAIL-2: shouldGoOnWhenOneRenewalOfTheLeaderWasSlow")
    void shouldGoOnWhenOneRenewalOfTheLeaderWasSlow() {
        orchestrator.pause();
        rig.advance(Duration.ofMillis(500));
        orchestrator.resume();
        rig.advance(TTL);
        assertThat(brakes()).isZero();
    }

    @Test
    @DisplayName("FAIL-2: shouldMoveNothingForAWhileWhenTheStoreWasInterrupted")
    void shouldMoveNothingForAWhileWhenTheStoreWasInterrupted() {
        BoardId board = rig.created(first);
        first.crash();
        rig.advance(Duration.ofMillis(1_200));
        rig.store().interruptHints();
        rig.advance(BRAKE.minusMillis(200));
        assertThat(rig.token(board).holder()).isEqualTo(first.incarnation());
        rig.await(
                "adopted",
                TTL,
                () -> second.tick(board).isPresent() || third.tick(board).isPresent());
        assertThat(brakes()).isOne();
    }

    @Test
    @DisplayName("FAIL-2: shouldNotTakeTheBeginOfNotificationsForAnInterruption")
    void shouldNotTakeTheBeginOfNotificationsForAnInterruption() {
        SimpleMeterRegistry own = new SimpleMeterRegistry();
        OrbstrikeMetrics.of(rig.startOrchestrator().orchestrator()).bindTo(own);
        rig.advance(Duration.ofMillis(100));
        rig.store().interruptHints();
        rig.settle();
        assertThat(own.get("orbstrike.failovers.brakes").functionCounter().count())
                .isZero();
        assertThat(brakes()).isOne();
    }

    /** A leader's look, a save, a frame and the handover come before its end. */
    private void drain(ClusterRig.Node node) {
        CompletableFuture<?> drained = node.gameserver().drain().toCompletableFuture();
        rig.await("drained", Duration.ofSeconds(1), drained::isDone);
    }

    private void startThreeMore() {
        for (int i = 0; i < 3; i++) {
            rig.startGameserver();
        }
        rig.advance(Duration.ofSeconds(1));
    }

    /** Whether a gameserver that runs ticks a board. */
    private boolean isAdopted(BoardId board) {
        ClusterRig.Node holder = rig.gameserver(rig.token(board).holder()).orElseThrow();
        return !holder.isStopped() && holder.tick(board).isPresent();
    }

    private double brakes() {
        return registry.get("orbstrike.failovers.brakes").functionCounter().count();
    }
}
