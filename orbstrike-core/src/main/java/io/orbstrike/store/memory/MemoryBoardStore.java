package io.orbstrike.store.memory;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Boards of the in-memory store.
 *
 * <p>Thread-safe.
 */
record MemoryBoardStore(StoreCalls calls, BoardStripes stripes) implements BoardStore {

    /** How many listed boards a page looks at before it ends early. */
    private static final int EXAMINED_PER_PAGE_MAX = 10_000;

    @Override
    public CompletionStage<CreateOutcome> create(BoardSpec spec, Incarnation holder, Duration remaining) {
        requireNonNull(spec, "spec");
        requireNonNull(holder, "holder");
        return calls.call(
                remaining, NotApplied::new, now -> stripes.of(spec.id()).create(spec, holder, now.toEpochMilli()));
    }

    @Override
    public CompletionStage<GetOutcome> get(BoardId board, Duration remaining) {
        requireNonNull(board, "board");
        return calls.call(remaining, Unknown::new, now -> stripes.of(board).get(board, now.toEpochMilli()));
    }

    @Override
    public CompletionStage<CloseOutcome> close(BoardId board, Token token, Duration remaining) {
        requireNonNull(board, "board");
        requireNonNull(token, "token");
        return calls.call(remaining, NotApplied::new, now -> stripes.of(board).close(board, token, now.toEpochMilli()));
    }

    @Override
    public CompletionStage<ListOutcome> list(ListQuery query, Duration remaining) {
        BoardId after = query.cursor().isEmpty() ? null : BoardId.parse(query.cursor());
        return calls.call(remaining, Unknown::new, now -> page(query, after));
    }

    private Page page(ListQuery query, @Nullable BoardId after) {
        List<BoardSummary> found = new ArrayList<>();
        int examinable = EXAMINED_PER_PAGE_MAX;
        BoardId last = after;
        int number = after == null ? 0 : BoardStripes.numberOf(after);
        while (number < stripes.count()) {
            List<BoardSummary> next =
                    stripes.numbered(number).listedAfter(last, Math.min(examinable, query.pageSize()));
            if (next.isEmpty()) {
                number++;
            }
            for (BoardSummary board : next) {
                if (query.type().isEmpty() || query.type().equals(board.type())) {
                    found.add(board);
                }
                last = board.id();
                examinable--;
                if (found.size() == query.pageSize() || examinable == 0) {
                    return new Page(found, last.toString());
                }
            }
        }
        return new Page(found, "");
    }
}
