package io.orbstrike.testkit.time;

import static java.util.Objects.requireNonNull;

import io.orbstrike.host.NanoClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that stands still until it is moved. Its monotonic time only goes forward; its wall time goes along, and can
 * be made to jump.
 *
 * <p>Thread-safe.
 */
public final class ManualClock implements NanoClock, InstantSource {

    private long nowNs;
    private Instant instant;

    private ManualClock(Instant instant) {
        this.instant = instant;
    }

    /**
     * A clock at noon of 1 January 2030, UTC.
     *
     * @return a new clock
     */
    public static ManualClock create() {
        return at(Instant.parse("2030-01-01T12:00:00Z"));
    }

    /**
     * A clock at a given wall time.
     *
     * @param instant where it starts
     * @return a new clock
     */
    public static ManualClock at(Instant instant) {
        return new ManualClock(requireNonNull(instant, "instant"));
    }

    @Override
    public synchronized long nanoTime() {
        return nowNs;
    }

    @Override
    public synchronized Instant instant() {
        return instant;
    }

    /**
     * Moves both times forward.
     *
     * @param time zero and above
     * @throws IllegalArgumentException if it is negative
     */
    public synchronized void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time " + time + ": must be zero or above");
        }
        nowNs += time.toNanos();
        instant = instant.plus(time);
    }

    /**
     * Makes the wall time jump, as an administrator or a time server may. The monotonic time stays.
     *
     * @param target where to
     */
    public synchronized void jumpTo(Instant target) {
        instant = requireNonNull(target, "target");
    }
}
