package io.orbstrike.testkit.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * The calls of boards, carried by a transport.
 *
 * <p>Thread-safe.
 */
record RemoteBoards(BoardStore store, StoreTransport transport) implements BoardStore {

    @Override
    public CompletionStage<CreateOutcome> create(BoardSpec spec, Incarnation holder, Duration remaining) {
        return transport.write(
                StoreCall.CREATE_BOARD,
                remaining,
                left -> store.create(spec, holder, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<GetOutcome> get(BoardId board, Duration remaining) {
        return transport.read(StoreCall.GET_BOARD, remaining, left -> store.get(board, left), outcome -> outcome);
    }

    @Override
    public CompletionStage<CloseOutcome> close(BoardId board, Token token, Duration remaining) {
        return transport.write(
                StoreCall.CLOSE_BOARD,
                remaining,
                left -> store.close(board, token, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<ListOutcome> list(ListQuery query, Duration remaining) {
        return transport.read(StoreCall.LIST_BOARDS, remaining, left -> store.list(query, left), outcome -> outcome);
    }
}
