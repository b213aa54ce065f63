package io.orbstrike.cluster.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.store.ElectionStore.Reported;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HeldBackGameserversTest {

    private static final Duration TTL = Duration.ofSeconds(2);
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Incarnation ONE = new Incarnation(1, 1);
    private static final Incarnation OTHER = new Incarnation(2, 2);
    private static final Lease.Recorded LIVE = recorded(ONE, NOW.plus(TTL), Optional.empty(), false);

    private final HeldBackGameservers heldBack = new HeldBackGameservers(TTL);
    private Duration now = Duration.ofSeconds(7);

    @BeforeEach
    void live() {
        look(LIVE, recorded(OTHER, NOW.plus(TTL), Optional.empty(), false));
    }

    @Test
    @DisplayName("LEASE-6: shouldHoldBackWhomMoreThanHalfOfTheOrchestratorsCannotReach")
    void shouldHoldBackWhomMoreThanHalfOfTheOrchestratorsCannotReach() {
        reported(4, 3);
        assertThat(isHeldBack(ONE)).isTrue();
        assertThat(isHeldBack(OTHER)).isFalse();
        assertThat(heldBack.unreachedCount()).isOne();
    }

    @Test
    @DisplayName("LEASE-6: shouldHoldNobodyBackWhomHalfOfTheOrchestratorsReach")
    void shouldHoldNobodyBackWhomHalfOfTheOrchestratorsReach() {
        reported(4, 2);
        assertThat(isHeldBack(ONE)).isFalse();
        reported(2, 1);
        assertThat(isHeldBack(ONE)).isFalse();
        assertThat(heldBack.unreachedCount()).isZero();
    }

    @Test
    @DisplayName("LEASE-6: shouldHoldBackWhomTheOnlyOrchestratorCannotReach")
    void shouldHoldBackWhomTheOnlyOrchestratorCannotReach() {
        reported(1, 1);
        assertThat(isHeldBack(ONE)).isTrue();
    }

    @Test
    @DisplayName("LEASE-6: shouldHoldOneBackForATtlOnceItIsReachedAgain")
    void shouldHoldOneBackForATtlOnceItIsReachedAgain() {
        cutFor(TTL.multipliedBy(200));
        assertHeldBackFor(TTL);
        reported(3, 0);
        assertThat(heldBack.unreachedCount()).isZero();
    }

    @Test
    @DisplayName("LEASE-6: shouldHoldOneBackTwiceAsLongEachTimeUpTo32Times")
    void shouldHoldOneBackTwiceAsLongEachTimeUpTo32Times() {
        for (int times : List.of(1, 2, 4, 8, 16, 32, 32)) {
            cutFor(TTL);
            assertHeldBackFor(TTL.multipliedBy(times));
        }
    }

    @Test
    @DisplayName("LEASE-6: shouldForgetFiveMinutesLaterHowOftenOneWasNotReached")
    void shouldForgetFiveMinutesLaterHowOftenOneWasNotReached() {
        cutFor(TTL);
        assertHeldBackFor(TTL);
        cutFor(TTL);
        assertHeldBackFor(TTL.multipliedBy(2));
        now = now.plusMinutes(5).plusNanos(1);
        live();
        cutFor(TTL);
        assertHeldBackFor(TTL);
    }

    @Test
    @DisplayName("LEASE-6: shouldNotTakeOneForReachedOfWhichNothingIsSaidBecauseItHasNoLease")
    void shouldNotTakeOneForReachedOfWhichNothingIsSaidBecauseItHasNoLease() {
        reported(3, 3);
        look(recorded(ONE, NOW, Optional.empty(), false));
        reported(3, 0);
        now = now.plus(TTL);
        assertThat(isHeldBack(ONE)).isTrue();
        live();
        reported(3, 0);
        assertHeldBackFor(TTL);
    }

    @Test
    @DisplayName("LEASE-6: shouldTellOneThatIsOutFromOneThatIsBackAndWaits")
    void shouldTellOneThatIsOutFromOneThatIsBackAndWaits() {
        reported(3, 3);
        assertThat(heldBack.isAway(ONE)).isTrue();
        reported(3, 0);
        assertThat(heldBack.isAway(ONE)).isFalse();
        assertThat(isHeldBack(ONE)).isTrue();
    }

    @Test
    @DisplayName("LEASE-6: shouldCountOnlyThoseThatLiveAndDoNotDrain")
    void shouldCountOnlyThoseThatLiveAndDoNotDrain() {
        reported(3, 3);
        assertThat(heldBack.unreachedCount()).isOne();
        look(recorded(ONE, NOW, Optional.empty(), false));
        assertThat(heldBack.unreachedCount()).isZero();
        live();
        assertThat(heldBack.unreachedCount()).isOne();
        look(recorded(ONE, NOW.plus(TTL), Optional.empty(), true));
        assertThat(heldBack.unreachedCount()).isZero();
    }

    @Test
    @DisplayName("LEASE-6: shouldKeepNothingOfOneThatTheStoreHasForgotten")
    void shouldKeepNothingOfOneThatTheStoreHasForgotten() {
        reported(3, 3);
        look();
        reported(3, 3);
        assertThat(isHeldBack(ONE)).isFalse();
        assertThat(heldBack.unreachedCount()).isZero();
    }

    @Test
    @DisplayName("LEASE-6: shouldHoldOneBackWhoseLeaseWasEndedEarlyWhoeverEndedIt")
    void shouldHoldOneBackWhoseLeaseWasEndedEarlyWhoeverEndedIt() {
        for (int times : List.of(1, 2)) {
            look(recorded(ONE, NOW, Optional.of(NOW), false));
            assertThat(isHeldBack(ONE)).isTrue();
            now = now.plus(TTL);
            look(LIVE);
            assertHeldBackFor(TTL.multipliedBy(times));
        }
        assertThat(heldBack.unreachedCount()).isZero();
    }

    @Test
    @DisplayName("LEASE-6: shouldCountAnEndOnceThoughAnOlderAnswerOfTheStoreComesAfterIt")
    void shouldCountAnEndOnceThoughAnOlderAnswerOfTheStoreComesAfterIt() {
        heldBack.ended(ONE, now.toNanos());
        look(LIVE);
        look(recorded(ONE, NOW, Optional.of(NOW), false));
        look(LIVE);
        assertHeldBackFor(TTL);
    }

    @Test
    @DisplayName("LEASE-6: shouldHoldNobodyBackWhoseLeaseRanOutOrEndedInOrder")
    void shouldHoldNobodyBackWhoseLeaseRanOutOrEndedInOrder() {
        look(recorded(ONE, NOW, Optional.empty(), false), recorded(OTHER, NOW, Optional.of(NOW), true));
        live();
        assertThat(isHeldBack(ONE)).isFalse();
        assertThat(isHeldBack(OTHER)).isFalse();
    }

    private void cutFor(Duration time) {
        reported(3, 2);
        now = now.plus(time);
        live();
        assertThat(isHeldBack(ONE)).isTrue();
        reported(3, 1);
    }

    private void assertHeldBackFor(Duration time) {
        now = now.plus(time).minusNanos(1);
        assertThat(isHeldBack(ONE)).as("a moment before " + time).isTrue();
        now = now.plusNanos(1);
        assertThat(isHeldBack(ONE)).as("after " + time).isFalse();
    }

    private boolean isHeldBack(Incarnation gameserver) {
        return heldBack.isHeldBack(gameserver, now.toNanos());
    }

    private void reported(int candidates, int unreachedBy) {
        heldBack.reported(
                new Reported(candidates, unreachedBy == 0 ? Map.of() : Map.of(ONE, unreachedBy)), now.toNanos());
    }

    private void look(Lease.Recorded... leases) {
        heldBack.look(new LeaseStore.Leases(NOW, List.of(leases)), now.toNanos());
    }

    private static Lease.Recorded recorded(
            Incarnation gameserver, Instant expiresAt, Optional<Instant> endedEarly, boolean draining) {
        Lease lease = new Lease(
                gameserver,
                "host:1",
                "test",
                Map.of(),
                Map.of(),
                new Lease.Protocols(1, 1),
                new Lease.Capacity(10, 10),
                new Lease.Load(0, 0, 0, 0),
                draining);
        return new Lease.Recorded(lease, expiresAt, endedEarly);
    }
}
