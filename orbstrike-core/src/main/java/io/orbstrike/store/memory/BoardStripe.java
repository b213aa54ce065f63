package io.orbstrike.store.memory;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.store.Absent;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Behind;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreException;
import io.orbstrike.store.Token;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of the boards of the in-memory store, with their tombstones.
 *
 * <p>Thread-safe: one lock for all of it.
 */
final class BoardStripe {

    private final int boardsMax;
    private final int rememberedKeysMax;
    private final SnapshotRoom room;
    private final GameserverIndexes indexes;
    private final Map<BoardId, StoredBoard> boards = new HashMap<>();
    private final NavigableMap<BoardId, StoredBoard> listed = new TreeMap<>();
    private final Tombstones tombstones;

    BoardStripe(int boardsMax, int tombstonesMax, int rememberedKeysMax, SnapshotRoom room, GameserverIndexes indexes) {
        this.boardsMax = boardsMax;
        this.tombstones = new Tombstones(tombstonesMax);
        this.rememberedKeysMax = rememberedKeysMax;
        this.room = room;
        this.indexes = indexes;
    }

    synchronized BoardStore.CreateOutcome create(BoardSpec spec, Incarnation holder, long nowMs) {
        StoredBoard there = boards.get(spec.id());
        if (there != null) {
            return new BoardStore.Existing(there.record());
        }
        Closed closed = tombstones.find(spec.id(), nowMs);
        if (closed != null) {
            return closed;
        }
        if (boards.size() >= boardsMax || !indexes.enter(holder, spec.id())) {
            return new NotApplied(full());
        }
        Token token = new Token(Epoch.after(null, nowMs), holder);
        StoredBoard board = put(BoardRecord.created(spec, token, Instant.ofEpochMilli(nowMs)));
        return new BoardStore.Created(board.record());
    }

    private StoredBoard put(BoardRecord record) {
        StoredBoard board = new StoredBoard(record, rememberedKeysMax, room);
        BoardId id = record.spec().id();
        boards.put(id, board);
        if (record.spec().listed()) {
            listed.put(id, board);
        }
        return board;
    }

    synchronized BoardStore.GetOutcome get(BoardId id, long nowMs) {
        StoredBoard board = boards.get(id);
        if (board != null) {
            return new BoardStore.Found(board.record(), board.snapshotVersion());
        }
        Closed closed = tombstones.find(id, nowMs);
        return closed == null ? Absent.INSTANCE : closed;
    }

    synchronized BoardStore.CloseOutcome close(BoardId id, Token token, long nowMs) {
        StoredBoard board = boards.get(id);
        if (board != null && token.isFencedBy(board.token())) {
            return new Fenced(board.token());
        }
        Closed before = tombstones.find(id, nowMs);
        if (before != null) {
            return before;
        }
        tombstones.add(id, token.epoch(), nowMs);
        if (board != null) {
            remove(id, board);
        }
        indexes.remove(token.holder(), id);
        return new Closed(token.epoch());
    }

    private void remove(BoardId id, StoredBoard board) {
        boards.remove(id);
        listed.remove(id);
        board.forget();
        indexes.remove(board.token().holder(), id);
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
        Closed closed = tombstones.find(id, nowMs);
        return closed == null ? Behind.INSTANCE : closed;
    }

    synchronized RosterStore.LeaveOutcome leave(BoardId id, Token token, PlayerId player, long nowMs) {
        StoredBoard board = boards.get(id);
        if (board != null) {
            return board.leave(token, player, nowMs);
        }
        Closed closed = tombstones.find(id, nowMs);
        return closed == null ? Behind.INSTANCE : closed;
    }

    synchronized RosterStore.ReadOutcome roster(BoardId id, long nowMs) {
        StoredBoard board = boards.get(id);
        if (board != null) {
            return board.roster();
        }
        Closed closed = tombstones.find(id, nowMs);
        return closed == null ? Absent.INSTANCE : closed;
    }

    /** Attaches a board; whether the target lives is asked in the same step. */
    synchronized AttachmentStore.AttachOutcome attach(
            BoardId id,
            Token expected,
            Incarnation target,
            AttachmentStore.AttachReason reason,
            BooleanSupplier isTargetLive,
            long nowMs) {
        StoredBoard board = boards.get(id);
        if (board == null) {
            Closed closed = tombstones.find(id, nowMs);
            return closed == null ? Absent.INSTANCE : closed;
        }
        Token before = board.token();
        if (board.isAttachedBy(expected, target)) {
            return new AttachmentStore.Attached(before);
        }
        if (!before.equals(expected)) {
            return new AttachmentStore.HeldByOther(before);
        }
        if (!isTargetLive.getAsBoolean()) {
            return AttachmentStore.TargetNotLive.INSTANCE;
        }
        if (!indexes.enter(target, id)) {
            return new NotApplied(full());
        }
        Token token = board.attach(target, reason, nowMs);
        leaveIndex(before.holder(), id, target);
        return new AttachmentStore.Attached(token);
    }

