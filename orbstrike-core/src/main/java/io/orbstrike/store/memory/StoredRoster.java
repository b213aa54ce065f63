package io.orbstrike.store.memory;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.PlayerId;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreException;
import io.orbstrike.store.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who is on a board in the in-memory store, and the keys of those who were. Whoever calls has checked the token.
 *
 * <p>Guarded by its stripe's lock.
 */
final class StoredRoster {

    private final int rememberedKeysMax;
    private final SortedMap<PlayerId, RosterEntry> entries = new TreeMap<>();
    private final Map<IdempotencyKey, PlayerId> keys = new HashMap<>();
    private final LinkedHashMap<IdempotencyKey, GonePlayer> gone = new LinkedHashMap<>();
    private long number;

    StoredRoster(int rememberedKeysMax) {
        this.rememberedKeysMax = rememberedKeysMax;
    }

    long number() {
        return number;
    }

    int players() {
        return entries.size();
    }

    RosterStore.Roster read(Token token) {
        return new RosterStore.Roster(token, number, new ArrayList<>(entries.values()));
    }

    RosterStore.JoinOutcome join(RosterStore.JoinRequest request, int maxPlayers, long nowMs) {
        PlayerId there = keys.get(request.key());
        if (there != null && there.value() > request.spentNumber()) {
            return new RosterStore.AlreadyJoined(requireNonNull(entries.get(there), "entry"));
        }
        if (there != null) {
            entries.remove(there);
            return new RosterStore.Joined(enter(request));
        }
        forgetOldKeys(nowMs);
        GonePlayer before = gone.get(request.key());
        if (before != null) {
            return new RosterStore.AlreadyLeft(before.player());
        }
        if (entries.size() >= maxPlayers) {
            return new RosterStore.Full(maxPlayers);
        }
        if (gone.size() >= rememberedKeysMax) {
            return new NotApplied(new StoreException("too many players have left the board lately", null));
        }
        return new RosterStore.Joined(enter(request));
    }

    private RosterEntry enter(RosterStore.JoinRequest request) {
        number++;
        RosterEntry entry = new RosterEntry(new PlayerId(number), request.key(), request.index(), request.joinData());
        put(entry);
        return entry;
    }

    private void put(RosterEntry entry) {
        entries.put(entry.player(), entry);
        keys.put(entry.key(), entry.player());
    }

    /** Tells whether the player was on the roster; his leave took the next number then. */
    boolean leave(PlayerId player, long nowMs) {
        RosterEntry entry = entries.remove(player);
        if (entry == null) {
            return false;
        }
        keys.remove(entry.key());
        remember(entry, nowMs);
        number++;
        return true;
    }

    /**
     * Takes over what the holder has. Who is not on it has left: his key is remembered from now on, if there is room, and
     * unless nobody was told that he had joined.
     */
    void replace(SnapshotStore.Assertion assertion, long nowMs) {
        RosterStore.Roster asserted = assertion.roster();
        forgetOldKeys(nowMs);
        List<RosterEntry> before = new ArrayList<>(entries.values());
        entries.clear();
        keys.clear();
        for (RosterEntry entry : asserted.entries()) {
            put(entry);
            gone.remove(entry.key());
        }
        for (RosterEntry entry : before) {
            boolean hasLeft = !keys.containsKey(entry.key())
                    && !assertion.unacknowledged().contains(entry.key());
            if (hasLeft && gone.size() < rememberedKeysMax) {
                remember(entry, nowMs);
            }
        }
        number = asserted.rosterNumber();
    }

    private void remember(RosterEntry entry, long nowMs) {
        gone.put(entry.key(), new GonePlayer(entry.player(), nowMs + RosterStore.KEY_LIFETIME.toMillis()));
    }

    private void forgetOldKeys(long nowMs) {
        Iterator<GonePlayer> oldest = gone.values().iterator();
        while (oldest.hasNext() && oldest.next().forgetAtMs() <= nowMs) {
            oldest.remove();
        }
    }

    private record GonePlayer(PlayerId player, long forgetAtMs) {}
}
