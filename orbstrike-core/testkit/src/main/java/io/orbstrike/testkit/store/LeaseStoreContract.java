package io.orbstrike.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link LeaseStore}.
 *
 * <p>Confined to the test's thread.
 */
public abstract class LeaseStoreContract extends StoreKit {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int FORGETTING_LOGINS = 100;

    /** Creates the kit. */
    protected LeaseStoreContract() {}

    @Test
    @DisplayName("LEASE-2: shouldReadWhatAGameserverSaidOfItself")
    void shouldReadWhatAGameserverSaidOfItself() {
        Lease lease = lease(incarnation());
        assertThat(answer(login(lease, LONG))).isEqualTo(LeaseStore.LoggedIn.TAKEN);
        Lease.Recorded recorded = recorded(lease.gameserver());

        assertThat(recorded.lease()).isEqualTo(lease);
        assertThat(recorded.endedEarly()).isEmpty();
    }

    @Test
    @DisplayName("LEASE-2: shouldReadWhatAGameserverSaidLast")
    void shouldReadWhatAGameserverSaidLast() {
        Lease first = lease(incarnation());
        Lease last = new Lease(
                first.gameserver(),
                "elsewhere.example:1",
                "",
                Map.of(),
                Map.of(),
                new Lease.Protocols(2, 2),
                new Lease.Capacity(0, 0),
                Lease.Load.NONE,
                true);
        answer(login(first, LONG));
        assertThat(answer(login(last, LONG))).isEqualTo(LeaseStore.LoggedIn.RENEWED);
        assertThat(recorded(first.gameserver()).lease()).isEqualTo(last);
    }

    @Test
    @DisplayName("LEASE-3: shouldHoldALeaseForItsTtlByTheStoresClock")
    void shouldHoldALeaseForItsTtlByTheStoresClock() {
        Instant before = storeTime();
        Incarnation gameserver = loggedIn();
        LeaseStore.Leases leases = leases();
        Lease.Recorded recorded = find(leases, gameserver).orElseThrow();

        assertThat(recorded.expiresAt())
                .isBetween(
                        before.plus(LONG).minusMillis(2),
                        leases.storeTime().plus(LONG).plusMillis(2));
        assertThat(recorded.isLiveAt(leases.storeTime())).isTrue();
    }

    @Test
    @DisplayName("LEASE-4: shouldReadAllLeasesWithTheStoresTime")
    void shouldReadAllLeasesWithTheStoresTime() {
        List<Incarnation> gameservers = List.of(loggedIn(), loggedIn(), loggedIn());
        Instant before = storeTime();
        LeaseStore.Leases leases = leases();

        assertThat(leases.leases())
                .extracting(lease -> lease.lease().gameserver())
                .containsAll(gameservers);
        assertThat(leases.leases())
                .extracting(lease -> lease.lease().gameserver())
                .doesNotHaveDuplicates();
        assertThat(leases.storeTime())
                .isBetween(before.minusMillis(2), storeTime().plusMillis(2));
    }

    @Test
    @DisplayName("LEASE-1: shouldTakeALeaseAgainUnderItsIncarnationThatHasEndedByItself")
    void shouldTakeALeaseAgainUnderItsIncarnationThatHasEndedByItself() {
        Lease lease = lease(incarnation());
        answer(login(lease, SHORT));
        within(SHORT, () -> assertThat(isLive(lease.gameserver())).isFalse());
        assertThat(recorded(lease.gameserver()).endedEarly()).isEmpty();

        assertThat(answer(login(lease, LONG))).isEqualTo(LeaseStore.LoggedIn.TAKEN);
        assertThat(isLive(lease.gameserver())).isTrue();
    }

    @Test
    @DisplayName("LEASE-1: shouldTakeALeaseAgainThatEndedSoLongAgoThatItIsForgotten")
    void shouldTakeALeaseAgainThatEndedSoLongAgoThatItIsForgotten() {
        forgetOldLeases();
        Lease lease = lease(incarnation());
        answer(login(lease, SHORT));
        advance(LeaseStore.KEPT_AFTER_END.plus(SHORT.multipliedBy(2)));

        assertThat(answer(login(lease, LONG))).isEqualTo(LeaseStore.LoggedIn.TAKEN);
        assertThat(isLive(lease.gameserver())).isTrue();
        assertThat(answer(login(lease, LONG))).isEqualTo(LeaseStore.LoggedIn.RENEWED);
    }

