package io.orbstrike.redis;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.orbstrike.redis.RedisCounters.CallResult;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * Shows what a {@link RedisClusterStore} counts. No tag carries a board, a player or an address.
 *
 * <p>Thread-safe.
 */
public final class RedisMetrics implements MeterBinder {

    private final RedisClusterStore store;

    private RedisMetrics(RedisClusterStore store) {
        this.store = store;
    }

    /**
     * Reads a store.
     *
     * @param store held as long as the registry holds the meters
     * @return to be bound once
     */
    public static RedisMetrics of(RedisClusterStore store) {
        return new RedisMetrics(store);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (IoLane.Purpose lane : IoLane.Purpose.values()) {
            Gauge.builder("orbstrike.redis.queue.depth", store, read -> read.queueDepth(lane))
                    .description("Calls that wait for an I/O thread")
                    .tag("lane", tag(lane))
                    .strongReference(true)
                    .register(registry);
            for (CallResult result : CallResult.values()) {
                FunctionCounter.builder("orbstrike.redis.calls", store, read -> read.callCount(lane, result))
                        .description("Calls that ended")
                        .tag("lane", tag(lane))
                        .tag("result", tag(result))
                        .register(registry);
            }
        }
        RedisCounters counters = store.counters();
        count(registry, "batches", "Writes to a connection, of one command or many", counters.batches);
        count(registry, "connections.opened", "Connections opened", counters.connectionsOpened);
        count(registry, "connections.failed", "Connections that could not be opened", counters.connectionsFailed);
        count(registry, "connections.lost", "Connections that broke or were of no use", counters.connectionsLost);
        count(registry, "script.loads", "Scripts given to a node", counters.scriptLoads);
        count(registry, "redirections", "Calls that a node of a cluster sent elsewhere", counters.redirections);
        count(registry, "topology.changes", "Times that the masters were found to be others", counters.topologyChanges);
        count(registry, "calls.late", "Writes that reached Redis after their time", counters.lateCalls);
        count(registry, "waits.short", "Writes that fewer replicas had than asked for", counters.waitsShort);
        count(registry, "waits.degraded", "Those of them acknowledged all the same", counters.waitsDegraded);
        count(registry, "hints.dropped", "Hints that were not sent", counters.hintsDropped);
        count(registry, "hints.gaps", "Gaps in what listeners heard", counters.hintGaps);
    }

    private static void count(MeterRegistry registry, String name, String description, LongAdder value) {
        FunctionCounter.builder("orbstrike.redis." + name, value, LongAdder::sum)
                .description(description)
                .register(registry);
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
