package io.orbstrike.redis;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.BoardStore.ListQuery;
import io.orbstrike.store.BoardStore.Page;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.Epoch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;

/**
 * What lists show: listed boards in buckets by the first bits of their ids, each in the order of the ids. So a cursor is
 * simply the last id that was looked at, and no board is named twice (LIST-1).
 *
 * <p>Immutable.
 */
final class BoardList {

    /** How many boards a page looks at before it ends early. */
    private static final int EXAMINED_PER_PAGE_MAX = 4_000;

    /** What a board's record is asked for: there is one with a token. */
    private static final byte[][] STATE_NAMES = {BoardCodec.bytes("token"), BoardCodec.bytes("quarantine")};

    private final StoreKeys keys;

    BoardList(StoreKeys keys) {
        this.keys = keys;
    }

    /** Lists show boards from now on. One that is not shown by a failure is shown with the next change of its entry. */
    void show(Exchange exchange, List<BoardSummary> boards) {
        List<RedisCall> calls = new ArrayList<>(boards.size());
        for (BoardSummary board : boards) {
            calls.add(RedisCall.run(
                    Script.LIST_ENTER,
                    keys.listBucket(StoreKeys.listBucketOf(board.id())),
                    Reply.ascii(board.id()),
                    encoded(board)));
        }
        exchange.answers(calls);
    }

    /** Lists show boards no more. One that stays by a failure is dropped by whoever lists it. */
    void hide(Exchange exchange, List<BoardId> boards) {
        Map<Integer, List<byte[]>> byBucket = new HashMap<>();
        for (BoardId board : boards) {
            byBucket.computeIfAbsent(StoreKeys.listBucketOf(board), added -> new ArrayList<>())
                    .add(Reply.ascii(board));
        }
        List<RedisCall> calls = new ArrayList<>();
        byBucket.forEach((bucket, ids) -> calls.add(RedisCall.run(Script.LIST_REMOVE, keys.listBucket(bucket), ids)));
        exchange.answers(calls);
    }

    Page page(Exchange exchange, ListQuery query, @Nullable BoardId after) throws CallFailure {
        List<BoardSummary> found = new ArrayList<>();
        BoardId last = after;
        int bucket = after == null ? 0 : StoreKeys.listBucketOf(after);
        int examined = 0;
        while (bucket < StoreKeys.LIST_BUCKETS) {
            int wanted = Math.min(query.pageSize() - found.size(), EXAMINED_PER_PAGE_MAX - examined);
            List<BoardSummary> part = part(exchange, bucket, last, wanted);
            examined += part.size();
            for (BoardSummary board : living(exchange, part)) {
                if (query.type().isEmpty() || query.type().equals(board.type())) {
                    found.add(board);
                }
            }
            if (part.size() < wanted) {
                bucket++;
            } else {
                last = part.get(part.size() - 1).id();
            }
            if (last != null && (found.size() == query.pageSize() || examined >= EXAMINED_PER_PAGE_MAX)) {
                return new Page(found, last.toString());
            }
        }
        return new Page(found, "");
    }

    private List<BoardSummary> part(Exchange exchange, int bucket, @Nullable BoardId after, int count)
            throws CallFailure {
        Reply reply = exchange.run(RedisCall.run(
                Script.LIST_PAGE,
                keys.listBucket(bucket),
                BoardCodec.bytes(after == null ? "-" : "(" + after),
                Reply.ascii(count)));
        List<?> ids = reply.list(0);
        List<?> entries = reply.list(1);
        List<BoardSummary> boards = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            boards.add(decoded(BoardId.parse(Reply.text(ids.get(i))), Reply.text(entries.get(i))));
        }
        return boards;
    }

    /** Those that are still there, in quarantine or not as their records say; the others are listed no more. */
    private List<BoardSummary> living(Exchange exchange, List<BoardSummary> boards) throws CallFailure {
        List<RedisCall> calls = new ArrayList<>(boards.size());
        for (BoardSummary board : boards) {
            calls.add(RedisCall.read(Protocol.Command.HMGET, keys.board(board.id()), STATE_NAMES));
        }
        List<@Nullable Object> answers = exchange.answers(calls);
        List<BoardSummary> living = new ArrayList<>();
        List<BoardId> gone = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            List<?> state = (List<?>) requireNonNull(Exchange.answered(answers.get(i)), "state");
            if (state.get(0) != null) {
                living.add(boards.get(i).withQuarantined(state.get(1) != null));
            } else {
                gone.add(boards.get(i).id());
            }
        }
        if (!gone.isEmpty()) {
            hide(exchange, gone);
        }
        return living;
    }

    /** Players, places, interval, epoch, then the type, which may hold anything. */
    private static byte[] encoded(BoardSummary board) {
        String text = board.players() + "/" + board.maxPlayers() + "/" + board.tickInterval() + "/"
                + board.epoch().value() + "/" + board.type();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static BoardSummary decoded(BoardId id, String text) {
        String[] parts = text.split("/", 5);
        if (parts.length != 5) {
            throw new IllegalStateException("the list's entry of board " + id + " is cut short");
        }
        return new BoardSummary(
                id,
                parts[4],
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Duration.parse(parts[2]),
                new Epoch(Long.parseLong(parts[3])));
    }
}
