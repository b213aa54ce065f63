package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.GameserverCounters.Counts;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The lobby of the boards of one gameserver. What callers send is decoded and checked on their own threads; the rest is
 * the agent's.
 *
 * <p>Thread-safe.
 */
final class LocalLobby implements Lobby {

    private static final Logger LOG = System.getLogger(LocalLobby.class.getName());

    private static final int RULES_BYTES_MAX = 64 * 1024;
    private static final int JOIN_DATA_BYTES_MAX = 16 * 1024;
    private static final int PAGE_SIZE_MAX = 1_000;
    private static final Duration LIFETIME_MAX = Duration.ofDays(365);

    /** How many boards a page looks at before it ends early. */
    private static final int EXAMINED_PER_PAGE_MAX = 10_000;

    private final GameserverParts parts;
    private final BoardCreations creations;
    private final BoardJoins joins;
    private final BoardLeaves leaves;

    LocalLobby(GameserverParts parts, BoardCreations creations, BoardJoins joins, BoardLeaves leaves) {
        this.parts = parts;
        this.creations = creations;
        this.joins = joins;
        this.leaves = leaves;
    }

    @Override
    public CompletionStage<CreateOutcome> createBoard(CreateRequest request, Duration remaining) {
        requireNonNull(request, "request");
        requireNonNull(remaining, "remaining");
        Counts counts = parts.counters().creations;
        BoardType<?, ?, ?> type = parts.types().get(request.type());
        if (type == null) {
            return counted(counts, new UnknownType(request.type(), parts.types().names()));
        }
        RequiredLabels missing = request.requiredLabels().missingFrom(parts.labels());
        boolean isHere = parts.boards().get(request.key().boardId()) != null;
        if (!isHere && !missing.isEmpty()) {
            return counted(counts, noRoom("the gameserver lacks what the board requires: " + missing));
        }
        if (!isHere && isFull()) {
            return counted(counts, noRoom("the gameserver is full"));
        }
        BoardSpec spec;
        try {
            spec = specOf(type, request);
        } catch (RuntimeException e) {
            return rejected(counts, type, e);
        }
        return parts.calls().call(remaining, this::unavailable, counts::count, call -> creations.create(spec, call));
    }

    /* A look ahead that spares making a board in vain; the agent decides. A creation under way keeps room for its board,
     * so whoever repeats a call is refused here only if the agent would refuse him. */
    private boolean isFull() {
        return parts.boards().size() >= parts.options().boardsMax()
                || parts.boards().places() >= parts.options().placesMax();
    }

    /** Checks what is to be created by making it once: that tells its bounds too. */
    private <R, J, I> BoardSpec specOf(BoardType<R, J, I> type, CreateRequest request) {
        requireAtMost("rules", request.rules().length, RULES_BYTES_MAX);
        Duration lifetime = request.lifetime().orElse(parts.options().boardLifetime());
        InvalidValueException.requireInRange(
                "lifetime_seconds", lifetime.toSeconds(), 0, LIFETIME_MAX.toSeconds(), "seconds");
        long seed = parts.ids().seed();
        Board<J, I> board = type.create(type.rulesCodec().decode(request.rules()), seed);
        return new BoardSpec(
                request.key().boardId(),
                type.name(),
                request.rules(),
                seed,
                request.listed(),
                lifetime,
                request.creator(),
                board.maxPlayers(),
                board.tickInterval(),
                request.requiredLabels());
    }

    @Override
    public CompletionStage<JoinOutcome> joinBoard(
            BoardId board, IdempotencyKey key, byte[] joinData, Duration remaining) {
        requireNonNull(key, "key");
        requireNonNull(joinData, "joinData");
        requireNonNull(remaining, "remaining");
        ServedBoard<?, ?> served = parts.boards().get(board);
        return served == null
                ? elsewhere(
                        board,
                        parts.counters().joins,
                        remaining,
                        this::unavailable,
                        notHere -> notHere,
                        NoSuchBoard.INSTANCE)
                : join(served, key, joinData, remaining);
    }

