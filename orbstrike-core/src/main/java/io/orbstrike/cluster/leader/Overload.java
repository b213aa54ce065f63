package io.orbstrike.cluster.leader;

import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells which gameservers carry much more than the mean, and how many boards each is to give away: from above 1.25 times the
 * mean for 10 s, and above 30 % of its time, down to 1.10 times.
 *
 * <p>Confined to the agent's thread.
 */
final class Overload {

    /* Utilisation is measured between renewals and follows a move late, so a gameserver that was told to give boards away is
     * looked at again only after another 10 s above the mean. What a single board costs is not known here: all boards of a
     * gameserver count alike.
     */

    private static final double ABOVE_MEAN = 1.25;
    private static final double UNTIL_MEAN = 1.10;
    private static final int UTILISATION_MIN_PERMILLE = 300;
    private static final Duration HELD = Duration.ofSeconds(10);

    private final Map<Incarnation, Long> aboveSinceNs = new HashMap<>();

    /** Begins anew. */
    void forget() {
        aboveSinceNs.clear();
    }

    /** How many boards each is to give away now; those that are to keep theirs are left out. */
    Map<Incarnation, Integer> look(Collection<Lease> live, long nowNs) {
        Map<Incarnation, Integer> boards = new HashMap<>();
        double mean = live.stream()
                .filter(lease -> !lease.draining())
                .mapToInt(lease -> lease.load().utilisationPermille())
                .average()
                .orElse(0);
        Set<Incarnation> above = new HashSet<>();
        for (Lease lease : live) {
            int utilisation = lease.load().utilisationPermille();
            boolean isAbove = !lease.draining()
                    && utilisation > ABOVE_MEAN * mean
                    && utilisation > UTILISATION_MIN_PERMILLE
                    && lease.load().boards() > 1;
            if (isAbove) {
                above.add(lease.gameserver());
                long sinceNs = aboveSinceNs.computeIfAbsent(lease.gameserver(), key -> nowNs);
                if (nowNs - sinceNs >= HELD.toNanos()) {
                    aboveSinceNs.put(lease.gameserver(), nowNs);
                    double share = (utilisation - UNTIL_MEAN * mean) / utilisation;
                    boards.put(lease.gameserver(), Math.max(1, (int)
                            (share * lease.load().boards())));
                }
            }
        }
        aboveSinceNs.keySet().retainAll(above);
        return boards;
    }
}
