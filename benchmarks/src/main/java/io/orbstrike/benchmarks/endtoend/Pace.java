package io.orbstrike.benchmarks.endtoend;

import java.time.Duration;

/**
 * How long runs are and how many a search may take.
 *
 * <p>Immutable.
 *
 * @param warmup before figures are taken
 * @param serverWarmup the same in the first run of a server that is to be searched for its limit
 * @param measured while figures are taken
 * @param stepsMax runs of a search for ours
 * @param peerStepsMax runs of a search for a peer
 * @param repeats runs that the result of a search must have had
 * @param latencyRuns runs of which the middle latency is taken
 */
record Pace(
        Duration warmup,
        Duration serverWarmup,
        Duration measured,
        int stepsMax,
        int peerStepsMax,
        int repeats,
        int latencyRuns) {

    /** A run's process start, joins and leaves, roughly. */
    private static final Duration AROUND = Duration.ofSeconds(6);

    private static final Duration SECONDS_10 = Duration.ofSeconds(10);

    static Pace full(int repeats) {
        return new Pace(SECONDS_10, Duration.ofSeconds(25), SECONDS_10, 6, 4, repeats, 3);
    }

    static Pace quick(int repeats) {
        return new Pace(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(4), 3, 2, repeats, 1);
    }

    /** What a run takes, roughly. */
    Duration runTime() {
        return AROUND.plus(warmup).plus(measured);
    }
}
