package io.orbstrike.testkit.simulation;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Token;
import io.orbstrike.store.memory.InMemoryClusterStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Attachments and indexes in all shards of a store.
 *
 * <p>Confined to the simulation's thread.
 */
record ShardedAttachments(ShardedStore store) implements AttachmentStore {

    @Override
    public CompletionStage<AttachOutcome> attach(
            BoardId board, Token expected, Incarnation target, AttachReason reason, Duration remaining) {
        return store.withLease(board, target).attachments().attach(board, expected, target, reason, remaining);
    }

    @Override
    public CompletionStage<TokensOutcome> tokens(List<BoardId> boards, Duration remaining) {
        if (boards.size() == 1) {
            return store.of(boards.get(0)).attachments().tokens(boards, remaining);
        }
        Map<BoardId, Token> tokens = new HashMap<>();
        Map<BoardId, Epoch> closed = new HashMap<>();
        Set<BoardId> unknown = new HashSet<>();
        for (int i = 0; i < store.count(); i++) {
            TokensOutcome outcome =
                    WitnessedStore.answered(store.all().get(i).attachments().tokens(inShard(i, boards), remaining));
            if (!(outcome instanceof Tokens known)) {
                return CompletableFuture.completedStage(outcome);
            }
            tokens.putAll(known.tokens());
            closed.putAll(known.closed());
            unknown.addAll(known.unknown());
        }
        return CompletableFuture.completedStage(new Tokens(tokens, closed, unknown));
    }

    private List<BoardId> inShard(int number, List<BoardId> boards) {
        return boards.stream().filter(board -> store.numberOf(board) == number).toList();
    }

    @Override
    public CompletionStage<IndexOutcome> index(Incarnation gameserver, String cursor, Duration remaining) {
        TreeSet<BoardId> boards = new TreeSet<>();
        boolean isWhole = true;
        for (InMemoryClusterStore shard : store.all()) {
            IndexOutcome outcome = WitnessedStore.answered(shard.attachments().index(gameserver, cursor, remaining));
            if (!(outcome instanceof IndexPage page)) {
                return CompletableFuture.completedStage(outcome);
            }
            boards.addAll(page.boards());
            isWhole = isWhole && page.nextCursor().isEmpty();
        }
        List<BoardId> page = boards.stream().limit(BOARDS_PER_CALL_MAX).toList();
        boolean isLast = isWhole && page.size() == boards.size();
        return CompletableFuture.completedStage(
                new IndexPage(page, isLast ? "" : page.get(page.size() - 1).toString()));
    }

    @Override
    public CompletionStage<IndexedOutcome> enter(Incarnation gameserver, List<BoardId> boards, Duration remaining) {
        IndexedOutcome outcome = Indexed.INSTANCE;
        for (int i = 0; i < store.count() && outcome == Indexed.INSTANCE; i++) {
            outcome = WitnessedStore.answered(
                    store.all().get(i).attachments().enter(gameserver, inShard(i, boards), remaining));
        }
        return CompletableFuture.completedStage(outcome);
    }

    @Override
    public CompletionStage<IndexedOutcome> remove(Incarnation gameserver, List<BoardId> boards, Duration remaining) {
        IndexedOutcome outcome = Indexed.INSTANCE;
        for (int i = 0; i < store.count() && outcome == Indexed.INSTANCE; i++) {
            outcome = WitnessedStore.answered(
                    store.all().get(i).attachments().remove(gameserver, inShard(i, boards), remaining));
        }
        return CompletableFuture.completedStage(outcome);
    }

    /* The shards go from cursor to cursor in step. */
    @Override
    public CompletionStage<SweepOutcome> sweep(String cursor, Duration remaining) {
        Map<BoardId, Token> tokens = new HashMap<>();
        String next = "";
        for (InMemoryClusterStore shard : store.all()) {
            SweepOutcome outcome = WitnessedStore.answered(shard.attachments().sweep(cursor, remaining));
            if (!(outcome instanceof SweepPage page)) {
                return CompletableFuture.completedStage(outcome);
            }
            tokens.putAll(page.tokens());
            next = page.nextCursor();
        }
        return CompletableFuture.completedStage(new SweepPage(tokens, next));
    }

    @Override
    public CompletionStage<MarkOutcome> mark(BoardId board, Token token, String reason, Duration remaining) {
        return store.of(board).attachments().mark(board, token, reason, remaining);
    }

    @Override
    public CompletionStage<MarkOutcome> forgetDeaths(BoardId board, Token token, Duration remaining) {
        return store.of(board).attachments().forgetDeaths(board, token, remaining);
    }
}
