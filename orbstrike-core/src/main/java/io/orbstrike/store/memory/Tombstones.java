package io.orbstrike.store.memory;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Epoch;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The marks of a stripe's closed boards (ATTACH-4); beyond the bound the oldest are forgotten.
 *
 * <p>Guarded by its stripe's lock.
 */
final class Tombstones {

    private final int tombstonesMax;
    private final Map<BoardId, Tombstone> byBoard = new HashMap<>();
    private final ArrayDeque<Tombstone> byAge = new ArrayDeque<>();

    Tombstones(int tombstonesMax) {
        this.tombstonesMax = tombstonesMax;
    }

    void add(BoardId board, Epoch epoch, long nowMs) {
        Tombstone tombstone = new Tombstone(board, epoch, nowMs + BoardStore.TOMBSTONE_LIFETIME.toMillis());
        byBoard.put(board, tombstone);
        byAge.add(tombstone);
    }

    @Nullable
    Closed find(BoardId board, long nowMs) {
        Tombstone oldest = byAge.peek();
        while (oldest != null && (oldest.forgetAtMs() <= nowMs || byAge.size() > tombstonesMax)) {
            byAge.remove();
            byBoard.remove(oldest.board(), oldest);
            oldest = byAge.peek();
        }
        Tombstone found = byBoard.get(board);
        return found == null ? null : new Closed(found.epoch());
    }

    private record Tombstone(BoardId board, Epoch epoch, long forgetAtMs) {}
}
