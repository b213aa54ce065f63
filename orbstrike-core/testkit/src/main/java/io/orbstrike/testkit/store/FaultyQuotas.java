package io.orbstrike.testkit.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Creator;
import io.orbstrike.store.QuotaStore;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.CompletionStage;

/**
 * The calls of quotas, with faults.
 *
 * <p>Thread-safe.
 */
record FaultyQuotas(QuotaStore store, StoreFaults faults) implements QuotaStore {

    @Override
    public CompletionStage<EnterOutcome> enter(Creator creator, BoardId board, long quota, Duration remaining) {
        return faults.write(
                StoreCall.ENTER_QUOTA,
                remaining,
                left -> store.enter(creator, board, quota, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<TakeBackOutcome> takeBack(
            Creator creator, LocalDate day, BoardId board, Duration remaining) {
        return faults.write(
                StoreCall.TAKE_BACK_QUOTA,
                remaining,
                left -> store.takeBack(creator, day, board, left),
                outcome -> outcome,
                outcome -> outcome);
    }
}
