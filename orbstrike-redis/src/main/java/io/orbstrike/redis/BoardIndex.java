package io.orbstrike.redis;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.AttachmentStore.IndexPage;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.LeaseStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;

/**
 * Which boards each gameserver may hold (ATTACH-5): a sorted set per gameserver, in the order of the ids, so that pages
 * follow each other without a state of their own.
 *
 * <p>Immutable.
 */
final class BoardIndex {

    private static final int PAGE_SIZE = 1_000;

    /** A gameserver enters its boards every few seconds, and its lease is kept for half as long after its end. */
    private static final Duration KEPT_AFTER_ENTRY = LeaseStore.KEPT_AFTER_END.multipliedBy(2);

    /** For how long an index is kept after an entry, in milliseconds: what scripts that enter boards get. */
    static final byte[] KEPT_MS = Reply.ascii(KEPT_AFTER_ENTRY.toMillis());

    private final StoreKeys keys;

    BoardIndex(StoreKeys keys) {
        this.keys = keys;
    }

    /**
     * Enters boards before one of them is attached.
     *
     * @throws CallFailure if that is not known to be done: never one that may be applied, since what is attached after
     *     was not sent
     */
    void enterFirst(Exchange exchange, Incarnation gameserver, List<BoardId> boards) throws CallFailure {
        try {
            exchange.run(entry(Script.INDEX_ENTER, gameserver, boards));
        } catch (CallFailure e) {
            throw CallFailure.notApplied("the index was not written: " + e.getMessage(), e);
        }
    }

    /** Removes a board after it was attached elsewhere or closed. What stays is found superfluous by who reads it. */
    void removeLast(Exchange exchange, Incarnation gameserver, BoardId board) {
        exchange.answers(List.of(entry(Script.INDEX_REMOVE, gameserver, List.of(board))));
    }

    /** Removes a gameserver's whole index after its lease was forgotten. If that fails, the index forgets itself later. */
    void forget(Exchange exchange, Incarnation gameserver) {
        exchange.answers(List.of(RedisCall.run(Script.INDEX_FORGET, new byte[][] {keys.index(gameserver)})));
    }

    void change(Exchange exchange, Script script, Incarnation gameserver, List<BoardId> boards) throws CallFailure {
        if (!boards.isEmpty()) {
            exchange.run(entry(script, gameserver, boards));
        }
    }

    IndexPage page(Exchange exchange, Incarnation gameserver, @Nullable BoardId after) throws CallFailure {
        Object answer = exchange.answer(RedisCall.read(
                Protocol.Command.ZRANGEBYLEX,
                keys.index(gameserver),
                BoardCodec.bytes(after == null ? "-" : "(" + after),
                BoardCodec.bytes("+"),
                BoardCodec.bytes("LIMIT"),
                BoardCodec.bytes("0"),
                Reply.ascii(PAGE_SIZE)));
        List<BoardId> boards = new ArrayList<>();
        for (Object board : answer instanceof List<?> found ? found : List.of()) {
            boards.add(BoardId.parse(Reply.text(board)));
        }
        boolean isLast = boards.size() < PAGE_SIZE;
        return new IndexPage(boards, isLast ? "" : boards.get(boards.size() - 1).toString());
    }

    private RedisCall entry(Script script, Incarnation gameserver, List<BoardId> boards) {
        List<byte[]> arguments = new ArrayList<>(boards.size() + 1);
        if (script == Script.INDEX_ENTER) {
            arguments.add(KEPT_MS);
        }
        boards.forEach(board -> arguments.add(Reply.ascii(board)));
        return RedisCall.run(script, new byte[][] {keys.index(gameserver)}, arguments);
    }
}
