package io.orbstrike.host;

/**
 * The machine's monotonic clock.
 *
 * <p>Thread-safe.
 */
public enum SystemNanoClock implements NanoClock {
    /** The only value. */
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
