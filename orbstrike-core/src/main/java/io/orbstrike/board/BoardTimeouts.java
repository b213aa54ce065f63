package io.orbstrike.board;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long boards of a type and their players live when nobody is there.
 *
 * <p>Immutable.
 *
 * @param sleepAfter a board with neither viewer nor player stops ticking after this; above zero
 * @param closeUnwatchedAfter a board with neither viewer nor player closes after this; at least {@code sleepAfter}
 * @param leaveAfterDisconnected a player without a stream leaves after this much ticked time; above zero
 */
public record BoardTimeouts(Duration sleepAfter, Duration closeUnwatchedAfter, Duration leaveAfterDisconnected) {

    /** Sleep after 10 s, close after 10 min, leave after 60 s. */
    public static final BoardTimeouts DEFAULT =
            new BoardTimeouts(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofSeconds(60));

    /**
     * Checks the ranges.
     *
     * @param sleepAfter a board with neither viewer nor player stops ticking after this; above zero
     * @param closeUnwatchedAfter a board with neither viewer nor player closes after this; at least {@code sleepAfter}
     * @param leaveAfterDisconnected a player without a stream leaves after this much ticked time; above zero
     * @throws IllegalArgumentException if a duration is not above zero, or the close comes before the sleep
     */
    public BoardTimeouts {
        requireNonNull(sleepAfter, "sleepAfter");
        requireNonNull(closeUnwatchedAfter, "closeUnwatchedAfter");
        requireNonNull(leaveAfterDisconnected, "leaveAfterDisconnected");
        if (sleepAfter.isZero() || sleepAfter.isNegative()) {
            throw new IllegalArgumentException("sleepAfter " + sleepAfter + ": must be above zero");
        }
        if (closeUnwatchedAfter.compareTo(sleepAfter) < 0) {
            throw new IllegalArgumentException(
                    "closeUnwatchedAfter " + closeUnwatchedAfter + ": must be at least sleepAfter " + sleepAfter);
        }
        if (leaveAfterDisconnected.isZero() || leaveAfterDisconnected.isNegative()) {
            throw new IllegalArgumentException(
                    "leaveAfterDisconnected " + leaveAfterDisconnected + ": must be above zero");
        }
    }
}
