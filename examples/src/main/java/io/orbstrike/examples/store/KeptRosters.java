package io.orbstrike.examples.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Rosters that are in the files before it is said who joined or left.
 *
 * <p>Thread-safe.
 */
record KeptRosters(RosterStore memory, KeptChanges changes) implements RosterStore {

    @Override
    public CompletionStage<JoinOutcome> join(BoardId board, Token token, JoinRequest request, Duration remaining) {
        return changes.make(List.of(board), remaining, left -> memory.join(board, token, request, left), Unknown::new);
    }

    @Override
    public CompletionStage<LeaveOutcome> leave(BoardId board, Token token, PlayerId player, Duration remaining) {
        return changes.make(List.of(board), remaining, left -> memory.leave(board, token, player, left), Unknown::new);
    }

    @Override
    public CompletionStage<ReadOutcome> read(BoardId board, Duration remaining) {
        return memory.read(board, remaining);
    }
}
