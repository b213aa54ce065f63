package io.orbstrike.store.memory;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Creator;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The quota sets of the in-memory store: those of today and of the day before, for a creation that crosses midnight.
 *
 * <p>Thread-safe: one lock for all of it.
 */
final class CreatorQuotas {

    private final int creatorsMax;
    private final Map<LocalDate, Map<Creator, Set<BoardId>>> days = new HashMap<>();

    CreatorQuotas(int creatorsMax) {
        this.creatorsMax = creatorsMax;
    }

    synchronized QuotaStore.EnterOutcome enter(Creator creator, BoardId board, long quota, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        days.keySet().removeIf(day -> day.isBefore(today.minusDays(1)) || day.isAfter(today.plusDays(1)));
        Map<Creator, Set<BoardId>> creators = days.computeIfAbsent(today, day -> new HashMap<>());
        Set<BoardId> boards = creators.get(creator);
        if (boards == null) {
            if (creators.size() >= creatorsMax) {
                return new NotApplied(new StoreException("too many creators today", null));
            }
            boards = new HashSet<>();
            creators.put(creator, boards);
        }
        if (boards.contains(board)) {
            return new QuotaStore.AlreadyEntered(today);
        }
        if (boards.size() >= quota) {
            Instant dayEnd = today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            return new QuotaStore.Spent(Duration.between(now, dayEnd));
        }
        boards.add(board);
        return new QuotaStore.Entered(today);
    }

    synchronized QuotaStore.TakeBackOutcome takeBack(Creator creator, LocalDate day, BoardId board) {
        Map<Creator, Set<BoardId>> creators = days.getOrDefault(day, Map.of());
        Set<BoardId> boards = creators.get(creator);
        if (boards != null) {
            boards.remove(board);
            if (boards.isEmpty()) {
                creators.remove(creator);
            }
        }
        return QuotaStore.TakenBack.INSTANCE;
    }
}
