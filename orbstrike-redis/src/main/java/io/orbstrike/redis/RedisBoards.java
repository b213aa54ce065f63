package io.orbstrike.redis;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.redis.IoLane.Purpose;
import io.orbstrike.store.Absent;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;

/** Boards in Redis. */
final class RedisBoards implements BoardStore {

    private static final byte[][] RECORD_NAMES =
            BoardCodec.names(BoardCodec.RECORD_FIELDS).toArray(new byte[0][]);
    private static final byte[][] FOUND_NAMES =
            BoardCodec.names(BoardCodec.FOUND_FIELDS).toArray(new byte[0][]);

    private final RedisIo io;
    private final StoreKeys keys;
    private final BoardList list;
    private final BoardIndex index;

    RedisBoards(RedisIo io, BoardList list, BoardIndex index) {
        this.io = io;
        this.keys = io.keys();
        this.list = list;
        this.index = index;
    }

    @Override
    public CompletionStage<CreateOutcome> create(BoardSpec spec, Incarnation holder, Duration remaining) {
        requireNonNull(spec, "spec");
        requireNonNull(holder, "holder");
        return io.write(
                Purpose.BOARDS, remaining, NotApplied::new, Unknown::new, exchange -> created(exchange, spec, holder));
    }

    private CreateOutcome created(Exchange exchange, BoardSpec spec, Incarnation holder) throws CallFailure {
        boolean inOneStep = exchange.topology().hasOneSlot();
        if (!inOneStep) {
            index.enterFirst(exchange, holder, List.of(spec.id()));
        }
        Reply reply = exchange.run(creation(spec, holder, inOneStep));
        return switch (reply.word()) {
            case "created" -> {
                Token token = reply.token(1);
                if (spec.listed()) {
                    list.show(exchange, List.of(summary(spec, 0, token.epoch())));
                }
                yield new Created(BoardRecord.created(spec, token, Instant.ofEpochMilli(reply.number(2))));
            }
            case "existing" -> new Existing(BoardCodec.record(spec.id(), reply.list(1)));
            case "closed" -> new Closed(reply.epoch(1));
            default -> throw unexpected(reply);
        };
    }

    private RedisCall creation(BoardSpec spec, Incarnation holder, boolean inOneStep) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(Reply.ascii(holder));
        arguments.add(Reply.ascii(spec.id()));
        arguments.add(BoardIndex.KEPT_MS);
        arguments.add(Reply.ascii(RECORD_NAMES.length));
        arguments.addAll(List.of(RECORD_NAMES));
        arguments.addAll(BoardCodec.specFields(spec));
        List<byte[]> touched = new ArrayList<>(List.of(keys.board(spec.id()), keys.closed(spec.id())));
        if (inOneStep) {
            touched.add(keys.index(holder));
        }
        return RedisCall.run(Script.CREATE, touched.toArray(new byte[0][]), arguments);
    }

    @Override
    public CompletionStage<GetOutcome> get(BoardId board, Duration remaining) {
        requireNonNull(board, "board");
        return io.read(Purpose.BOARDS, remaining, Unknown::new, exchange -> found(exchange, board));
    }

    /** A board that closes between the two commands is found; one that is created between them is absent. */
    private GetOutcome found(Exchange exchange, BoardId board) throws CallFailure {
        List<@Nullable Object> answers = exchange.answers(List.of(
                RedisCall.read(Protocol.Command.HMGET, keys.board(board), FOUND_NAMES),
                RedisCall.read(Protocol.Command.GET, keys.closed(board))));
        List<?> values = (List<?>) requireNonNull(Exchange.answered(answers.get(0)), "values");
        if (values.get(0) != null) {
            return new Found(BoardCodec.record(board, values), BoardCodec.snapshotVersion(values));
        }
        Object closed = Exchange.answered(answers.get(1));
        return closed == null ? Absent.INSTANCE : new Closed(new Epoch(Reply.number(closed)));
    }

    @Override
    public CompletionStage<CloseOutcome> close(BoardId board, Token token, Duration remaining) {
        requireNonNull(board, "board");
        requireNonNull(token, "token");
        return io.write(
                Purpose.BOARDS, remaining, NotApplied::new, Unknown::new, exchange -> closed(exchange, board, token));
    }

    private CloseOutcome closed(Exchange exchange, BoardId board, Token token) throws CallFailure {
        Reply reply = exchange.run(RedisCall.run(
                Script.CLOSE, keys.wholeBoard(board), Reply.ascii(token), Reply.ascii(TOMBSTONE_LIFETIME.toMillis())));
        return switch (reply.word()) {
            case "closed" -> {
                list.hide(exchange, List.of(board));
                index.removeLast(exchange, token.holder(), board);
                yield new Closed(reply.epoch(1));
            }
            case "fenced" -> new Fenced(reply.token(1));
            default -> throw unexpected(reply);
        };
    }

    @Override
    public CompletionStage<ListOutcome> list(ListQuery query, Duration remaining) {
        BoardId after = query.cursor().isEmpty() ? null : BoardId.parse(query.cursor());
        return io.read(Purpose.BOARDS, remaining, Unknown::new, exchange -> list.page(exchange, query, after));
    }

    static BoardSummary summary(BoardSpec spec, int players, Epoch epoch) {
        return new BoardSummary(spec.id(), spec.type(), players, spec.maxPlayers(), spec.tickInterval(), epoch);
    }

    static IllegalStateException unexpected(Reply reply) {
        return new IllegalStateException("a script answered " + reply.word());
    }
}