    @Test
    @DisplayName("LEASE-3: shouldHoldALeaseLongerThatIsRenewed")
    void shouldHoldALeaseLongerThatIsRenewed() {
        Lease other = lease(incarnation());
        Lease renewed = lease(incarnation());
        answer(login(other, SHORT));
        answer(login(renewed, SHORT));
        answer(login(renewed, LONG));
        within(SHORT, () -> assertThat(isLive(other.gameserver())).isFalse());

        assertThat(isLive(renewed.gameserver())).isTrue();
        assertThat(answer(login(renewed, LONG))).isEqualTo(LeaseStore.LoggedIn.RENEWED);
    }

    @Test
    @DisplayName("LEASE-5: shouldEndALeaseBeforeItsTimeAndSayWhen")
    void shouldEndALeaseBeforeItsTimeAndSayWhen() {
        Incarnation gameserver = loggedIn();
        Instant before = storeTime();
        assertThat(answer(store().leases().end(gameserver, REMAINING))).isEqualTo(LeaseStore.Ended.INSTANCE);
        LeaseStore.Leases leases = leases();
        Lease.Recorded ended = find(leases, gameserver).orElseThrow();

        assertThat(ended.isLiveAt(leases.storeTime())).isFalse();
        assertThat(ended.endedEarly().orElseThrow()).isBetween(before.minusMillis(2), leases.storeTime());
        assertThat(answer(store().leases().end(gameserver, REMAINING))).isEqualTo(LeaseStore.Ended.INSTANCE);
        assertThat(recorded(gameserver)).isEqualTo(ended);
    }

    @Test
    @DisplayName("LEASE-1: shouldTakeALeaseAgainThatWasEndedEarly")
    void shouldTakeALeaseAgainThatWasEndedEarly() {
        Incarnation gameserver = loggedIn();
        answer(store().leases().end(gameserver, REMAINING));
        assertThat(answer(login(lease(gameserver), LONG))).isEqualTo(LeaseStore.LoggedIn.TAKEN);

        assertThat(isLive(gameserver)).isTrue();
        assertThat(recorded(gameserver).endedEarly()).isEmpty();
    }

    @Test
    @DisplayName("LEASE-5: shouldEndNobodyElsesLeaseWhateverItsAddress")
    void shouldEndNobodyElsesLeaseWhateverItsAddress() {
        Incarnation dead = loggedIn();
        Incarnation restarted = loggedIn();
        answer(store().leases().end(dead, REMAINING));
        assertThat(isLive(dead)).isFalse();
        assertThat(isLive(restarted)).isTrue();
    }

    @Test
    @DisplayName("LEASE-5: shouldLeaveALeaseAsItIsThatHasEndedByItself")
    void shouldLeaveALeaseAsItIsThatHasEndedByItself() {
        Lease lease = lease(incarnation());
        answer(login(lease, SHORT));
        within(SHORT, () -> assertThat(isLive(lease.gameserver())).isFalse());
        Lease.Recorded before = recorded(lease.gameserver());
        assertThat(answer(store().leases().end(lease.gameserver(), REMAINING))).isEqualTo(LeaseStore.Ended.INSTANCE);
        assertThat(recorded(lease.gameserver())).isEqualTo(before);
    }

    @Test
    @DisplayName("LEASE-5: shouldEndNothingWhereThereIsNoLease")
    void shouldEndNothingWhereThereIsNoLease() {
        Incarnation nobody = incarnation();
        assertThat(answer(store().leases().end(nobody, REMAINING))).isEqualTo(LeaseStore.Ended.INSTANCE);
        assertThat(answer(store().leases().logout(nobody, REMAINING))).isEqualTo(LeaseStore.Ended.INSTANCE);
        assertThat(answer(store().leases().forget(nobody, REMAINING))).isEqualTo(LeaseStore.Ended.INSTANCE);
        assertThat(find(leases(), nobody)).isEmpty();
    }

