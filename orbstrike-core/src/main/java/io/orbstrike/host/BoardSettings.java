package io.orbstrike.host;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a board is hosted, beside its rules.
 *
 * <p>Immutable.
 *
 * @param epoch rises each time the board is attached anew, 0 and above
 * @param seed any 64 bits, the start of a new board's random; a restored board goes on with its own
 * @param lifetime how long a new board lives at most; zero for ever; a restored board goes on with what was left
 * @param listener hears of stays, the end and quarantine
 */
public record BoardSettings(long epoch, long seed, Duration lifetime, BoardListener listener) {

    private static final BoardListener NOBODY = new BoardListener() {};

    /**
     * Checks the ranges.
     *
     * @param epoch rises each time the board is attached anew, 0 and above
     * @param seed any 64 bits, the start of a new board's random; a restored board goes on with its own
     * @param lifetime how long a new board lives at most; zero for ever; a restored board goes on with what was left
     * @param listener hears of stays, the end and quarantine
     * @throws IllegalArgumentException if the epoch or the lifetime is negative
     */
    public BoardSettings {
        requireNonNull(lifetime, "lifetime");
        requireNonNull(listener, "listener");
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch " + epoch + ": must be 0 or above");
        }
        if (lifetime.isNegative()) {
            throw new IllegalArgumentException("lifetime " + lifetime + ": must be zero or above");
        }
    }

    /**
     * Settings of a board that lives for ever in epoch 0 and that nobody listens to.
     *
     * @param seed any 64 bits
     * @return the settings
     */
    public static BoardSettings of(long seed) {
        return new BoardSettings(0, seed, Duration.ZERO, NOBODY);
    }

    /**
     * The same settings in another epoch.
     *
     * @param newEpoch 0 and above
     * @return new settings
     */
    public BoardSettings withEpoch(long newEpoch) {
        return new BoardSettings(newEpoch, seed, lifetime, listener);
    }

    /**
     * The same settings with another lifetime.
     *
     * @param newLifetime zero for ever
     * @return new settings
     */
    public BoardSettings withLifetime(Duration newLifetime) {
        return new BoardSettings(epoch, seed, newLifetime, listener);
    }

    /**
     * The same settings with another listener.
     *
     * @param newListener hears of stays, the end and quarantine
     * @return new settings
     */
    public BoardSettings withListener(BoardListener newListener) {
        return new BoardSettings(epoch, seed, lifetime, newListener);
    }
}
