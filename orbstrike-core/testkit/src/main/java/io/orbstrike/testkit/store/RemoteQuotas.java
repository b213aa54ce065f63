package io.orbstrike.testkit.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Creator;
import io.orbstrike.store.QuotaStore;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.CompletionStage;

/**
 * The calls of quotas, carried by a transport.
 *
 * <p>Thread-safe.
 */
record RemoteQuotas(QuotaStore store, StoreTransport transport) implements QuotaStore {

    @Override
    public CompletionStage<EnterOutcome> enter(Creator creator, BoardId board, long quota, Duration remaining) {
        return transport.write(
                StoreCall.ENTER_QUOTA,
                remaining,
                left -> store.enter(creator, board, quota, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<TakeBackOutcome> takeBack(
            Creator creator, LocalDate day, BoardId board, Duration remaining) {
        return transport.write(
                StoreCall.TAKE_BACK_QUOTA,
                remaining,
                left -> store.takeBack(creator, day, board, left),
                outcome -> outcome,
                outcome -> outcome);
    }
}