    @Test
    void shouldForgetALeaseWithALogout() {
        Incarnation gameserver = loggedIn();
        for (int i = 0; i < 2; i++) {
            assertThat(answer(store().leases().logout(gameserver, REMAINING))).isEqualTo(LeaseStore.Ended.INSTANCE);
            assertThat(find(leases(), gameserver)).isEmpty();
        }
        assertThat(answer(login(lease(gameserver), LONG))).isEqualTo(LeaseStore.LoggedIn.TAKEN);
    }

    @Test
    void shouldForgetALeaseThatHasEndedAndNoLiveOne() {
        Incarnation gameserver = loggedIn();
        assertThat(answer(store().leases().forget(gameserver, REMAINING))).isEqualTo(LeaseStore.StillLive.INSTANCE);
        assertThat(isLive(gameserver)).isTrue();
        answer(store().leases().end(gameserver, REMAINING));
        for (int i = 0; i < 2; i++) {
            assertThat(answer(store().leases().forget(gameserver, REMAINING))).isEqualTo(LeaseStore.Ended.INSTANCE);
            assertThat(find(leases(), gameserver)).isEmpty();
        }
    }

    @Test
    void shouldKeepALeaseFor24HoursAfterItsEnd() {
        Incarnation gameserver = loggedIn();
        answer(store().leases().end(gameserver, REMAINING));
        advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(isLive(gameserver)).isFalse();
        assertThat(find(leases(), gameserver)).isPresent();
        advance(Duration.ofSeconds(1));
        assertThat(find(leases(), gameserver)).isEmpty();
    }

    @Test
    @DisplayName("LEASE-1: shouldTakeALeaseOnceWhenItIsTakenManyTimesAtATime")
    void shouldTakeALeaseOnceWhenItIsTakenManyTimesAtATime() {
        Lease lease = lease(incarnation());
        List<LeaseStore.LoginOutcome> outcomes =
                race(Collections.nCopies(racers(), () -> store().leases().login(lease, LONG, REMAINING)));

        assertThat(outcomes).filteredOn(LeaseStore.LoggedIn.TAKEN::equals).hasSize(1);
        assertThat(outcomes).filteredOn(LeaseStore.LoggedIn.RENEWED::equals).hasSize(racers() - 1);
    }

    @Test
    @DisplayName("LEASE-4: shouldLoseNoLeaseWhenManyLogInAtATime")
    void shouldLoseNoLeaseWhenManyLogInAtATime() {
        List<Incarnation> gameservers = new ArrayList<>();
        List<Callable<CompletionStage<LeaseStore.LoginOutcome>>> calls = new ArrayList<>();
        for (int i = 0; i < racers(); i++) {
            Lease lease = lease(incarnation());
            gameservers.add(lease.gameserver());
            calls.add(() -> login(lease, LONG));
        }
        assertThat(race(calls)).containsOnly(LeaseStore.LoggedIn.TAKEN);
        assertThat(leases().leases())
                .extracting(lease -> lease.lease().gameserver())
                .containsAll(gameservers);
    }

    @Test
    @DisplayName("ROUTE-5: shouldApplyNothingThatComesAfterItsTime")
    void shouldApplyNothingThatComesAfterItsTime() {
        Lease lease = lease(incarnation());
        refused(store().leases().login(lease, LONG, Duration.ZERO));
        assertThat(find(leases(), lease.gameserver())).isEmpty();

        answer(login(lease, LONG));
        refused(store().leases().end(lease.gameserver(), Duration.ofNanos(-1)));
        refused(store().leases().logout(lease.gameserver(), Duration.ZERO));
        assertThat(isLive(lease.gameserver())).isTrue();
        answer(store().leases().end(lease.gameserver(), REMAINING));
        refused(store().leases().forget(lease.gameserver(), Duration.ZERO));
        assertThat(find(leases(), lease.gameserver())).isPresent();
    }

