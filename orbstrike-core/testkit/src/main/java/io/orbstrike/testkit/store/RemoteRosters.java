package io.orbstrike.testkit.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * The calls of rosters, carried by a transport.
 *
 * <p>Thread-safe.
 */
record RemoteRosters(RosterStore store, StoreTransport transport) implements RosterStore {

    @Override
    public CompletionStage<JoinOutcome> join(BoardId board, Token token, JoinRequest request, Duration remaining) {
        return transport.write(
                StoreCall.JOIN_ROSTER,
                remaining,
                left -> store.join(board, token, request, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<LeaveOutcome> leave(BoardId board, Token token, PlayerId player, Duration remaining) {
        return transport.write(
                StoreCall.LEAVE_ROSTER,
                remaining,
                left -> store.leave(board, token, player, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<ReadOutcome> read(BoardId board, Duration remaining) {
        return transport.read(StoreCall.READ_ROSTER, remaining, left -> store.read(board, left), outcome -> outcome);
    }
}
