package io.orbstrike.cluster;

import io.orbstrike.board.PlayerId;
import io.orbstrike.store.IdempotencyKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is left to do on one board until its roster and its players are known to agree.
 *
 * <p>Confined to the agent's thread.
 */
final class RosterRepair {

    /** How many joins of a board may wait to be asked for again. What is beyond is unavailable. */
    private static final int UNACKNOWLEDGED_MAX = 1_024;

    /** Joins that may be on the roster though nobody was told, and until when they wait to be asked for again. */
    private final Map<IdempotencyKey, Long> unacknowledged = new HashMap<>();

    /** Players whose stay is over while the store may still have them. */
    private final Map<IdempotencyKey, PlayerId> leaving = new HashMap<>();

    /** Players who left the game, and the steps with which: they leave the roster with the save that is without them. */
    private final Map<IdempotencyKey, Departed> departed = new HashMap<>();

    private boolean scheduled;
    private int failures;

    boolean hasRoom() {
        return unacknowledged.size() < UNACKNOWLEDGED_MAX;
    }

    void keep(IdempotencyKey key, long untilNs) {
        unacknowledged.put(key, untilNs);
    }

    void forget(IdempotencyKey key) {
        unacknowledged.remove(key);
    }

    boolean isKept(IdempotencyKey key) {
        return unacknowledged.containsKey(key);
    }

    /** The keys of joins that wait to be asked for again. */
    Set<IdempotencyKey> unacknowledged() {
        return Set.copyOf(unacknowledged.keySet());
    }

    boolean hasUnacknowledged() {
        return !unacknowledged.isEmpty();
    }

    void expire(long nowNs) {
        unacknowledged.values().removeIf(untilNs -> nowNs - untilNs >= 0);
    }

    void addLeaving(IdempotencyKey key, PlayerId player) {
        leaving.put(key, player);
    }

    void removeLeaving(IdempotencyKey key) {
        leaving.remove(key);
    }

    /** Whether the key's player is gone though the roster may still have him. */
    boolean isLeaving(IdempotencyKey key) {
        return leaving.containsKey(key) || departed.containsKey(key);
    }

    void addDeparted(IdempotencyKey key, PlayerId player, long tick) {
        departed.put(key, new Departed(player, tick));
    }

    boolean hasDeparted() {
        return !departed.isEmpty();
    }

    boolean isDeparted(IdempotencyKey key) {
        return departed.containsKey(key);
    }

    /** Who has left the game with a step up to this one. */
    List<PlayerId> departedUntil(long tick) {
        if (departed.isEmpty()) {
            return List.of();
        }
        return departed.values().stream()
                .filter(player -> player.tick() <= tick)
                .map(Departed::player)
                .toList();
    }

    /** A state of this step was saved, and who had left by then is off the roster. */
    void departedSaved(long tick) {
        departed.values().removeIf(player -> player.tick() <= tick);
    }

    Map<IdempotencyKey, PlayerId> leaving() {
        return leaving;
    }

    /** True if the caller is to schedule a pass; false if one is scheduled or under way. */
    boolean trySchedule() {
        boolean free = !scheduled;
        scheduled = true;
        return free;
    }

    /** A pass is over; returns how many have failed in a row. */
    int endPass(boolean failed) {
        scheduled = false;
        failures = failed ? failures + 1 : 0;
        return failures;
    }

    int failures() {
        return failures;
    }

    /**
     * Who left the game.
     *
     * @param player his id
     * @param tick the step with which
     */
    private record Departed(PlayerId player, long tick) {}
}
