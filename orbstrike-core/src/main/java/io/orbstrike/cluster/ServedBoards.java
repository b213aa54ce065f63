package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The boards of this gameserver, from the store's word that they are there to its word that they are closed.
 *
 * <p>Written on the agent's thread, read on any.
 */
final class ServedBoards {

    private final ConcurrentSkipListMap<BoardId, ServedBoard<?, ?>> boards = new ConcurrentSkipListMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong places = new AtomicLong();
    private volatile boolean draining;
    private volatile boolean leaving;

    @Nullable
    ServedBoard<?, ?> get(BoardId id) {
        return boards.get(id);
    }

    void add(ServedBoard<?, ?> board) {
        ServedBoard<?, ?> before = boards.put(board.id(), board);
        places.addAndGet(board.places());
        if (before == null) {
            size.incrementAndGet();
        } else {
            places.addAndGet(-before.places());
        }
    }

    /** Takes a board out, unless another one with its id has come since. */
    void remove(ServedBoard<?, ?> board) {
        if (boards.remove(board.id(), board)) {
            size.decrementAndGet();
            places.addAndGet(-board.places());
        }
    }

    /** No board is added any more on behalf of callers. */
    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    /** No board is added any more at all: others are about to take over what is here. */
    void leave() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    int size() {
        return size.get();
    }

    /** How many players all of them together have places for. */
    long places() {
        return places.get();
    }

    /** The boards whose ids come after one, in their order, as of some moment during the iteration. */
    Iterable<ServedBoard<?, ?>> after(@Nullable BoardId id) {
        return (id == null ? boards : boards.tailMap(id, false)).values();
    }

    /** A page of boards as operators see them, by rising ids. */
    List<BoardOverview> overviews(Optional<BoardId> after, int boardsMax) {
        List<BoardOverview> page = new ArrayList<>();
        Iterator<ServedBoard<?, ?>> rest = after(after.orElse(null)).iterator();
        while (rest.hasNext() && page.size() < boardsMax) {
            rest.next().overview().ifPresent(page::add);
        }
        return page;
    }
}
