package io.orbstrike.store.memory;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.StoreException;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Attachments of the in-memory store.
 *
 * <p>Thread-safe.
 */
record MemoryAttachmentStore(StoreCalls calls, BoardStripes stripes, GameserverIndexes indexes, GameserverLeases leases)
        implements AttachmentStore {

    /** How many boards a page of an index names. */
    private static final int PAGE_SIZE = 1_000;

    private static final Pattern STRIPE_NUMBER = Pattern.compile("[1-9][0-9]?");

    @Override
    public CompletionStage<AttachOutcome> attach(
            BoardId board, Token expected, Incarnation target, AttachReason reason, Duration remaining) {
        requireNonNull(board, "board");
        requireNonNull(expected, "expected");
        requireNonNull(target, "target");
        requireNonNull(reason, "reason");
        return calls.call(
                remaining,
                NotApplied::new,
                now -> stripes.of(board)
                        .attach(board, expected, target, reason, () -> leases.isLive(target, now), now.toEpochMilli()));
    }

    @Override
    public CompletionStage<TokensOutcome> tokens(List<BoardId> boards, Duration remaining) {
        List<BoardId> asked = checked(boards);
        return calls.call(remaining, Unknown::new, now -> tokensAt(asked, now.toEpochMilli()));
    }

    private Tokens tokensAt(List<BoardId> boards, long nowMs) {
        Map<BoardId, Token> tokens = new HashMap<>();
        Map<BoardId, Epoch> closed = new HashMap<>();
        for (BoardId board : boards) {
            BoardStore.GetOutcome outcome = stripes.of(board).get(board, nowMs);
            if (outcome instanceof BoardStore.Found found) {
                tokens.put(board, found.board().token());
            } else if (outcome instanceof Closed tombstone) {
                closed.put(board, tombstone.epoch());
            }
        }
        return new Tokens(tokens, closed, Set.of());
    }

    @Override
    public CompletionStage<IndexOutcome> index(Incarnation gameserver, String cursor, Duration remaining) {
        requireNonNull(gameserver, "gameserver");
        BoardId after = cursor.isEmpty() ? null : BoardId.parse(cursor);
        return calls.call(remaining, Unknown::new, now -> indexPage(gameserver, after));
    }

    private IndexPage indexPage(Incarnation gameserver, @Nullable BoardId after) {
        List<BoardId> found = indexes.after(gameserver, after, PAGE_SIZE);
        String next =
                found.size() < PAGE_SIZE ? "" : found.get(found.size() - 1).toString();
        return new IndexPage(found, next);
    }

    @Override
    public CompletionStage<IndexedOutcome> enter(Incarnation gameserver, List<BoardId> boards, Duration remaining) {
        requireNonNull(gameserver, "gameserver");
        List<BoardId> entered = checked(boards);
        return calls.call(
                remaining,
                NotApplied::new,
                now -> indexes.enterAll(gameserver, entered)
                        ? Indexed.INSTANCE
                        : new NotApplied(new StoreException("the indexes are full", null)));
    }

    @Override
    public CompletionStage<IndexedOutcome> remove(Incarnation gameserver, List<BoardId> boards, Duration remaining) {
        requireNonNull(gameserver, "gameserver");
        List<BoardId> removed = checked(boards);
        return calls.call(remaining, NotApplied::new, now -> {
            removed.forEach(board -> indexes.remove(gameserver, board));
            return Indexed.INSTANCE;
        });
    }

    @Override
    public CompletionStage<SweepOutcome> sweep(String cursor, Duration remaining) {
        int number = cursor.isEmpty() ? 0 : stripeNumber(cursor);
        return calls.call(remaining, Unknown::new, now -> sweepPage(number));
    }

    /** A page is a stripe, so its size is bounded by that of a stripe. */
    private SweepPage sweepPage(int number) {
        int next = number + 1;
        return new SweepPage(stripes.numbered(number).tokens(), next == stripes.count() ? "" : Integer.toString(next));
    }

    private int stripeNumber(String cursor) {
        if (!STRIPE_NUMBER.matcher(cursor).matches() || Integer.parseInt(cursor) >= stripes.count()) {
            throw new InvalidValueException(
                    "cursor", "of " + cursor.length() + " characters", "what a page of the sweep named");
        }
        return Integer.parseInt(cursor);
    }

    @Override
    public CompletionStage<MarkOutcome> mark(BoardId board, Token token, String reason, Duration remaining) {
        requireNonNull(board, "board");
        requireNonNull(token, "token");
        requireNonNull(reason, "reason");
        return calls.call(
                remaining, NotApplied::new, now -> stripes.of(board).mark(board, token, reason, now.toEpochMilli()));
    }

    @Override
    public CompletionStage<MarkOutcome> forgetDeaths(BoardId board, Token token, Duration remaining) {
        requireNonNull(board, "board");
        requireNonNull(token, "token");
        return calls.call(
                remaining, NotApplied::new, now -> stripes.of(board).forgetDeaths(board, token, now.toEpochMilli()));
    }

    private static List<BoardId> checked(List<BoardId> boards) {
        if (boards.size() > BOARDS_PER_CALL_MAX) {
            throw new IllegalArgumentException(
                    "boards " + boards.size() + ": must be at most " + BOARDS_PER_CALL_MAX + " in a call");
        }
        return List.copyOf(boards);
    }
}
