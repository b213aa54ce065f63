package io.orbstrike.store.memory;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Creator;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.QuotaStore;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.CompletionStage;

/**
 * Quotas of the in-memory store.
 *
 * <p>Thread-safe.
 */
record MemoryQuotaStore(StoreCalls calls, CreatorQuotas quotas) implements QuotaStore {

    @Override
    public CompletionStage<EnterOutcome> enter(Creator creator, BoardId board, long quota, Duration remaining) {
        requireNonNull(creator, "creator");
        requireNonNull(board, "board");
        if (quota < 1) {
            throw new IllegalArgumentException("quota " + quota + ": must be 1 or above");
        }
        return calls.call(remaining, NotApplied::new, now -> quotas.enter(creator, board, quota, now));
    }

    @Override
    public CompletionStage<TakeBackOutcome> takeBack(
            Creator creator, LocalDate day, BoardId board, Duration remaining) {
        requireNonNull(creator, "creator");
        requireNonNull(day, "day");
        requireNonNull(board, "board");
        return calls.call(remaining, NotApplied::new, now -> quotas.takeBack(creator, day, board));
    }
}
