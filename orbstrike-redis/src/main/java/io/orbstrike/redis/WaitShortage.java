package io.orbstrike.redis;

import io.orbstrike.host.NanoClock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What happens to a write that fewer replicas have than were asked for (ROSTER-5): it stays unknown, or it is acknowledged
 * all the same, counted, and logged once a minute.
 *
 * <p>Thread-safe.
 */
final class WaitShortage {

    private static final System.Logger LOG = System.getLogger(RedisClusterStore.class.getName());
    private static final long LOG_INTERVAL_NS = 60_000_000_000L;

    private final boolean degrades;
    private final NanoClock clock;
    private final AtomicLong nextLogNs;

    WaitShortage(boolean degrades, NanoClock clock) {
        this.degrades = degrades;
        this.clock = clock;
        this.nextLogNs = new AtomicLong(clock.nanoTime());
    }

    boolean acknowledges(int waitReplicas, RedisCounters counters) {
        if (!degrades) {
            return false;
        }
        counters.waitsDegraded.increment();
        long nowNs = clock.nanoTime();
        long dueNs = nextLogNs.get();
        if (nowNs - dueNs >= 0 && nextLogNs.compareAndSet(dueNs, nowNs + LOG_INTERVAL_NS)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "writes are acknowledged that fewer than {0} replicas have; {1} so far",
                    waitReplicas,
                    counters.waitsDegraded.sum());
        }
        return true;
    }
}
