package io.orbstrike.grpc;

/**
 * A bound on messages per second with room for a burst, without a timer: each message moves a theoretical arrival time
 * by one interval, and is refused if that lies further ahead than the burst (the generic cell rate algorithm, ITU-T
 * I.371).
 *
 * <p>Confined to one thread.
 */
final class InputRate {

    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final long intervalNs;
    private final long aheadNsMax;
    private long arrivalNs;

    InputRate(int perSecond, int burst, long nowNs) {
        this.intervalNs = NS_PER_SECOND / perSecond;
        this.aheadNsMax = intervalNs * burst;
        this.arrivalNs = nowNs;
    }

    /** Counts a message; false if it is one too many. */
    boolean tryTake(long nowNs) {
        if (arrivalNs - nowNs < 0) {
            arrivalNs = nowNs;
        }
        if (arrivalNs - nowNs + intervalNs > aheadNsMax) {
            return false;
        }
        arrivalNs += intervalNs;
        return true;
    }
}
