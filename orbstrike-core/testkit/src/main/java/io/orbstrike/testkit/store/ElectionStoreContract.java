package io.orbstrike.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link ElectionStore}. A store has one leadership and counts all candidates, so nobody else may lead or
 * report on the store of this kit while it runs.
 *
 * <p>Confined to the test's thread.
 */
public abstract class ElectionStoreContract extends StoreKit {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final List<ElectionStore.Candidate> reporters = new ArrayList<>();

    /** Creates the kit. */
    protected ElectionStoreContract() {}

    @BeforeEach
    final void beWithoutLeader() {
        ElectionStore.LeaderOutcome outcome = answer(store().election().leader(REMAINING));
        if (outcome instanceof ElectionStore.Led led) {
            answer(store().election().resign(led.leader(), led.term(), REMAINING));
        }
        assertThat(answer(store().election().leader(REMAINING))).isEqualTo(ElectionStore.NoLeader.INSTANCE);
    }

    @AfterEach
    final void takeReportsAway() {
        reporters.forEach(candidate -> answer(store().election().resign(candidate, 1, REMAINING)));
    }

    @Test
    @DisplayName("ELECT-1: shouldElectWhoComesWhenNobodyLeads")
    void shouldElectWhoComesWhenNobodyLeads() {
        ElectionStore.Candidate candidate = candidate();
        long term = elected(candidate, LONG);
        assertThat(answer(store().election().leader(REMAINING))).isEqualTo(new ElectionStore.Led(candidate, term));
    }

    @Test
    @DisplayName("ELECT-1: shouldElectNobodyElseAsLongAsALeadershipHolds")
    void shouldElectNobodyElseAsLongAsALeadershipHolds() {
        ElectionStore.Candidate leader = candidate();
        long term = elected(leader, LONG);
        assertThat(answer(campaign(candidate(), LONG))).isEqualTo(new ElectionStore.LedByOther(leader, term));
        assertThat(answer(campaign(candidate(), LONG))).isEqualTo(new ElectionStore.LedByOther(leader, term));
        assertThat(answer(store().election().leader(REMAINING))).isEqualTo(new ElectionStore.Led(leader, term));
    }

    @Test
    @DisplayName("ELECT-1: shouldElectOneOfManyWhoComeAtATime")
    void shouldElectOneOfManyWhoComeAtATime() {
        List<Callable<CompletionStage<ElectionStore.CampaignOutcome>>> calls = new ArrayList<>();
        for (int i = 0; i < racers(); i++) {
            ElectionStore.Candidate candidate = candidate();
            calls.add(() -> campaign(candidate, LONG));
        }
        List<ElectionStore.CampaignOutcome> outcomes = race(calls);
        ElectionStore.Led led =
                answerAs(ElectionStore.Led.class, store().election().leader(REMAINING));

        assertThat(outcomes)
                .filteredOn(ElectionStore.Elected.class::isInstance)
                .containsExactly(new ElectionStore.Elected(led.term()));
        assertThat(outcomes)
                .filteredOn(ElectionStore.LedByOther.class::isInstance)
                .hasSize(racers() - 1)
                .containsOnly(new ElectionStore.LedByOther(led.leader(), led.term()));
    }

    @Test
    @DisplayName("ELECT-2: shouldKeepTheTermOfALeadershipThatIsRenewed")
    void shouldKeepTheTermOfALeadershipThatIsRenewed() {
        ElectionStore.Candidate leader = candidate();
        long term = elected(leader, LONG);
        assertThat(elected(leader, LONG)).isEqualTo(term);
        assertThat(elected(leader, LONG)).isEqualTo(term);
    }

    @Test
    @DisplayName("ELECT-1: shouldHoldALeadershipLongerThatIsRenewed")
    void shouldHoldALeadershipLongerThatIsRenewed() {
        ElectionStore.Candidate leader = candidate();
        long term = elected(leader, SHORT);
        elected(leader, LONG);
        within(
                SHORT,
                () -> assertThat(answer(campaign(candidate(), LONG)))
                        .isEqualTo(new ElectionStore.LedByOther(leader, term)));
    }

