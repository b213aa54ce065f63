package io.orbstrike.examples.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Attachments that are in the files before it is said that they were made. The indexes are not in them: each board's entry is
 * made anew when it is read.
 *
 * <p>Thread-safe.
 */
record KeptAttachments(AttachmentStore memory, KeptChanges changes) implements AttachmentStore {

    @Override
    public CompletionStage<AttachOutcome> attach(
            BoardId board, Token expected, Incarnation target, AttachReason reason, Duration remaining) {
        return changes.make(
                List.of(board), remaining, left -> memory.attach(board, expected, target, reason, left), Unknown::new);
    }

    @Override
    public CompletionStage<TokensOutcome> tokens(List<BoardId> boards, Duration remaining) {
        return memory.tokens(boards, remaining);
    }

    @Override
    public CompletionStage<IndexOutcome> index(Incarnation gameserver, String cursor, Duration remaining) {
        return memory.index(gameserver, cursor, remaining);
    }

    @Override
    public CompletionStage<IndexedOutcome> enter(Incarnation gameserver, List<BoardId> boards, Duration remaining) {
        return memory.enter(gameserver, boards, remaining);
    }

    @Override
    public CompletionStage<IndexedOutcome> remove(Incarnation gameserver, List<BoardId> boards, Duration remaining) {
        return memory.remove(gameserver, boards, remaining);
    }

    @Override
    public CompletionStage<SweepOutcome> sweep(String cursor, Duration remaining) {
        return memory.sweep(cursor, remaining);
    }

    @Override
    public CompletionStage<MarkOutcome> mark(BoardId board, Token token, String reason, Duration remaining) {
        return changes.make(List.of(board), remaining, left -> memory.mark(board, token, reason, left), Unknown::new);
    }

    @Override
    public CompletionStage<MarkOutcome> forgetDeaths(BoardId board, Token token, Duration remaining) {
        return changes.make(List.of(board), remaining, left -> memory.forgetDeaths(board, token, left), Unknown::new);
    }
}
