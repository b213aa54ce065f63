package io.orbstrike.grpc.client;

import java.util.random.RandomGenerator;

/**
 * Growing delays with full jitter: anything between zero and a bound that doubles with each failure.
 *
 * <p>Confined to one thread.
 */
final class Backoff {

    private static final int DOUBLINGS_MAX = 20;

    private final long firstNs;
    private final long greatestNs;
    private final RandomGenerator random;
    private int failures;

    Backoff(long firstNs, long greatestNs, RandomGenerator random) {
        this.firstNs = firstNs;
        this.greatestNs = greatestNs;
        this.random = random;
    }

    /** The delay after one more failure. */
    long nextNs() {
        long bound = Math.min(greatestNs, firstNs << Math.min(failures, DOUBLINGS_MAX));
        failures++;
        return random.nextLong(bound + 1);
    }

    /** Something worked: the next delay is short again. */
    void reset() {
        failures = 0;
    }
}
