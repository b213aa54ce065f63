package io.orbstrike.redis;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.redis.IoLane.Purpose;
import io.orbstrike.store.Creator;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.CompletionStage;

/** Quotas in Redis. */
final class RedisQuotas implements QuotaStore {

    /** Today's set and the day before's, for a creation that crosses midnight. */
    private static final Duration KEPT = Duration.ofDays(2);

    private final RedisIo io;

    RedisQuotas(RedisIo io) {
        this.io = io;
    }

    @Override
    public CompletionStage<EnterOutcome> enter(Creator creator, BoardId board, long quota, Duration remaining) {
        requireNonNull(creator, "creator");
        requireNonNull(board, "board");
        if (quota < 1) {
            throw new IllegalArgumentException("quota " + quota + ": must be 1 or above");
        }
        return io.write(Purpose.BOARDS, remaining, NotApplied::new, Unknown::new, exchange -> {
            Reply reply = exchange.run(RedisCall.run(
                    Script.QUOTA_ENTER,
                    new byte[][] {io.keys().quota(creator)},
                    Reply.ascii(board),
                    Reply.ascii(quota),
                    Reply.ascii(KEPT.toMillis())));
            return switch (reply.word()) {
                case "entered" -> new Entered(LocalDate.ofEpochDay(reply.number(1)));
                case "there" -> new AlreadyEntered(LocalDate.ofEpochDay(reply.number(1)));
                case "spent" -> new Spent(Duration.ofMillis(reply.number(1)));
                default -> throw RedisBoards.unexpected(reply);
            };
        });
    }

    @Override
    public CompletionStage<TakeBackOutcome> takeBack(
            Creator creator, LocalDate day, BoardId board, Duration remaining) {
        requireNonNull(creator, "creator");
        requireNonNull(day, "day");
        requireNonNull(board, "board");
        return io.write(Purpose.BOARDS, remaining, NotApplied::new, Unknown::new, exchange -> {
            exchange.run(RedisCall.run(
                    Script.QUOTA_TAKE_BACK,
                    new byte[][] {io.keys().quota(creator)},
                    Reply.ascii(day.toEpochDay()),
                    Reply.ascii(board)));
            return TakenBack.INSTANCE;
        });
    }
}
