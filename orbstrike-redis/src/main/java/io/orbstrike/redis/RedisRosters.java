package io.orbstrike.redis;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.redis.IoLane.Purpose;
import io.orbstrike.store.Absent;
import io.orbstrike.store.Behind;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.StoreException;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Rosters in Redis. */
final class RedisRosters implements RosterStore {

    private static final int GONE_KEYS_MAX = 1 << 16;

    private final RedisIo io;
    private final StoreKeys keys;

    RedisRosters(RedisIo io) {
        this.io = io;
        this.keys = io.keys();
    }

    @Override
    public CompletionStage<JoinOutcome> join(BoardId board, Token token, JoinRequest request, Duration remaining) {
        requireNonNull(board, "board");
        requireNonNull(token, "token");
        requireNonNull(request, "request");
        return io.write(Purpose.BOARDS, remaining, NotApplied::new, Unknown::new, exchange -> {
            Reply reply = exchange.run(RedisCall.run(
                    Script.JOIN,
                    keys.wholeBoard(board),
                    Reply.ascii(token),
                    BoardCodec.joinKey(request.key()),
                    BoardCodec.entry(request.key(), request.index(), request.joinData()),
                    Reply.ascii(request.spentNumber()),
                    Reply.ascii(GONE_KEYS_MAX)));
            return joined(reply, request);
        });
    }

    private static JoinOutcome joined(Reply reply, JoinRequest request) {
        return switch (reply.word()) {
            case "joined" ->
                new Joined(new RosterEntry(
                        new PlayerId(reply.number(1)), request.key(), request.index(), request.joinData()));
            case "there" -> new AlreadyJoined(BoardCodec.entry(new PlayerId(reply.number(1)), reply.bytes(2)));
            case "left" -> new AlreadyLeft(new PlayerId(reply.number(1)));
            case "full" -> new Full((int) reply.number(1));
            case "crowded" -> new NotApplied(new StoreException("too many players have left the board lately", null));
            case "fenced" -> new Fenced(reply.token(1));
            case "behind" -> Behind.INSTANCE;
            case "closed" -> new Closed(reply.epoch(1));
            default -> throw RedisBoards.unexpected(reply);
        };
    }

    @Override
    public CompletionStage<LeaveOutcome> leave(BoardId board, Token token, PlayerId player, Duration remaining) {
        requireNonNull(board, "board");
        requireNonNull(token, "token");
        requireNonNull(player, "player");
        return io.write(Purpose.BOARDS, remaining, NotApplied::new, Unknown::new, exchange -> {
            Reply reply = exchange.run(RedisCall.run(
                    Script.LEAVE,
                    keys.wholeBoard(board),
                    Reply.ascii(token),
                    Reply.ascii(player.value()),
                    Reply.ascii(KEY_LIFETIME.toMillis())));
            return left(reply);
        });
    }

    private static LeaveOutcome left(Reply reply) {
        return switch (reply.word()) {
            case "left" -> new Left(reply.number(1));
            case "absent" -> NotOnRoster.INSTANCE;
            case "fenced" -> new Fenced(reply.token(1));
            case "behind" -> Behind.INSTANCE;
            case "closed" -> new Closed(reply.epoch(1));
            default -> throw RedisBoards.unexpected(reply);
        };
    }

    @Override
    public CompletionStage<ReadOutcome> read(BoardId board, Duration remaining) {
        requireNonNull(board, "board");
        return io.read(Purpose.BOARDS, remaining, Unknown::new, exchange -> {
            Reply reply = exchange.run(RedisCall.run(
                    Script.ROSTER, new byte[][] {keys.board(board), keys.roster(board), keys.closed(board)}));
            return switch (reply.word()) {
                case "roster" -> BoardCodec.roster(reply.token(1), reply.number(2), reply.list(3));
                case "closed" -> new Closed(reply.epoch(1));
                case "absent" -> Absent.INSTANCE;
                default -> throw RedisBoards.unexpected(reply);
            };
        });
    }
}
