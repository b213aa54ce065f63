package io.orbstrike.redis;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.redis.IoLane.Purpose;
import io.orbstrike.store.Absent;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Behind;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;

/** Attachments in Redis. */
final class RedisAttachments implements AttachmentStore {

    private static final int REASON_CHARS_MAX = 1_024;

    private final RedisIo io;
    private final StoreKeys keys;
    private final BoardIndex index;

    RedisAttachments(RedisIo io, BoardIndex index) {
        this.io = io;
        this.keys = io.keys();
        this.index = index;
    }

    @Override
    public CompletionStage<AttachOutcome> attach(
            BoardId board, Token expected, Incarnation target, AttachReason reason, Duration remaining) {
        requireNonNull(board, "board");
        requireNonNull(expected, "expected");
        requireNonNull(target, "target");
        requireNonNull(reason, "reason");
        return io.write(
                Purpose.ATTACHMENTS,
                remaining,
                NotApplied::new,
                Unknown::new,
                exchange -> attached(exchange, board, expected, target, reason));
    }

    private AttachOutcome attached(
            Exchange exchange, BoardId board, Token expected, Incarnation target, AttachReason reason)
            throws CallFailure {
        HolderChange change = HolderChange.of(exchange, keys, index, board, expected.holder(), target);
        if (!change.isReady(exchange)) {
            return TargetNotLive.INSTANCE;
        }
        Reply reply = exchange.run(RedisCall.run(
                Script.ATTACH,
                change.keys(keys.board(board), keys.closed(board)),
                Reply.ascii(expected),
                Reply.ascii(target),
                BoardCodec.bytes(word(reason)),
                Reply.ascii(board),
                BoardIndex.KEPT_MS));
        return switch (reply.word()) {
            case "attached" -> {
                change.finish(exchange);
                yield new Attached(reply.token(1));
            }
            case "held" -> new HeldByOther(reply.token(1));
            case "dead" -> TargetNotLive.INSTANCE;
            case "closed" -> new Closed(reply.epoch(1));
            case "absent" -> Absent.INSTANCE;
            default -> throw RedisBoards.unexpected(reply);
        };
    }

    @Override
    public CompletionStage<TokensOutcome> tokens(List<BoardId> boards, Duration remaining) {
        List<BoardId> asked = checked(boards);
        return io.read(Purpose.ATTACHMENTS, remaining, Unknown::new, exchange -> tokens(exchange, asked));
    }

    private Tokens tokens(Exchange exchange, List<BoardId> boards) throws CallFailure {
        List<RedisCall> calls = new ArrayList<>(boards.size() * 2);
        for (BoardId board : boards) {
            calls.add(RedisCall.read(Protocol.Command.HGET, keys.board(board), BoardCodec.bytes("token")));
            calls.add(RedisCall.read(Protocol.Command.GET, keys.closed(board)));
        }
        List<@Nullable Object> answers = exchange.answers(calls);
        Map<BoardId, Token> tokens = new HashMap<>();
        Map<BoardId, Epoch> closed = new HashMap<>();
        Set<BoardId> unknown = new HashSet<>();
        for (int i = 0; i < boards.size(); i++) {
            Object token = answers.get(2 * i);
            Object epoch = answers.get(2 * i + 1);
            if (token instanceof CallFailure || epoch instanceof CallFailure) {
                unknown.add(boards.get(i));
            } else if (token != null) {
                tokens.put(boards.get(i), Reply.token(Reply.text(token)));
            } else if (epoch != null) {
                closed.put(boards.get(i), new Epoch(Reply.number(epoch)));
            }
        }
        if (!boards.isEmpty() && unknown.size() == Set.copyOf(boards).size()) {
            for (Object answer : answers) {
                Exchange.answered(answer);
            }
        }
        return new Tokens(tokens, closed, unknown);
    }