    /** What is not here may be held by another gameserver, or be about to be adopted: then it is not gone. */
    private <T> CompletionStage<T> elsewhere(
            BoardId board,
            Counts counts,
            Duration remaining,
            Function<? super String, ? extends T> unavailable,
            Function<? super NotHere, ? extends T> notHere,
            T gone) {
        if (parts.moved().token(board).isPresent()) {
            return counted(counts, notHere.apply(parts.moved().notHere(board)));
        }
        return parts.calls()
                .call(
                        remaining,
                        unavailable,
                        counts::count,
                        call -> parts.agent()
                                .askStore(
                                        () -> parts.store().attachments().tokens(List.of(board), call.remaining()),
                                        Unknown::new,
                                        outcome -> {
                                            if (!(outcome instanceof AttachmentStore.Tokens known)) {
                                                call.answerUnavailable("the store did not answer");
                                                return;
                                            }
                                            Token token = known.tokens().get(board);
                                            call.answer(
                                                    token == null
                                                            ? gone
                                                            : notHere.apply(new NotHere(token.epoch()
                                                                    .value())));
                                        }));
    }

    private <J, I> CompletionStage<JoinOutcome> join(
            ServedBoard<J, I> board, IdempotencyKey key, byte[] joinData, Duration remaining) {
        Counts counts = parts.counters().joins;
        J data;
        try {
            requireAtMost("join_data", joinData.length, JOIN_DATA_BYTES_MAX);
            data = board.type().joinDataCodec().decode(joinData);
        } catch (RuntimeException e) {
            return rejected(counts, board.type(), e);
        }
        return parts.calls()
                .call(
                        remaining,
                        this::unavailable,
                        counts::count,
                        call -> joins.join(board, key, data, joinData, call));
    }

    @Override
    public CompletionStage<LeaveOutcome> leaveBoard(BoardId board, PlayerId player, Duration remaining) {
        requireNonNull(player, "player");
        requireNonNull(remaining, "remaining");
        Counts counts = parts.counters().leaves;
        ServedBoard<?, ?> served = parts.boards().get(board);
        if (served == null) {
            return elsewhere(board, counts, remaining, this::unavailable, notHere -> notHere, NoSuchBoard.INSTANCE);
        }
        return parts.calls()
                .call(remaining, this::unavailable, counts::count, call -> leaves.leave(served, player, call));
    }

    @Override
    public CompletionStage<Optional<BoardFacts>> getBoard(BoardId board, Duration remaining) {
        ServedBoard<?, ?> served = parts.boards().get(board);
        return CompletableFuture.completedFuture(
                served == null || !served.isShown() ? Optional.empty() : Optional.of(served.facts()));
    }

    @Override
    public CompletionStage<BoardPage> listBoards(ListQuery query, Duration remaining) {
        try {
            InvalidValueException.requireInRange("page_size", query.pageSize(), 1, PAGE_SIZE_MAX, "boards");
            return CompletableFuture.completedFuture(page(query));
        } catch (InvalidValueException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private BoardPage page(ListQuery query) {
        List<BoardFacts> found = new ArrayList<>();
        int examined = 0;
        for (ServedBoard<?, ?> board : parts.boards().after(pageStart(query.pageToken()))) {
            examined++;
            boolean wanted =
                    query.type().isEmpty() || query.type().equals(board.type().name());
            if (wanted && board.isListed()) {
                found.add(board.facts());
            }
            if (found.size() == query.pageSize() || examined == EXAMINED_PER_PAGE_MAX) {
                return new BoardPage(found, board.id().toString());
            }
        }
        return new BoardPage(found, "");
    }

    private static @Nullable BoardId pageStart(String pageToken) {
        if (pageToken.isEmpty()) {
            return null;
        }
        try {
            return BoardId.parse(pageToken);
        } catch (InvalidValueException e) {
            throw new InvalidValueException("page_token", e.value(), "what a page named");
        }
    }

    private static void requireAtMost(String field, int bytes, int max) {
        InvalidValueException.requireInRange("length of " + field, bytes, 0, max, "bytes");
    }

    private static <T> CompletionStage<T> counted(Counts counts, T outcome) {
        counts.count(outcome);
        return CompletableFuture.completedFuture(outcome);
    }

    /** What a type makes of bytes from outside is the caller's fault if it says so, and else the type's. */
    private static <T> CompletionStage<T> rejected(Counts counts, BoardType<?, ?, ?> type, RuntimeException e) {
        if (e instanceof InvalidValueException || e instanceof MalformedBytesException) {
            counts.count(e);
            return CompletableFuture.failedFuture(e);
        }
        LOG.log(Level.ERROR, "board type " + type.name() + " failed on a caller's bytes", e);
        MalformedBytesException told = new MalformedBytesException(0, "board type " + type.name() + " rejects them");
        counts.count(told);
        return CompletableFuture.failedFuture(told);
    }

    private NoRoom noRoom(String reason) {
        return new NoRoom(reason, parts.options().retryAfter());
    }

    private Unavailable unavailable(String reason) {
        return new Unavailable(reason, parts.options().retryAfter());
    }
}