    @Test
    @DisplayName("ROUTE-5: shouldLogNobodyInWhoseRequestWasHeldBeyondItsTime")
    void shouldLogNobodyInWhoseRequestWasHeldBeyondItsTime() {
        Lease lease = lease(incarnation());
        FaultyClusterStore faulty = faulty(StoreCall.LOGIN, StoreFault.REQUEST_HELD);
        CompletionStage<LeaseStore.LoginOutcome> held = faulty.leases().login(lease, LONG, Duration.ofSeconds(1));
        advance(Duration.ofSeconds(2));
        faulty.release();

        refused(held);
        assertThat(find(leases(), lease.gameserver())).isEmpty();
    }

    @Test
    void shouldFindItsLeaseWhenTheAnswerOfTheLoginWasLost() {
        Lease lease = lease(incarnation());
        FaultyClusterStore faulty = faulty(StoreCall.LOGIN, StoreFault.ANSWER_LOST);
        answerAs(Unknown.class, faulty.leases().login(lease, LONG, REMAINING));
        assertThat(isLive(lease.gameserver())).isTrue();
        assertThat(answer(login(lease, LONG))).isEqualTo(LeaseStore.LoggedIn.RENEWED);
    }

    @Test
    void shouldTakeItsLeaseWhenTheRequestOfTheLoginWasLost() {
        Lease lease = lease(incarnation());
        FaultyClusterStore faulty = faulty(StoreCall.LOGIN, StoreFault.REQUEST_LOST);
        answerAs(Unknown.class, faulty.leases().login(lease, LONG, REMAINING));
        assertThat(find(leases(), lease.gameserver())).isEmpty();
        assertThat(answer(login(lease, LONG))).isEqualTo(LeaseStore.LoggedIn.TAKEN);
    }

    @Test
    void shouldEndForgetAndLogOutAgainWhenTheAnswerWasLost() {
        FaultyClusterStore faulty = new FaultyClusterStore(store(), this::storeTime);
        faulty.failAll(StoreFault.ANSWER_LOST);
        Incarnation first = loggedIn();
        Incarnation second = loggedIn();
        answerAs(Unknown.class, faulty.leases().end(first, REMAINING));
        assertThat(isLive(first)).isFalse();
        assertThat(answer(store().leases().end(first, REMAINING))).isEqualTo(LeaseStore.Ended.INSTANCE);
        answerAs(Unknown.class, faulty.leases().forget(first, REMAINING));
        assertThat(answer(store().leases().forget(first, REMAINING))).isEqualTo(LeaseStore.Ended.INSTANCE);
        answerAs(Unknown.class, faulty.leases().logout(second, REMAINING));
        assertThat(answer(store().leases().logout(second, REMAINING))).isEqualTo(LeaseStore.Ended.INSTANCE);
        assertThat(find(leases(), second)).isEmpty();
    }

    @Test
    void shouldRefuseALeaseThatHoldsForNoTime() {
        Lease lease = lease(incarnation());
        assertThatThrownBy(() -> store().leases().login(lease, Duration.ZERO, REMAINING))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A login forgets only some old leases at a time: those of other tests must not be the ones. */
    private void forgetOldLeases() {
        advance(LeaseStore.KEPT_AFTER_END.plus(LONG.multipliedBy(2)));
        for (int i = 0; i < FORGETTING_LOGINS; i++) {
            loggedIn();
        }
    }

    private CompletionStage<LeaseStore.LoginOutcome> login(Lease lease, Duration ttl) {
        return store().leases().login(lease, ttl, REMAINING);
    }

    private LeaseStore.Leases leases() {
        return answerAs(LeaseStore.Leases.class, store().leases().read(REMAINING));
    }

    private Lease.Recorded recorded(Incarnation gameserver) {
        return find(leases(), gameserver).orElseThrow();
    }

    private boolean isLive(Incarnation gameserver) {
        LeaseStore.Leases leases = leases();
        return find(leases, gameserver).orElseThrow().isLiveAt(leases.storeTime());
    }

    private static Optional<Lease.Recorded> find(LeaseStore.Leases leases, Incarnation gameserver) {
        return leases.leases().stream()
                .filter(lease -> lease.lease().gameserver().equals(gameserver))
                .findFirst();
    }
}
