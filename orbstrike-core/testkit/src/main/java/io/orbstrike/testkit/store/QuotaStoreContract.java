package io.orbstrike.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Creator;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link QuotaStore}.
 *
 * <p>Confined to the test's thread.
 */
public abstract class QuotaStoreContract extends StoreKit {

    /** Creates the kit. */
    protected QuotaStoreContract() {}

    @Test
    @DisplayName("ROSTER-4: shouldCountBoardsUpToTheQuota")
    void shouldCountBoardsUpToTheQuota() {
        Creator creator = creator();
        entered(creator, key().boardId(), 2);
        entered(creator, key().boardId(), 2);
        QuotaStore.Spent spent = answerAs(QuotaStore.Spent.class, enter(creator, key().boardId(), 2));
        assertThat(spent.dayEndsIn()).isBetween(Duration.ofNanos(1), Duration.ofDays(1));
        entered(creator(), key().boardId(), 2);
    }

    @Test
    @DisplayName("ROSTER-4: shouldCountABoardOnceHoweverOftenItIsEntered")
    void shouldCountABoardOnceHoweverOftenItIsEntered() {
        Creator creator = creator();
        BoardId board = key().boardId();
        LocalDate day = entered(creator, board, 1);
        assertThat(answer(enter(creator, board, 1))).isEqualTo(new QuotaStore.AlreadyEntered(day));
        answerAs(QuotaStore.Spent.class, enter(creator, key().boardId(), 1));
        assertThat(answer(enter(creator, board, 1))).isEqualTo(new QuotaStore.AlreadyEntered(day));
    }

    @Test
    @DisplayName("ROSTER-4: shouldCountABoardOnceWhenTheAnswerWasLost")
    void shouldCountABoardOnceWhenTheAnswerWasLost() {
        Creator creator = creator();
        BoardId board = key().boardId();
        FaultyClusterStore faulty = new FaultyClusterStore(store(), this::storeTime);
        faulty.fail(StoreCall.ENTER_QUOTA, StoreFault.ANSWER_LOST);
        answerAs(Unknown.class, faulty.quotas().enter(creator, board, 1, REMAINING));
        faulty.fail(StoreCall.ENTER_QUOTA, StoreFault.NONE);

        answerAs(QuotaStore.AlreadyEntered.class, faulty.quotas().enter(creator, board, 1, REMAINING));
    }

    @Test
    @DisplayName("ROSTER-4: shouldCountNoMoreThanTheQuotaWhenManyEnterAtATime")
    void shouldCountNoMoreThanTheQuotaWhenManyEnterAtATime() {
        Creator creator = creator();
        List<Callable<CompletionStage<QuotaStore.EnterOutcome>>> calls = new ArrayList<>();
        for (int i = 0; i < racers(); i++) {
            BoardId board = key().boardId();
            calls.add(() -> enter(creator, board, 3));
        }
        List<QuotaStore.EnterOutcome> outcomes = race(calls);

        assertThat(outcomes).filteredOn(QuotaStore.Entered.class::isInstance).hasSize(3);
        assertThat(outcomes).filteredOn(QuotaStore.Spent.class::isInstance).hasSize(racers() - 3);
    }

    @Test
    @DisplayName("ROSTER-4: shouldCountABoardNoMoreThatWasTakenBack")
    void shouldCountABoardNoMoreThatWasTakenBack() {
        Creator creator = creator();
        BoardId board = key().boardId();
        LocalDate day = entered(creator, board, 1);
        for (int i = 0; i < 2; i++) {
            assertThat(answer(store().quotas().takeBack(creator, day, board, REMAINING)))
                    .isEqualTo(QuotaStore.TakenBack.INSTANCE);
        }
        entered(creator, key().boardId(), 1);
    }

    @Test
    @DisplayName("ROSTER-4: shouldTakeABoardBackAgainWhenTheAnswerOrTheRequestWasLost")
    void shouldTakeABoardBackAgainWhenTheAnswerOrTheRequestWasLost() {
        for (StoreFault fault : List.of(StoreFault.REQUEST_LOST, StoreFault.ANSWER_LOST)) {
            Creator creator = creator();
            BoardId board = key().boardId();
            LocalDate day = entered(creator, board, 1);
            FaultyClusterStore faulty = faulty(StoreCall.TAKE_BACK_QUOTA, fault);
            answerAs(Unknown.class, faulty.quotas().takeBack(creator, day, board, REMAINING));
            assertThat(answer(store().quotas().takeBack(creator, day, board, REMAINING)))
                    .isEqualTo(QuotaStore.TakenBack.INSTANCE);
            entered(creator, key().boardId(), 1);
        }
    }

    @Test
    @DisplayName("ROSTER-4: shouldTakeBackNothingFromAnotherDay")
    void shouldTakeBackNothingFromAnotherDay() {
        Creator creator = creator();
        BoardId board = key().boardId();
        LocalDate day = entered(creator, board, 1);
        answer(store().quotas().takeBack(creator, day.minusDays(1), board, REMAINING));
        answerAs(QuotaStore.Spent.class, enter(creator, key().boardId(), 1));
    }

    @Test
    @DisplayName("ROSTER-4: shouldCountAnewWithEachDayOfTheStoresClockInUtc")
    void shouldCountAnewWithEachDayOfTheStoresClockInUtc() {
        Creator creator = creator();
        LocalDate first = entered(creator, key().boardId(), 1);
        assertThat(first).isEqualTo(LocalDate.ofInstant(storeTime(), ZoneOffset.UTC));
        QuotaStore.Spent spent = answerAs(QuotaStore.Spent.class, enter(creator, key().boardId(), 1));
        advance(spent.dayEndsIn().minusMillis(1));
        answerAs(QuotaStore.Spent.class, enter(creator, key().boardId(), 1));
        advance(Duration.ofMillis(1));

        assertThat(entered(creator, key().boardId(), 1)).isEqualTo(first.plusDays(1));
    }

    @Test
    @DisplayName("ROUTE-5: shouldApplyNothingThatComesAfterItsTime")
    void shouldApplyNothingThatComesAfterItsTime() {
        Creator creator = creator();
        assertThat(answer(store().quotas().enter(creator, key().boardId(), 1, Duration.ZERO)))
                .isInstanceOfAny(NotApplied.class, Unknown.class);
        entered(creator, key().boardId(), 1);
    }

    private CompletionStage<QuotaStore.EnterOutcome> enter(Creator creator, BoardId board, long quota) {
        return store().quotas().enter(creator, board, quota, REMAINING);
    }

    private LocalDate entered(Creator creator, BoardId board, long quota) {
        return answerAs(QuotaStore.Entered.class, enter(creator, board, quota)).day();
    }
}
