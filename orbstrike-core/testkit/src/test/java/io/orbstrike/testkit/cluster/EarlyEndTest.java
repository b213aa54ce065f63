package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.cluster.link.ProbeOutcome;
import io.orbstrike.store.Token;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Gameservers that are suspected, and what the leader makes of it. */
class EarlyEndTest {

    private static final Duration TTL = Duration.ofSeconds(2);

    /** Well within what is left of a lease that is renewed each half second. */
    private static final Duration SOON = Duration.ofMillis(400);

    private final ClusterRig rig = new ClusterRig(new PatientType());
    private final ClusterRig.Node first = rig.startGameserver();
    private final ClusterRig.Node second = rig.startGameserver();
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
    @DisplayName("LEASE-5: shouldMoveBoardsOfASuspectedGameserverThatIsDeadWithoutWaitingForItsLease")
    void shouldMoveBoardsOfASuspectedGameserverThatIsDeadWithoutWaitingForItsLease() {
        BoardId board = rig.created(first);
        first.crash();
        rig.suspect(first);
        rig.await("adopted", SOON, () -> second.tick(board).isPresent());
        assertThat(count("orbstrike.gameservers.ended")).isOne();
        assertThat(rig.links().probeTimes()).isNotEmpty().containsOnly(Duration.ofMillis(200));
    }

    @Test
    @DisplayName("LEASE-5: shouldWaitForTheLeaseOfOneThatNobodySuspects")
    void shouldWaitForTheLeaseOfOneThatNobodySuspects() {
        BoardId board = rig.created(first);
        first.crash();
        rig.advance(Duration.ofMillis(1_200));
        assertThat(rig.token(board).holder()).isEqualTo(first.incarnation());
        rig.await("adopted", TTL, () -> second.tick(board).isPresent());
        assertThat(count("orbstrike.gameservers.probes")).isZero();
    }

    @Test
    @DisplayName("LEASE-5: shouldEndNothingThatIsNotProven")
    void shouldEndNothingThatIsNotProven() {
        BoardId board = rig.created(first);
        Token before = rig.token(board);
        rig.suspect(first);
        rig.advance(SOON);
        first.pause();
        rig.suspect(first);
        rig.advance(Duration.ofMillis(1_200));
        first.resume();
        rig.advance(TTL);
        assertThat(rig.token(board)).isEqualTo(before);
        assertThat(count("orbstrike.gameservers.probes")).isEqualTo(2);
        assertThat(count("orbstrike.gameservers.ended")).isZero();
    }

    @Test
    @DisplayName("LEASE-5: shouldAskOnceHoweverManySuspectAtATime")
    void shouldAskOnceHoweverManySuspectAtATime() {
        rig.links().hold();
        for (int i = 0; i < 50; i++) {
            rig.suspect(first);
        }
        assertThat(rig.links().probes()).isOne();
        rig.links().release(ProbeOutcome.UNKNOWN);
        rig.settle();
        rig.suspect(first);
        assertThat(rig.links().probes()).isEqualTo(2);
    }

    @Test
    @DisplayName("LEASE-5: shouldEndOneLeaseInATtlThoughEverybodySeemsDead")
    void shouldEndOneLeaseInATtlThoughEverybodySeemsDead() {
        rig.links().lie(first.incarnation(), ProbeOutcome.DEAD);
        rig.links().lie(second.incarnation(), ProbeOutcome.DEAD);
        rig.suspect(first);
        rig.suspect(second);
        rig.advance(SOON);
        rig.suspect(second);
        assertThat(count("orbstrike.gameservers.ended")).isOne();
        assertThat(count("orbstrike.gameservers.spared")).isEqualTo(2);
        rig.advance(TTL);
        rig.suspect(second);
        rig.settle();
        assertThat(count("orbstrike.gameservers.ended")).isEqualTo(2);
    }

    @Test
    @DisplayName("LEASE-5: shouldEndTwoLeasesOfTwentyInATtl")
    void shouldEndTwoLeasesOfTwentyInATtl() {
        suspectThreeOf(20);
        assertThat(count("orbstrike.gameservers.ended")).isEqualTo(2);
        assertThat(count("orbstrike.gameservers.spared")).isOne();
    }

    @Test
    @DisplayName("LEASE-5: shouldEndOneLeaseOfNineteenInATtl")
    void shouldEndOneLeaseOfNineteenInATtl() {
        suspectThreeOf(19);
        assertThat(count("orbstrike.gameservers.ended")).isOne();
        assertThat(count("orbstrike.gameservers.spared")).isEqualTo(2);
    }

    private void suspectThreeOf(int gameservers) {
        ClusterRig.Node third = rig.startGameserver();
        for (int i = 3; i < gameservers; i++) {
            rig.startGameserver();
        }
        rig.advance(Duration.ofSeconds(1));
        List<ClusterRig.Node> dead = List.of(first, second, third);
        dead.forEach(node -> rig.links().lie(node.incarnation(), ProbeOutcome.DEAD));
        dead.forEach(rig::suspect);
    }

    @Test
    @DisplayName("LEASE-6: shouldKeepBoardsAwayFromOneThatCameBackForLongerEachTime")
    void shouldKeepBoardsAwayFromOneThatCameBackForLongerEachTime() {
        ClusterRig.Node third = rig.startGameserver();
        rig.advance(Duration.ofSeconds(1));
        BoardId board = rig.created(second);
        rig.created(third);
        rig.created(third);
        rig.links().lie(first.incarnation(), ProbeOutcome.DEAD);
        rig.suspect(first);
        rig.advance(Duration.ofMillis(2_500));
        rig.suspect(first);
        rig.advance(Duration.ofMillis(600));
        assertThat(count("orbstrike.gameservers.ended")).isEqualTo(2);
        assertThat(first.gameserver().isConfirmed()).isTrue();

        second.crash();
        rig.await(
                "adopted by the fuller one",
                TTL.multipliedBy(2),
                () -> third.tick(board).isPresent());
        assertThat(first.tick(board)).isEmpty();
    }

    @Test
    @DisplayName("FAIL-4: shouldGiveBoardsToOneThatSeemedDeadOnceItHasRenewedItsLeaseTwice")
    void shouldGiveBoardsToOneThatSeemedDeadOnceItHasRenewedItsLeaseTwice() {
        BoardId board = rig.created(first);
        second.store().fail(StoreCall.LOGIN, StoreFault.REQUEST_LOST);
        rig.advance(SOON); // the leader has seen its last renewal
        rig.links().lie(second.incarnation(), ProbeOutcome.DEAD);
        first.crash();
        rig.suspect(first);
        renewOnce(second);
        rig.advance(SOON);
        assertThat(rig.token(board).holder())
                .as("a renewal may have been under way when it died")
                .isEqualTo(first.incarnation());
        renewOnce(second);
        rig.await("adopted", SOON, () -> second.tick(board).isPresent());
    }

    private void renewOnce(ClusterRig.Node gameserver) {
        int before = gameserver.store().calls(StoreCall.LOGIN);
        gameserver.store().fail(StoreCall.LOGIN, StoreFault.NONE);
        rig.await("renewed", TTL, () -> gameserver.store().calls(StoreCall.LOGIN) > before);
        gameserver.store().fail(StoreCall.LOGIN, StoreFault.REQUEST_LOST);
    }

    private double count(String name) {
        return registry.get(name).functionCounter().count();
    }
}
