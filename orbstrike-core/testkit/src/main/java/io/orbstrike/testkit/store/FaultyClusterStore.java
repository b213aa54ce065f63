package io.orbstrike.testkit.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.StoreException;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A store in front of another one, that fails as it is told to: per call, until it is told otherwise.
 *
 * <p>Thread-safe. Stages complete on the thread of the store behind, or of {@link #release()}.
 */
public final class FaultyClusterStore implements ClusterStore {

    private final ClusterStore store;
    private final InstantSource clock;
    private final BoardStore boards = new FaultyBoards();
    private final RosterStore rosters = new FaultyRosters();
    private final QuotaStore quotas = new FaultyQuotas();
    private final Map<StoreCall, StoreFault> faults = new EnumMap<>(StoreCall.class);
    private final Map<StoreCall, Integer> calls = new EnumMap<>(StoreCall.class);
    private final List<Runnable> held = new ArrayList<>();

    /**
     * Creates a store without faults.
     *
     * @param store the one behind; closed with this one
     * @param clock that store's clock: a request that is held has less time left when it goes there
     */
    public FaultyClusterStore(ClusterStore store, InstantSource clock) {
        this.store = requireNonNull(store, "store");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Sets what goes wrong with one call from now on.
     *
     * @param call which one
     * @param fault what
     */
    public synchronized void fail(StoreCall call, StoreFault fault) {
        faults.put(requireNonNull(call, "call"), requireNonNull(fault, "fault"));
    }

    /**
     * Sets what goes wrong with every call from now on.
     *
     * @param fault what
     */
    public synchronized void failAll(StoreFault fault) {
        for (StoreCall call : StoreCall.values()) {
            fail(call, fault);
        }
    }

    /**
     * How often a call was made, whatever came of it.
     *
     * @param call which one
     * @return 0 and above
     */
    public synchronized int calls(StoreCall call) {
        return calls.getOrDefault(call, 0);
    }

    /**
     * Lets go of what is held, in its order, and on the calling thread. What the released requests and answers lead to is
     * subject to the faults of then.
     *
     * @return how many requests and answers were held
     */
    public int release() {
        List<Runnable> released;
        synchronized (this) {
            released = List.copyOf(held);
            held.clear();
        }
        released.forEach(Runnable::run);
        return released.size();
    }

    /**
     * The store without faults.
     *
     * @return the one behind
     */
    public ClusterStore behind() {
        return store;
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
        store.close();
    }

    private synchronized void hold(Runnable action) {
        held.add(action);
    }

    private synchronized StoreFault next(StoreCall call) {
        calls.merge(call, 1, Integer::sum);
        return faults.getOrDefault(call, StoreFault.NONE);
    }

    private <T> CompletionStage<T> call(
            StoreCall call,
            Duration remaining,
            Function<Duration, CompletionStage<T>> request,
            Function<Throwable, T> notApplied,
            Function<Throwable, T> unknown) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Instant deadline = clock.instant().plus(remaining);
        switch (next(call)) {
            case NONE -> forward(request.apply(remaining), answer, answer::complete);
            case UNREACHED -> answer.complete(notApplied.apply(failure(call, "is not reached")));
            case REQUEST_LOST -> answer.complete(unknown.apply(failure(call, "lost the request")));
            case ANSWER_LOST ->
                forward(
                        request.apply(remaining),
                        answer,
                        value -> answer.complete(unknown.apply(failure(call, "lost the answer"))));
            case REQUEST_HELD ->
                hold(() ->
                        forward(request.apply(Duration.between(clock.instant(), deadline)), answer, answer::complete));
            case ANSWER_HELD -> forward(request.apply(remaining), answer, value -> hold(() -> answer.complete(value)));
        }
        return answer;
    }

    private static <T> void forward(CompletionStage<T> asked, CompletableFuture<T> answer, Consumer<T> onAnswer) {
        asked.whenCompleteAsync(
                (value, failure) -> {
                    if (failure == null) {
                        onAnswer.accept(value);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                },
                Runnable::run);
    }

    private static StoreException failure(StoreCall call, String what) {
        return new StoreException(call + ": the faulty store " + what, null);
    }

    private final class FaultyBoards implements BoardStore {

        @Override
        public CompletionStage<CreateOutcome> create(BoardSpec spec, Incarnation holder, Duration remaining) {
            return call(
                    StoreCall.CREATE_BOARD,
                    remaining,
                    left -> store.boards().create(spec, holder, left),
                    NotApplied::new,
                    Unknown::new);
        }

        @Override
        public CompletionStage<GetOutcome> get(BoardId board, Duration remaining) {
            return call(
                    StoreCall.GET_BOARD,
                    remaining,
                    left -> store.boards().get(board, left),
                    Unknown::new,
                    Unknown::new);
        }

        @Override
        public CompletionStage<CloseOutcome> close(BoardId board, Token token, Duration remaining) {
            return call(
                    StoreCall.CLOSE_BOARD,
                    remaining,
                    left -> store.boards().close(board, token, left),
                    NotApplied::new,
                    Unknown::new);
        }

        @Override
        public CompletionStage<ListOutcome> list(ListQuery query, Duration remaining) {
            return call(
                    StoreCall.LIST_BOARDS,
                    remaining,
                    left -> store.boards().list(query, left),
                    Unknown::new,
                    Unknown::new);
        }
    }

    private final class FaultyRosters implements RosterStore {

        @Override
        public CompletionStage<JoinOutcome> join(BoardId board, Token token, JoinRequest request, Duration remaining) {
            return call(
                    StoreCall.JOIN_ROSTER,
                    remaining,
                    left -> store.rosters().join(board, token, request, left),
                    NotApplied::new,
                    Unknown::new);
        }

        @Override
        public CompletionStage<LeaveOutcome> leave(BoardId board, Token token, PlayerId player, Duration remaining) {
            return call(
                    StoreCall.LEAVE_ROSTER,
                    remaining,
                    left -> store.rosters().leave(board, token, player, left),
                    NotApplied::new,
                    Unknown::new);
        }

        @Override
        public CompletionStage<ReadOutcome> read(BoardId board, Duration remaining) {
            return call(
                    StoreCall.READ_ROSTER,
                    remaining,
                    left -> store.rosters().read(board, left),
                    Unknown::new,
                    Unknown::new);
        }
    }

    private final class FaultyQuotas implements QuotaStore {

        @Override
        public CompletionStage<EnterOutcome> enter(Creator creator, BoardId board, long quota, Duration remaining) {
            return call(
                    StoreCall.ENTER_QUOTA,
                    remaining,
                    left -> store.quotas().enter(creator, board, quota, left),
                    NotApplied::new,
                    Unknown::new);
        }

        @Override
        public CompletionStage<TakeBackOutcome> takeBack(
                Creator creator, LocalDate day, BoardId board, Duration remaining) {
            return call(
                    StoreCall.TAKE_BACK_QUOTA,
                    remaining,
                    left -> store.quotas().takeBack(creator, day, board, left),
                    NotApplied::new,
                    Unknown::new);
        }
    }
}
