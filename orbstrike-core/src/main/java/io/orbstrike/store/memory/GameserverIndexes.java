package io.orbstrike.store.memory;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Incarnation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which boards each gameserver may hold (ATTACH-5).
 *
 * <p>Thread-safe: one lock for all of it, taken within a stripe's.
 */
final class GameserverIndexes {

    private final int entriesMax;
    private final Map<Incarnation, NavigableSet<BoardId>> boards = new HashMap<>();
    private int entries;

    GameserverIndexes(int entriesMax) {
        this.entriesMax = entriesMax;
    }

    /** Tells whether the board is in the index then; if not, there is no room. */
    boolean enter(Incarnation gameserver, BoardId board) {
        return enterAll(gameserver, List.of(board));
    }

    /** Tells whether the boards are all in the index then; if not, there is no room, and nothing has changed. */
    synchronized boolean enterAll(Incarnation gameserver, List<BoardId> entered) {
        NavigableSet<BoardId> index = boards.getOrDefault(gameserver, Collections.emptyNavigableSet());
        Set<BoardId> missing = new HashSet<>(entered);
        missing.removeIf(index::contains);
        if (missing.size() > entriesMax - entries) {
            return false;
        }
        if (!missing.isEmpty()) {
            boards.computeIfAbsent(gameserver, any -> new TreeSet<>()).addAll(missing);
            entries += missing.size();
        }
        return true;
    }

    synchronized void remove(Incarnation gameserver, BoardId board) {
        NavigableSet<BoardId> index = boards.get(gameserver);
        if (index == null || !index.remove(board)) {
            return;
        }
        entries--;
        if (index.isEmpty()) {
            boards.remove(gameserver);
        }
    }

    /** Removes the whole index of a gameserver. */
    synchronized void forget(Incarnation gameserver) {
        NavigableSet<BoardId> index = boards.remove(gameserver);
        entries -= index == null ? 0 : index.size();
    }

    /** At most {@code max} boards whose ids come after one, in their order. */
    synchronized List<BoardId> after(Incarnation gameserver, @Nullable BoardId after, int max) {
        NavigableSet<BoardId> index = boards.getOrDefault(gameserver, Collections.emptyNavigableSet());
        Iterator<BoardId> rest = (after == null ? index : index.tailSet(after, false)).iterator();
        List<BoardId> found = new ArrayList<>();
        while (found.size() < max && rest.hasNext()) {
            found.add(rest.next());
        }
        return found;
    }
}
