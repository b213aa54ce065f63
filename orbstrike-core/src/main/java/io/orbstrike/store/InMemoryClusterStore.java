package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The embedded store: it lives and dies with its process, so durable means known to this object. Its calls are done by the
 * time they return, unless it is given an executor.
 *
 * <p>Thread-safe. It keeps at most 131,072 boards, 262,144 tombstones (beyond them the oldest are forgotten), per board
 * 65,536 keys of players that are gone, and per day 131,072 creators; what does not fit is not applied.
 */
public final class InMemoryClusterStore implements ClusterStore {

    /* Boards lie in stripes by the first bits of their id, each under its own lock, so that a call is atomic for its board
     * and calls for others rarely wait. The stripes are in the order of the ids, so a cursor is simply the last id seen.
     */

    private static final int BOARDS_MAX = 1 << 17;
    private static final int TOMBSTONES_MAX = 1 << 18;
    private static final int REMEMBERED_KEYS_MAX = 1 << 16;
    private static final int CREATORS_MAX = 1 << 17;
    private static final int STRIPE_BITS = 6;

    /** How many listed boards a page looks at before it ends early. */
    private static final int EXAMINED_PER_PAGE_MAX = 10_000;

    private final InstantSource clock;
    private final Executor executor;
    private final BoardStripe[] stripes = new BoardStripe[1 << STRIPE_BITS];
    private final BoardStore boards = new Boards();
    private final RosterStore rosters = new Rosters();
    private final QuotaStore quotas = new Quotas();
    private volatile boolean closed;

    private InMemoryClusterStore(InstantSource clock, Executor executor) {
        this.clock = requireNonNull(clock, "clock");
        this.executor = requireNonNull(executor, "executor");
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new BoardStripe(BOARDS_MAX >> STRIPE_BITS, TOMBSTONES_MAX >> STRIPE_BITS, REMEMBERED_KEYS_MAX);
        }
    }

    /**
     * An empty store whose calls are done on the calling thread.
     *
     * @param clock the store's clock
     * @return a new store
     */
    public static InMemoryClusterStore create(InstantSource clock) {
        return create(clock, Runnable::run);
    }

    /**
     * An empty store whose calls are done by an executor.
     *
     * @param clock the store's clock
     * @param executor does the calls, on any of its threads, and completes their stages
     * @return a new store
     */
    public static InMemoryClusterStore create(InstantSource clock, Executor executor) {
        return new InMemoryClusterStore(clock, executor);
    }

    @Override
    public BoardStore boards() {
        return boards;
    }

    @Override
    public RosterStore rosters() {
        return rosters;
    }

    @Override
    public QuotaStore quotas() {
        return quotas;
    }

    @Override
    public void close() {
        closed = true;
    }

    private static int stripeNumber(BoardId board) {
        return (int) (board.high() >>> (Long.SIZE - STRIPE_BITS));
    }

    private BoardStripe stripe(BoardId board) {
        return stripes[stripeNumber(board)];
    }

    /** Does a call on the executor, or answers by {@code refused} if that is not possible in time. */
    private <T> CompletionStage<T> call(
            Duration remaining, Function<? super Throwable, ? extends T> refused, Supplier<? extends T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        long deadlineMs = deadlineMs(remaining);
        try {
            executor.execute(() -> answer.complete(answer(deadlineMs, refused, work)));
        } catch (RejectedExecutionException e) {
            answer.complete(refused.apply(new StoreException("the store's executor takes no more calls", e)));
        }
        return answer;
    }

    private long deadlineMs(Duration remaining) {
        boolean over = remaining.isZero() || remaining.isNegative();
        return clock.millis() + (over ? -1 : remaining.toMillis());
    }

    private <T> T answer(
            long deadlineMs, Function<? super Throwable, ? extends T> refused, Supplier<? extends T> work) {
        if (closed) {
            return refused.apply(new StoreException("the store is closed", null));
        }
        long lateMs = clock.millis() - deadlineMs;
        if (lateMs > 0) {
            return refused.apply(new StoreException("the call came " + lateMs + " ms after its time", null));
        }
        return work.get();
    }

    private final class Boards implements BoardStore {

        @Override
        public CompletionStage<CreateOutcome> create(BoardSpec spec, Incarnation holder, Duration remaining) {
            requireNonNull(spec, "spec");
            requireNonNull(holder, "holder");
            return call(remaining, NotApplied::new, () -> stripe(spec.id()).create(spec, holder, clock.millis()));
        }

        @Override
        public CompletionStage<GetOutcome> get(BoardId board, Duration remaining) {
            requireNonNull(board, "board");
            return call(remaining, Unknown::new, () -> stripe(board).get(board, clock.millis()));
        }

        @Override
        public CompletionStage<CloseOutcome> close(BoardId board, Token token, Duration remaining) {
            requireNonNull(board, "board");
            requireNonNull(token, "token");
            return call(remaining, NotApplied::new, () -> stripe(board).close(board, token, clock.millis()));
        }

        @Override
        public CompletionStage<ListOutcome> list(ListQuery query, Duration remaining) {
            BoardId after = query.cursor().isEmpty() ? null : BoardId.parse(query.cursor());
            return call(remaining, Unknown::new, () -> page(query, after));
        }

        private Page page(ListQuery query, @Nullable BoardId after) {
            List<BoardSummary> found = new ArrayList<>();
            int examinable = EXAMINED_PER_PAGE_MAX;
            BoardId last = after;
            int number = after == null ? 0 : stripeNumber(after);
            while (number < stripes.length) {
                List<BoardSummary> next = stripes[number].listedAfter(last, Math.min(examinable, query.pageSize()));
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

    private final class Rosters implements RosterStore {

        @Override
        public CompletionStage<JoinOutcome> join(BoardId board, Token token, JoinRequest request, Duration remaining) {
            requireNonNull(board, "board");
            requireNonNull(token, "token");
            requireNonNull(request, "request");
            return call(remaining, NotApplied::new, () -> stripe(board).join(board, token, request, clock.millis()));
        }

        @Override
        public CompletionStage<LeaveOutcome> leave(BoardId board, Token token, PlayerId player, Duration remaining) {
            requireNonNull(board, "board");
            requireNonNull(token, "token");
            requireNonNull(player, "player");
            return call(remaining, NotApplied::new, () -> stripe(board).leave(board, token, player, clock.millis()));
        }

        @Override
        public CompletionStage<ReadOutcome> read(BoardId board, Duration remaining) {
            requireNonNull(board, "board");
            return call(remaining, Unknown::new, () -> stripe(board).roster(board, clock.millis()));
        }
    }

    private final class Quotas implements QuotaStore {

        private final CreatorQuotas sets = new CreatorQuotas(CREATORS_MAX);

        @Override
        public CompletionStage<EnterOutcome> enter(Creator creator, BoardId board, long quota, Duration remaining) {
            requireNonNull(creator, "creator");
            requireNonNull(board, "board");
            if (quota < 1) {
                throw new IllegalArgumentException("quota " + quota + ": must be 1 or above");
            }
            return call(remaining, NotApplied::new, () -> sets.enter(creator, board, quota, clock.instant()));
        }

        @Override
        public CompletionStage<TakeBackOutcome> takeBack(
                Creator creator, LocalDate day, BoardId board, Duration remaining) {
            requireNonNull(creator, "creator");
            requireNonNull(day, "day");
            requireNonNull(board, "board");
            return call(remaining, NotApplied::new, () -> sets.takeBack(creator, day, board));
        }
    }
}
