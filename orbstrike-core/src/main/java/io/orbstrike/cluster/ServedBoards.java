package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The boards of this gameserver, from the store's word that they are there to its word that they are closed.
 *
 * <p>Written on the agent's thread, read on any.
 */
final class ServedBoards {

    private final ConcurrentSkipListMap<BoardId, ServedBoard<?, ?>> boards = new ConcurrentSkipListMap<>();
    private final AtomicInteger size = new AtomicInteger();

    @Nullable
    ServedBoard<?, ?> get(BoardId id) {
        return boards.get(id);
    }

    void add(ServedBoard<?, ?> board) {
        if (boards.put(board.id(), board) == null) {
            size.incrementAndGet();
        }
    }

    void remove(BoardId id) {
        if (boards.remove(id) != null) {
            size.decrementAndGet();
        }
    }

    int size() {
        return size.get();
    }

    /** The boards whose ids come after one, in their order, as of some moment during the iteration. */
    Iterable<ServedBoard<?, ?>> after(@Nullable BoardId id) {
        return (id == null ? boards : boards.tailMap(id, false)).values();
    }
}
