package io.orbstrike.redis;

import io.orbstrike.host.NanoClock;
import java.nio.charset.StandardCharsets;

/**
 * What holds for all calls of a store.
 *
 * <p>Thread-safe.
 *
 * @param topology where keys are
 * @param keys names of keys
 * @param clock our own
 * @param counters what is counted
 * @param timeoutMs how long an answer is waited for at most
 * @param waitReplicas how many replicas must have a write, 0 for none
 * @param waitTimeoutMs how long they are waited for
 * @param waitShortage what happens if fewer have it
 */
record ExchangeRules(
        Topology topology,
        StoreKeys keys,
        NanoClock clock,
        RedisCounters counters,
        int timeoutMs,
        int waitReplicas,
        int waitTimeoutMs,
        WaitShortage waitShortage) {

    /** What a script answers that came after its time. */
    static final byte[] LATE = "late".getBytes(StandardCharsets.US_ASCII);

    /** Whether an answer of WAIT lets a write be acknowledged. */
    boolean isEnough(Object replicas) {
        if (replicas instanceof Long count && count >= waitReplicas) {
            return true;
        }
        counters.waitsShort.increment();
        return waitShortage.acknowledges(waitReplicas, counters);
    }
}
