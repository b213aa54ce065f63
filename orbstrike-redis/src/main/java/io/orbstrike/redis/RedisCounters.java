package io.orbstrike.redis;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the store counts.
 *
 * <p>Thread-safe.
 */
final class RedisCounters {

    final LongAdder connectionsOpened = new LongAdder();
    final LongAdder connectionsFailed = new LongAdder();
    final LongAdder connectionsLost = new LongAdder();
    final LongAdder scriptLoads = new LongAdder();
    final LongAdder redirections = new LongAdder();
    final LongAdder topologyChanges = new LongAdder();
    final LongAdder waitsShort = new LongAdder();
    final LongAdder waitsDegraded = new LongAdder();
    final LongAdder lateCalls = new LongAdder();
    final LongAdder batches = new LongAdder();
    final LongAdder hintsDropped = new LongAdder();
    final LongAdder hintGaps = new LongAdder();

    private final Map<IoLane.Purpose, Map<CallResult, LongAdder>> calls = new EnumMap<>(IoLane.Purpose.class);

    RedisCounters() {
        for (IoLane.Purpose lane : IoLane.Purpose.values()) {
            Map<CallResult, LongAdder> ofLane = new EnumMap<>(CallResult.class);
            for (CallResult result : CallResult.values()) {
                ofLane.put(result, new LongAdder());
            }
            calls.put(lane, ofLane);
        }
    }

    LongAdder calls(IoLane.Purpose lane, CallResult result) {
        return requireNonNull(requireNonNull(calls.get(lane), "lane").get(result), "result");
    }

    /** How a call ended. */
    enum CallResult {
        ANSWERED,
        NOT_APPLIED,
        UNKNOWN
    }
}