    @Test
    @DisplayName("ELECT-2: shouldElectAnotherOneUnderAHigherTermWhenALeadershipHasEnded")
    void shouldElectAnotherOneUnderAHigherTermWhenALeadershipHasEnded() {
        ElectionStore.Candidate first = candidate();
        long firstTerm = elected(first, SHORT);
        within(
                SHORT,
                () -> assertThat(answer(store().election().leader(REMAINING)))
                        .isEqualTo(ElectionStore.NoLeader.INSTANCE));
        ElectionStore.Candidate second = candidate();
        long secondTerm = elected(second, LONG);

        assertThat(secondTerm).isGreaterThan(firstTerm);
        assertThat(answer(campaign(first, LONG))).isEqualTo(new ElectionStore.LedByOther(second, secondTerm));
    }

    @Test
    @DisplayName("ELECT-2: shouldTakeAHigherTermWhenTheSameOneComesAfterItsEnd")
    void shouldTakeAHigherTermWhenTheSameOneComesAfterItsEnd() {
        ElectionStore.Candidate leader = candidate();
        long term = elected(leader, SHORT);
        within(
                SHORT,
                () -> assertThat(answer(store().election().leader(REMAINING)))
                        .isEqualTo(ElectionStore.NoLeader.INSTANCE));
        assertThat(elected(leader, LONG)).isGreaterThan(term);
    }

    @Test
    @DisplayName("ELECT-2: shouldGiveTermsNotBelowTheStoresClock")
    void shouldGiveTermsNotBelowTheStoresClock() {
        long beforeMs = storeTime().toEpochMilli();
        assertThat(elected(candidate(), LONG)).isGreaterThanOrEqualTo(beforeMs);
    }