    /** Hands a board over; whether the target lives is asked in the same step. */
    synchronized SnapshotStore.HandOverOutcome handOver(
            SnapshotStore.SaveRequest last, Incarnation target, BooleanSupplier isTargetLive, long nowMs) {
        StoredBoard board = boards.get(last.board());
        if (board == null) {
            Closed closed = tombstones.find(last.board(), nowMs);
            return closed == null ? Behind.INSTANCE : closed;
        }
        if (board.isHandedOverBy(last, target)) {
            return new SnapshotStore.HandedOver(board.token());
        }
        SnapshotStore.HandOverOutcome refused = board.refusal(last);
        if (refused != null) {
            return refused;
        }
        if (!isTargetLive.getAsBoolean()) {
            return AttachmentStore.TargetNotLive.INSTANCE;
        }
        if (!indexes.enter(target, last.board()) || !board.tryHandOver(last, target, nowMs)) {
            return new NotApplied(full());
        }
        leaveIndex(last.token().holder(), last.board(), target);
        return new SnapshotStore.HandedOver(board.token());
    }

    synchronized AttachmentStore.MarkOutcome mark(BoardId id, Token token, String reason, long nowMs) {
        StoredBoard board = boards.get(id);
        if (board != null) {
            return board.mark(token, reason);
        }
        Closed closed = tombstones.find(id, nowMs);
        return closed == null ? Behind.INSTANCE : closed;
    }

    synchronized AttachmentStore.MarkOutcome forgetDeaths(BoardId id, Token token, long nowMs) {
        StoredBoard board = boards.get(id);
        if (board != null) {
            return board.forgetDeaths(token);
        }
        Closed closed = tombstones.find(id, nowMs);
        return closed == null ? Behind.INSTANCE : closed;
    }

    synchronized SnapshotStore.SaveOutcome save(SnapshotStore.SaveRequest save, long nowMs) {
        StoredBoard board = boards.get(save.board());
        if (board != null) {
            return board.save(save, nowMs);
        }
        Closed closed = tombstones.find(save.board(), nowMs);
        return closed == null ? Behind.INSTANCE : closed;
    }

    synchronized SnapshotStore.LoadOutcome load(BoardId id, long nowMs) {
        StoredBoard board = boards.get(id);
        if (board != null) {
            return board.load();
        }
        Closed closed = tombstones.find(id, nowMs);
        return closed == null ? Absent.INSTANCE : closed;
    }

    synchronized SnapshotStore.AssertOutcome assertBoard(SnapshotStore.Assertion assertion, long nowMs) {
        BoardId id = assertion.board().spec().id();
        Token token = assertion.board().token();
        StoredBoard there = boards.get(id);
        Closed closed = there == null ? tombstones.find(id, nowMs) : null;
        if (closed != null) {
            return closed;
        }
        if (there != null && token.isFencedBy(there.token())) {
            return new Fenced(there.token());
        }
        if ((there == null && boards.size() >= boardsMax) || !indexes.enter(token.holder(), id)) {
            return new NotApplied(full());
        }
        Incarnation before = there == null ? token.holder() : there.token().holder();
        StoredBoard board = there == null ? put(assertion.board()) : there;
        if (!board.tryAssert(assertion, nowMs)) {
            if (there == null) {
                remove(id, board);
            }
            return new NotApplied(full());
        }
        leaveIndex(before, id, token.holder());
        return new SnapshotStore.Asserted(board.rosterNumber());
    }

    private void leaveIndex(Incarnation gameserver, BoardId id, Incarnation holder) {
        if (!gameserver.equals(holder)) {
            indexes.remove(gameserver, id);
        }
    }

    /** The tokens of all boards. */
    synchronized Map<BoardId, Token> tokens() {
        Map<BoardId, Token> tokens = new HashMap<>();
        boards.forEach((id, board) -> tokens.put(id, board.token()));
        return tokens;
    }

    private static StoreException full() {
        return new StoreException("the store is full", null);
    }
}
