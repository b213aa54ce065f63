package io.orbstrike.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A part of the boards of the in-memory store, with their rosters and tombstones.
 *
 * <p>Thread-safe: one lock for all of it.
 */
final class BoardStripe {

    private final int boardsMax;
    private final int tombstonesMax;
    private final int rememberedKeysMax;
    private final Map<BoardId, StoredBoard> boards = new HashMap<>();
    private final NavigableMap<BoardId, StoredBoard> listed = new TreeMap<>();
    private final Map<BoardId, Tombstone> tombstones = new HashMap<>();
    private final ArrayDeque<Tombstone> tombstonesByAge = new ArrayDeque<>();

    BoardStripe(int boardsMax, int tombstonesMax, int rememberedKeysMax) {
        this.boardsMax = boardsMax;
        this.tombstonesMax = tombstonesMax;
        this.rememberedKeysMax = rememberedKeysMax;
    }

    synchronized BoardStore.CreateOutcome create(BoardSpec spec, Incarnation holder, long nowMs) {
        StoredBoard there = boards.get(spec.id());
        if (there != null) {
            return new BoardStore.Existing(there.record());
        }
        Tombstone tombstone = tombstone(spec.id(), nowMs);
        if (tombstone != null) {
            return new Closed(tombstone.epoch());
        }
        if (boards.size() >= boardsMax) {
            return new NotApplied(new StoreException("the store is full", null));
        }
        Token token = new Token(Epoch.after(null, nowMs), holder);
        StoredBoard board = new StoredBoard(spec, token, nowMs, rememberedKeysMax);
        boards.put(spec.id(), board);
        if (spec.listed()) {
            listed.put(spec.id(), board);
        }
        return new BoardStore.Created(board.record());
    }

    synchronized BoardStore.GetOutcome get(BoardId id, long nowMs) {
        StoredBoard board = boards.get(id);
        if (board != null) {
            return new BoardStore.Found(board.record());
        }
        Tombstone tombstone = tombstone(id, nowMs);
        return tombstone == null ? Absent.INSTANCE : new Closed(tombstone.epoch());
    }

    synchronized BoardStore.CloseOutcome close(BoardId id, Token token, long nowMs) {
        StoredBoard board = boards.get(id);
        if (board != null && token.isFencedBy(board.record().token())) {
            return new Fenced(board.record().token());
        }
        Tombstone before = tombstone(id, nowMs);
        if (before != null) {
            return new Closed(before.epoch());
        }
        boards.remove(id);
        listed.remove(id);
        Tombstone tombstone = new Tombstone(id, token.epoch(), nowMs + BoardStore.TOMBSTONE_LIFETIME.toMillis());
        tombstones.put(id, tombstone);
        tombstonesByAge.add(tombstone);
        return new Closed(token.epoch());
    }

    /** At most {@code max} listed boards whose ids come after one, in their order. */
    synchronized List<BoardSummary> listedAfter(@Nullable BoardId after, int max) {
        List<BoardSummary> found = new ArrayList<>();
        Iterator<StoredBoard> rest =
                (after == null ? listed : listed.tailMap(after, false)).values().iterator();
        while (found.size() < max && rest.hasNext()) {
            found.add(rest.next().summary());
        }
        return found;
    }

    synchronized RosterStore.JoinOutcome join(BoardId id, Token token, RosterStore.JoinRequest request, long nowMs) {
        StoredBoard board = boards.get(id);
        if (board != null) {
            return board.join(token, request, nowMs);
        }
        Tombstone tombstone = tombstone(id, nowMs);
        return tombstone == null ? Behind.INSTANCE : new Closed(tombstone.epoch());
    }

    synchronized RosterStore.LeaveOutcome leave(BoardId id, Token token, PlayerId player, long nowMs) {
        StoredBoard board = boards.get(id);
        if (board != null) {
            return board.leave(token, player, nowMs);
        }
        Tombstone tombstone = tombstone(id, nowMs);
        return tombstone == null ? Behind.INSTANCE : new Closed(tombstone.epoch());
    }

    synchronized RosterStore.ReadOutcome roster(BoardId id, long nowMs) {
        StoredBoard board = boards.get(id);
        if (board != null) {
            return board.roster();
        }
        Tombstone tombstone = tombstone(id, nowMs);
        return tombstone == null ? Absent.INSTANCE : new Closed(tombstone.epoch());
    }

    private @Nullable Tombstone tombstone(BoardId id, long nowMs) {
        Tombstone oldest = tombstonesByAge.peek();
        while (oldest != null && (oldest.forgetAtMs() <= nowMs || tombstonesByAge.size() > tombstonesMax)) {
            tombstonesByAge.remove();
            tombstones.remove(oldest.board(), oldest);
            oldest = tombstonesByAge.peek();
        }
        return tombstones.get(id);
    }

    private record Tombstone(BoardId board, Epoch epoch, long forgetAtMs) {}
}
