package io.orbstrike.cluster;

import java.time.Duration;

/** How long to wait before something is repeated. */
final class Backoff {

    private static final int DOUBLINGS_MAX = 5;

    private Backoff() {}

    /** The first delay, doubled with each failure in a row, up to 32 times. */
    static Duration delay(Duration first, int failures) {
        return first.multipliedBy(1L << Math.min(failures, DOUBLINGS_MAX));
    }
}
