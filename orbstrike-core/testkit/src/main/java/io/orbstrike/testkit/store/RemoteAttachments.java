package io.orbstrike.testkit.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The calls of attachments, carried by a transport.
 *
 * <p>Thread-safe.
 */
record RemoteAttachments(AttachmentStore store, StoreTransport transport) implements AttachmentStore {

    @Override
    public CompletionStage<AttachOutcome> attach(
            BoardId board, Token expected, Incarnation target, AttachReason reason, Duration remaining) {
        return transport.write(
                StoreCall.ATTACH_BOARD,
                remaining,
                left -> store.attach(board, expected, target, reason, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<TokensOutcome> tokens(List<BoardId> boards, Duration remaining) {
        return transport.read(StoreCall.READ_TOKENS, remaining, left -> store.tokens(boards, left), outcome -> outcome);
    }

    @Override
    public CompletionStage<IndexOutcome> index(Incarnation gameserver, String cursor, Duration remaining) {
        return transport.read(
                StoreCall.READ_INDEX, remaining, left -> store.index(gameserver, cursor, left), outcome -> outcome);
    }

    @Override
    public CompletionStage<IndexedOutcome> enter(Incarnation gameserver, List<BoardId> boards, Duration remaining) {
        return transport.write(
                StoreCall.ENTER_INDEX,
                remaining,
                left -> store.enter(gameserver, boards, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<IndexedOutcome> remove(Incarnation gameserver, List<BoardId> boards, Duration remaining) {
        return transport.write(
                StoreCall.REMOVE_FROM_INDEX,
                remaining,
                left -> store.remove(gameserver, boards, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<SweepOutcome> sweep(String cursor, Duration remaining) {
        return transport.read(StoreCall.SWEEP_BOARDS, remaining, left -> store.sweep(cursor, left), outcome -> outcome);
    }

    @Override
    public CompletionStage<MarkOutcome> mark(BoardId board, Token token, String reason, Duration remaining) {
        return transport.write(
                StoreCall.MARK_BOARD,
                remaining,
                left -> store.mark(board, token, reason, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<MarkOutcome> forgetDeaths(BoardId board, Token token, Duration remaining) {
        return transport.write(
                StoreCall.FORGET_DEATHS,
                remaining,
                left -> store.forgetDeaths(board, token, left),
                outcome -> outcome,
                outcome -> outcome);
    }
}
