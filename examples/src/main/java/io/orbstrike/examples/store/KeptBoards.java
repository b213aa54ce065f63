package io.orbstrike.examples.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Boards that are in the files before it is said that they were created or closed.
 *
 * <p>Thread-safe.
 */
record KeptBoards(BoardStore memory, KeptChanges changes) implements BoardStore {

    @Override
    public CompletionStage<CreateOutcome> create(BoardSpec spec, Incarnation holder, Duration remaining) {
        return changes.make(List.of(spec.id()), remaining, left -> memory.create(spec, holder, left), Unknown::new);
    }

    @Override
    public CompletionStage<GetOutcome> get(BoardId board, Duration remaining) {
        return memory.get(board, remaining);
    }

    @Override
    public CompletionStage<CloseOutcome> close(BoardId board, Token token, Duration remaining) {
        return changes.make(List.of(board), remaining, left -> memory.close(board, token, left), Unknown::new);
    }

    @Override
    public CompletionStage<ListOutcome> list(ListQuery query, Duration remaining) {
        return memory.list(query, remaining);
    }
}
