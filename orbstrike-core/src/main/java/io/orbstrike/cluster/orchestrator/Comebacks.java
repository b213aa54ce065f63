package io.orbstrike.cluster.orchestrator;

import io.orbstrike.cluster.agent.Backoff;
import io.orbstrike.store.Incarnation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gameservers that were away, and how long each waits for boards once it is back: a TTL, twice as long each further time, up
 * to 32 times. Five minutes after its last wait one is forgotten.
 *
 * <p>Confined to the agent's thread.
 */
final class Comebacks {

    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);

    private final Duration firstWait;
    private final Map<Incarnation, Comeback> comebacks = new HashMap<>();

    Comebacks(Duration firstWait) {
        this.firstWait = firstWait;
    }

    private static final class Comeback {

        int times;
        boolean isAway;
        long awaySinceNs;
        long waitsUntilNs;
    }

    /** One is away; false if that was known. */
    boolean away(Incarnation gameserver, long nowNs) {
        Comeback comeback = comebacks.computeIfAbsent(gameserver, added -> new Comeback());
        if (comeback.isAway) {
            return false;
        }
        comeback.isAway = true;
        if (comeback.times == 0 || nowNs - comeback.awaySinceNs >= firstWait.toNanos()) {
            comeback.times++; // else an older answer made it seem to be back
            comeback.awaySinceNs = nowNs;
        }
        return true;
    }

    /** One is there: how long it waits for boards if it was away until now. */
    Optional<Duration> back(Incarnation gameserver, long nowNs) {
        Comeback comeback = comebacks.get(gameserver);
        if (comeback == null || !comeback.isAway) {
            return Optional.empty();
        }
        Duration wait = Backoff.delay(firstWait, comeback.times - 1);
        comeback.isAway = false;
        comeback.waitsUntilNs = nowNs + wait.toNanos();
        return Optional.of(wait);
    }

    /** Keeps those that exist, and were away of late. */
    void retain(Set<Incarnation> existing, long nowNs) {
        comebacks.keySet().retainAll(existing);
        comebacks
                .values()
                .removeIf(comeback -> !comeback.isAway && nowNs - comeback.waitsUntilNs > FORGOTTEN_AFTER.toNanos());
    }

    boolean isAway(Incarnation gameserver) {
        Comeback comeback = comebacks.get(gameserver);
        return comeback != null && comeback.isAway;
    }

    /** Whether one is away, or has come back and waits. */
    boolean isHeldBack(Incarnation gameserver, long nowNs) {
        Comeback comeback = comebacks.get(gameserver);
        return comeback != null && (comeback.isAway || nowNs - comeback.waitsUntilNs < 0);
    }

    int heldBackCount(Set<Incarnation> among, long nowNs) {
        return (int) among.stream()
                .filter(gameserver -> isHeldBack(gameserver, nowNs))
                .count();
    }

    /** Those that are away. */
    List<Incarnation> away() {
        return comebacks.entrySet().stream()
                .filter(entry -> entry.getValue().isAway)
                .map(Map.Entry::getKey)
                .toList();
    }
}
