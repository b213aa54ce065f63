package io.orbstrike.cluster.orchestrator;

import static java.util.Objects.requireNonNull;

import io.orbstrike.cluster.routing.RouteFailure;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What routes have cost.
 *
 * <p>Thread-safe.
 */
public final class RouteCounters {

    /** How many look-ups the cache answered. */
    public final LongAdder hits = new LongAdder();

    /** How many look-ups had to wait for the store. */
    public final LongAdder misses = new LongAdder();

    /** How many calls read tokens. */
    public final LongAdder reads = new LongAdder();

    /** How many of those got no answer. */
    public final LongAdder storeUnknown = new LongAdder();

    /** How many waited for a route in vain. */
    public final LongAdder waitsOver = new LongAdder();

    private final Map<RouteFailure, LongAdder> failed = new EnumMap<>(RouteFailure.class);

    /** Has counted nothing yet. */
    public RouteCounters() {
        for (RouteFailure failure : RouteFailure.values()) {
            failed.put(failure, new LongAdder());
        }
    }

    /**
     * How many routes did not serve.
     *
     * @param failure why
     * @return to be counted up or read
     */
    public LongAdder failed(RouteFailure failure) {
        return requireNonNull(failed.get(failure), "failure");
    }
}
