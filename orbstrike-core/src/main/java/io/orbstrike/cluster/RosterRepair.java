package io.orbstrike.cluster;

import io.orbstrike.board.PlayerId;
import io.orbstrike.store.IdempotencyKey;
import java.util.HashMap;
import java.util.Map;

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

    boolean isLeaving(IdempotencyKey key) {
        return leaving.containsKey(key);
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
}