    @Test
    @DisplayName("ELECT-2: shouldRaiseTheTermHoweverFastLeadershipsFollowEachOther")
    void shouldRaiseTheTermHoweverFastLeadershipsFollowEachOther() {
        List<Long> terms = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ElectionStore.Candidate candidate = candidate();
            terms.add(elected(candidate, LONG));
            answer(store().election().resign(candidate, terms.get(i), REMAINING));
        }
        assertThat(terms).doesNotHaveDuplicates().isSorted();
    }

    @Test
    @DisplayName("ELECT-1: shouldBeWithoutLeaderWhenTheLeaderResigns")
    void shouldBeWithoutLeaderWhenTheLeaderResigns() {
        ElectionStore.Candidate leader = candidate();
        long term = elected(leader, LONG);
        for (int i = 0; i < 2; i++) {
            assertThat(answer(store().election().resign(leader, term, REMAINING)))
                    .isEqualTo(ElectionStore.Resigned.INSTANCE);
            assertThat(answer(store().election().leader(REMAINING))).isEqualTo(ElectionStore.NoLeader.INSTANCE);
        }
    }

    @Test
    @DisplayName("ELECT-1: shouldLeaveAnotherLeadershipAloneWhenOneResigns")
    void shouldLeaveAnotherLeadershipAloneWhenOneResigns() {
        ElectionStore.Candidate before = candidate();
        long termBefore = elected(before, LONG);
        answer(store().election().resign(before, termBefore, REMAINING));
        ElectionStore.Candidate leader = candidate();
        ElectionStore.Led led = new ElectionStore.Led(leader, elected(leader, LONG));

        for (ElectionStore.Candidate candidate : List.of(before, leader)) {
            assertThat(answer(store().election().resign(candidate, termBefore, REMAINING)))
                    .isEqualTo(ElectionStore.Resigned.INSTANCE);
        }
        assertThat(answer(store().election().resign(before, led.term(), REMAINING)))
                .isEqualTo(ElectionStore.Resigned.INSTANCE);
        assertThat(answer(store().election().leader(REMAINING))).isEqualTo(led);
    }

    @Test
    @DisplayName("ELECT-4: shouldCountWhoReportsAndWhomTheyCannotReach")
    void shouldCountWhoReportsAndWhomTheyCannotReach() {
        Incarnation one = incarnation();
        Incarnation other = new Incarnation(-1, Long.MIN_VALUE);
        assertThat(reported(reporter(), Set.of())).isEqualTo(new ElectionStore.Reported(1, Map.of()));
        assertThat(reported(reporter(), Set.of(one))).isEqualTo(new ElectionStore.Reported(2, Map.of(one, 1)));
        assertThat(reported(reporter(), Set.of(one, other)))
                .isEqualTo(new ElectionStore.Reported(3, Map.of(one, 2, other, 1)));
    }

    @Test
    @DisplayName("ELECT-4: shouldCountNobodyForTakingPartWithoutAReport")
    void shouldCountNobodyForTakingPartWithoutAReport() {
        elected(reporter(), LONG);
        assertThat(reported(reporter(), Set.of())).isEqualTo(new ElectionStore.Reported(1, Map.of()));
    }

    @Test
    @DisplayName("ELECT-3: shouldCountOfACandidateItsNewestReport")
    void shouldCountOfACandidateItsNewestReport() {
        ElectionStore.Candidate candidate = reporter();
        Incarnation before = incarnation();
        Incarnation now = incarnation();
        reported(candidate, Set.of(before));
        assertThat(reported(candidate, Set.of(now))).isEqualTo(new ElectionStore.Reported(1, Map.of(now, 1)));
        assertThat(reported(candidate, Set.of())).isEqualTo(new ElectionStore.Reported(1, Map.of()));
    }

    @Test
    @DisplayName("ELECT-3: shouldCountAReportNoLongerThanItsTtl")
    void shouldCountAReportNoLongerThanItsTtl() {
        Incarnation gameserver = incarnation();
        ElectionStore.Candidate stays = reporter();
        reported(stays, Set.of());
        ElectionStore.Reported both = answerAs(
                ElectionStore.Reported.class,
                store().election().report(reporter(), Set.of(gameserver), SHORT, REMAINING));
        assertThat(both).isEqualTo(new ElectionStore.Reported(2, Map.of(gameserver, 1)));
        within(SHORT, () -> assertThat(reported(stays, Set.of())).isEqualTo(new ElectionStore.Reported(1, Map.of())));
    }

    @Test
    @DisplayName("ELECT-3: shouldTakeAReportAwayWhenItsCandidateResigns")
    void shouldTakeAReportAwayWhenItsCandidateResigns() {
        Incarnation gameserver = incarnation();
        ElectionStore.Candidate leader = reporter();
        ElectionStore.Candidate other = reporter();
        ElectionStore.Candidate last = reporter();
        long term = elected(leader, LONG);
        reported(leader, Set.of(gameserver));
        reported(other, Set.of(gameserver));
        assertThat(reported(last, Set.of())).isEqualTo(new ElectionStore.Reported(3, Map.of(gameserver, 2)));

        answer(store().election().resign(leader, term, REMAINING));
        assertThat(reported(last, Set.of())).isEqualTo(new ElectionStore.Reported(2, Map.of(gameserver, 1)));
        answer(store().election().resign(other, 1, REMAINING));
        assertThat(reported(last, Set.of())).isEqualTo(new ElectionStore.Reported(1, Map.of()));
    }

    @Test
    @DisplayName("ELECT-4: shouldTakeAReportOfAsManyGameserversAsItMayName")
    void shouldTakeAReportOfAsManyGameserversAsItMayName() {
        Set<Incarnation> many = new HashSet<>();
        while (many.size() < ElectionStore.UNREACHED_MAX) {
            many.add(incarnation());
        }
        assertThat(reported(reporter(), many).unreached()).containsOnlyKeys(many);
        many.add(incarnation());
        ElectionStore.Candidate candidate = reporter();
        assertThatThrownBy(() -> store().election().report(candidate, many, LONG, REMAINING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().election().report(candidate, Set.of(), Duration.ZERO, REMAINING))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("ELECT-4: shouldCountEachOfManyWhoReportAtATime")
    void shouldCountEachOfManyWhoReportAtATime() {
        Incarnation gameserver = incarnation();
        List<Callable<CompletionStage<ElectionStore.ReportOutcome>>> calls = new ArrayList<>();
        for (int i = 0; i < racers(); i++) {
            ElectionStore.Candidate candidate = reporter();
            calls.add(() -> store().election().report(candidate, Set.of(gameserver), LONG, REMAINING));
        }
        assertThat(race(calls)).contains(new ElectionStore.Reported(racers(), Map.of(gameserver, racers())));
    }

    @Test
    @DisplayName("ROUTE-5: shouldApplyNothingThatComesAfterItsTime")
    void shouldApplyNothingThatComesAfterItsTime() {
        refused(store().election().report(reporter(), Set.of(incarnation()), LONG, Duration.ZERO));
        assertThat(reported(reporter(), Set.of())).isEqualTo(new ElectionStore.Reported(1, Map.of()));
        refused(store().election().campaign(candidate(), LONG, Duration.ZERO));
        assertThat(answer(store().election().leader(REMAINING))).isEqualTo(ElectionStore.NoLeader.INSTANCE);

        ElectionStore.Candidate leader = candidate();
        long term = elected(leader, LONG);
        refused(store().election().resign(leader, term, Duration.ofNanos(-1)));
        assertThat(answer(store().election().leader(REMAINING))).isEqualTo(new ElectionStore.Led(leader, term));
    }

    @Test
    @DisplayName("ROUTE-5: shouldElectNobodyWhoseRequestWasHeldBeyondItsTime")
    void shouldElectNobodyWhoseRequestWasHeldBeyondItsTime() {
        FaultyClusterStore faulty = faulty(StoreCall.CAMPAIGN, StoreFault.REQUEST_HELD);
        CompletionStage<ElectionStore.CampaignOutcome> held =
                faulty.election().campaign(candidate(), LONG, Duration.ofSeconds(1));
        advance(Duration.ofSeconds(2));
        faulty.release();

        refused(held);
        assertThat(answer(store().election().leader(REMAINING))).isEqualTo(ElectionStore.NoLeader.INSTANCE);
    }

    @Test
    @DisplayName("ELECT-2: shouldFindItsLeadershipWhenTheAnswerOfTheCampaignWasLost")
    void shouldFindItsLeadershipWhenTheAnswerOfTheCampaignWasLost() {
        ElectionStore.Candidate leader = candidate();
        FaultyClusterStore faulty = faulty(StoreCall.CAMPAIGN, StoreFault.ANSWER_LOST);
        answerAs(Unknown.class, faulty.election().campaign(leader, LONG, REMAINING));
        ElectionStore.Led led =
                answerAs(ElectionStore.Led.class, store().election().leader(REMAINING));

        assertThat(led.leader()).isEqualTo(leader);
        assertThat(elected(leader, LONG)).isEqualTo(led.term());
    }

    @Test
    @DisplayName("ELECT-1: shouldLetAnotherOneLeadWhenTheRequestOfTheCampaignWasLost")
    void shouldLetAnotherOneLeadWhenTheRequestOfTheCampaignWasLost() {
        FaultyClusterStore faulty = faulty(StoreCall.CAMPAIGN, StoreFault.REQUEST_LOST);
        answerAs(Unknown.class, faulty.election().campaign(candidate(), LONG, REMAINING));
        elected(candidate(), LONG);
    }

    @Test
    void shouldResignAgainWhenTheAnswerOrTheRequestWasLost() {
        ElectionStore.Candidate leader = candidate();
        long term = elected(leader, LONG);
        FaultyClusterStore faulty = faulty(StoreCall.RESIGN, StoreFault.REQUEST_LOST);
        answerAs(Unknown.class, faulty.election().resign(leader, term, REMAINING));
        assertThat(answer(store().election().leader(REMAINING))).isEqualTo(new ElectionStore.Led(leader, term));

        faulty.fail(StoreCall.RESIGN, StoreFault.ANSWER_LOST);
        answerAs(Unknown.class, faulty.election().resign(leader, term, REMAINING));
        assertThat(answer(store().election().resign(leader, term, REMAINING)))
                .isEqualTo(ElectionStore.Resigned.INSTANCE);
        assertThat(answer(store().election().leader(REMAINING))).isEqualTo(ElectionStore.NoLeader.INSTANCE);
    }

    @Test
    void shouldRefuseALeadershipThatHoldsForNoTime() {
        ElectionStore.Candidate candidate = candidate();
        assertThatThrownBy(() -> store().election().campaign(candidate, Duration.ZERO, REMAINING))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private ElectionStore.Candidate candidate() {
        return new ElectionStore.Candidate(incarnation(), "orchestrator.example:8080");
    }

    private ElectionStore.Candidate reporter() {
        ElectionStore.Candidate candidate = candidate();
        reporters.add(candidate);
        return candidate;
    }

    private ElectionStore.Reported reported(ElectionStore.Candidate candidate, Set<Incarnation> unreached) {
        return answerAs(ElectionStore.Reported.class, store().election().report(candidate, unreached, LONG, REMAINING));
    }

    private CompletionStage<ElectionStore.CampaignOutcome> campaign(ElectionStore.Candidate candidate, Duration ttl) {
        return store().election().campaign(candidate, ttl, REMAINING);
    }

    private long elected(ElectionStore.Candidate candidate, Duration ttl) {
        return answerAs(ElectionStore.Elected.class, campaign(candidate, ttl)).term();
    }
}
