package io.orbstrike.store.memory;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Rosters of the in-memory store.
 *
 * <p>Thread-safe.
 */
record MemoryRosterStore(StoreCalls calls, BoardStripes stripes) implements RosterStore {

    @Override
    public CompletionStage<JoinOutcome> join(BoardId board, Token token, JoinRequest request, Duration remaining) {
        requireNonNull(board, "board");
        requireNonNull(token, "token");
        requireNonNull(request, "request");
        return calls.call(
                remaining, NotApplied::new, now -> stripes.of(board).join(board, token, request, now.toEpochMilli()));
    }

    @Override
    public CompletionStage<LeaveOutcome> leave(BoardId board, Token token, PlayerId player, Duration remaining) {
        requireNonNull(board, "board");
        requireNonNull(token, "token");
        requireNonNull(player, "player");
        return calls.call(
                remaining, NotApplied::new, now -> stripes.of(board).leave(board, token, player, now.toEpochMilli()));
    }

    @Override
    public CompletionStage<ReadOutcome> read(BoardId board, Duration remaining) {
        requireNonNull(board, "board");
        return calls.call(remaining, Unknown::new, now -> stripes.of(board).roster(board, now.toEpochMilli()));
    }
}
