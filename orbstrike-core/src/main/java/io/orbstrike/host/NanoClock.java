package io.orbstrike.host;

/**
 * A monotonic clock: the only source of time for ticks, leases, timeouts and intervals.
 *
 * <p>Thread-safe.
 */
@FunctionalInterface
public interface NanoClock {

    /**
     * The time since some fixed moment.
     *
     * @return nanoseconds, only differences mean anything; never less than an earlier reading
     */
    long nanoTime();
}