    @Override
    public CompletionStage<IndexOutcome> index(Incarnation gameserver, String cursor, Duration remaining) {
        requireNonNull(gameserver, "gameserver");
        BoardId after = cursor.isEmpty() ? null : BoardId.parse(cursor);
        return io.read(
                Purpose.ATTACHMENTS, remaining, Unknown::new, exchange -> index.page(exchange, gameserver, after));
    }

    @Override
    public CompletionStage<IndexedOutcome> enter(Incarnation gameserver, List<BoardId> boards, Duration remaining) {
        return indexed(Script.INDEX_ENTER, gameserver, boards, remaining);
    }

    @Override
    public CompletionStage<IndexedOutcome> remove(Incarnation gameserver, List<BoardId> boards, Duration remaining) {
        return indexed(Script.INDEX_REMOVE, gameserver, boards, remaining);
    }

    private CompletionStage<IndexedOutcome> indexed(
            Script script, Incarnation gameserver, List<BoardId> boards, Duration remaining) {
        requireNonNull(gameserver, "gameserver");
        List<BoardId> changed = checked(boards);
        return io.write(Purpose.ATTACHMENTS, remaining, NotApplied::new, Unknown::new, exchange -> {
            index.change(exchange, script, gameserver, changed);
            return Indexed.INSTANCE;
        });
    }

    @Override
    public CompletionStage<SweepOutcome> sweep(String cursor, Duration remaining) {
        SweepCursor from = SweepCursor.parse(cursor);
        return io.read(Purpose.ATTACHMENTS, remaining, Unknown::new, exchange -> from.page(exchange, keys));
    }

    @Override
    public CompletionStage<MarkOutcome> mark(BoardId board, Token token, String reason, Duration remaining) {
        requireNonNull(board, "board");
        requireNonNull(token, "token");
        requireNonNull(reason, "reason");
        return io.write(Purpose.ATTACHMENTS, remaining, NotApplied::new, Unknown::new, exchange -> {
            Reply reply = exchange.run(RedisCall.run(
                    Script.MARK,
                    new byte[][] {keys.board(board), keys.closed(board)},
                    Reply.ascii(token),
                    BoardCodec.bytes(cut(reason))));
            return marked(reply);
        });
    }

    @Override
    public CompletionStage<MarkOutcome> forgetDeaths(BoardId board, Token token, Duration remaining) {
        requireNonNull(board, "board");
        requireNonNull(token, "token");
        return io.write(
                Purpose.ATTACHMENTS,
                remaining,
                NotApplied::new,
                Unknown::new,
                exchange -> marked(exchange.run(RedisCall.run(
                        Script.FORGET_DEATHS,
                        new byte[][] {keys.board(board), keys.closed(board)},
                        Reply.ascii(token)))));
    }

    private static String word(AttachReason reason) {
        return switch (reason) {
            case MOVED -> "moved";
            case HOLDER_DIED -> "died";
            case RELEASED -> "released";
        };
    }

    private static MarkOutcome marked(Reply reply) {
        return switch (reply.word()) {
            case "marked" -> Marked.INSTANCE;
            case "fenced" -> new Fenced(reply.token(1));
            case "behind" -> Behind.INSTANCE;
            case "closed" -> new Closed(reply.epoch(1));
            default -> throw RedisBoards.unexpected(reply);
        };
    }

    private static String cut(String reason) {
        if (reason.length() <= REASON_CHARS_MAX) {
            return reason;
        }
        boolean cutsAPair = Character.isHighSurrogate(reason.charAt(REASON_CHARS_MAX - 1));
        return reason.substring(0, REASON_CHARS_MAX - (cutsAPair ? 1 : 0));
    }

    private static List<BoardId> checked(List<BoardId> boards) {
        if (boards.size() > BOARDS_PER_CALL_MAX) {
            throw new IllegalArgumentException(
                    "boards " + boards.size() + ": must be at most " + BOARDS_PER_CALL_MAX + " in a call");
        }
        return List.copyOf(boards);
    }
}
