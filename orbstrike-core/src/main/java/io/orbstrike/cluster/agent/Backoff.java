package io.orbstrike.cluster.agent;

import java.time.Duration;

/** How long to wait before something is repeated. */
public final class Backoff {

    private static final int DOUBLINGS_MAX = 5;

    private Backoff() {}

    /**
     * The first delay, doubled with each failure in a row, up to 32 times.
     *
     * @param first after no failure
     * @param failures how many there were in a row, 0 and above
     * @return how long to wait
     */
    public static Duration delay(Duration first, int failures) {
        return first.multipliedBy(1L << Math.min(failures, DOUBLINGS_MAX));
    }
}
