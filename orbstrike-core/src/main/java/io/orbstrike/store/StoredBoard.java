package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.PlayerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A board in the in-memory store, with its roster.
 *
 * <p>Guarded by its stripe's lock.
 */
final class StoredBoard {

    private final BoardRecord record;
    private final int rememberedKeysMax;
    private final SortedMap<PlayerId, RosterEntry> roster = new TreeMap<>();
    private final Map<IdempotencyKey, PlayerId> keys = new HashMap<>();
    private final LinkedHashMap<IdempotencyKey, GonePlayer> gone = new LinkedHashMap<>();
    private long rosterNumber;

    StoredBoard(BoardSpec spec, Token token, long nowMs, int rememberedKeysMax) {
        this.record = new BoardRecord(spec, token, Instant.ofEpochMilli(nowMs));
        this.rememberedKeysMax = rememberedKeysMax;
    }

    BoardRecord record() {
        return record;
    }

    BoardSummary summary() {
        BoardSpec spec = record.spec();
        return new BoardSummary(
                spec.id(),
                spec.type(),
                roster.size(),
                spec.maxPlayers(),
                spec.tickInterval(),
                record.token().epoch());
    }

    RosterStore.Roster roster() {
        return new RosterStore.Roster(record.token(), rosterNumber, new ArrayList<>(roster.values()));
    }

    RosterStore.JoinOutcome join(Token token, RosterStore.JoinRequest request, long nowMs) {
        if (token.isFencedBy(record.token())) {
            return new Fenced(record.token());
        }
        if (!token.equals(record.token())) {
            return Behind.INSTANCE;
        }
        PlayerId there = keys.get(request.key());
        if (there != null && there.value() > request.spentNumber()) {
            return new RosterStore.AlreadyJoined(requireNonNull(roster.get(there), "entry"));
        }
        if (there != null) {
            roster.remove(there);
            return new RosterStore.Joined(enter(request));
        }
        forgetOldKeys(nowMs);
        GonePlayer before = gone.get(request.key());
        if (before != null) {
            return new RosterStore.AlreadyLeft(before.player());
        }
        if (roster.size() >= record.spec().maxPlayers()) {
            return new RosterStore.Full(record.spec().maxPlayers());
        }
        if (gone.size() >= rememberedKeysMax) {
            return new NotApplied(new StoreException("too many players have left the board lately", null));
        }
        return new RosterStore.Joined(enter(request));
    }

    private RosterEntry enter(RosterStore.JoinRequest request) {
        rosterNumber = Math.max(rosterNumber, request.spentNumber()) + 1;
        PlayerId player = new PlayerId(rosterNumber);
        RosterEntry entry = new RosterEntry(player, request.key(), request.index(), request.joinData());
        roster.put(player, entry);
        keys.put(request.key(), player);
        return entry;
    }

    RosterStore.LeaveOutcome leave(Token token, PlayerId player, long nowMs) {
        if (token.isFencedBy(record.token())) {
            return new Fenced(record.token());
        }
        if (!token.equals(record.token())) {
            return Behind.INSTANCE;
        }
        @Nullable RosterEntry entry = roster.remove(player);
        if (entry == null) {
            return RosterStore.NotOnRoster.INSTANCE;
        }
        keys.remove(entry.key());
        gone.put(entry.key(), new GonePlayer(player, nowMs + RosterStore.KEY_LIFETIME.toMillis()));
        return new RosterStore.Left(++rosterNumber);
    }

    private void forgetOldKeys(long nowMs) {
        Iterator<GonePlayer> oldest = gone.values().iterator();
        while (oldest.hasNext() && oldest.next().forgetAtMs() <= nowMs) {
            oldest.remove();
        }
    }

    private record GonePlayer(PlayerId player, long forgetAtMs) {}
}
