package io.orbstrike.cluster.scale;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How much of a cluster is to stay free, and within which bounds it grows and shrinks.
 *
 * <p>Immutable.
 *
 * @param buffer how much is to stay free
 * @param gameserversMin the fewest gameservers, 0 and above
 * @param gameserversMax the most gameservers, {@code gameserversMin} and above, at most {@value #GAMESERVERS_MAX}
 * @param window for how long fewer gameservers must have been enough before fewer are wanted; zero to a day
 */
public record ScalePolicy(Buffer buffer, int gameserversMin, int gameserversMax, Duration window) {

    /** The greatest number that may be wanted. */
    public static final int GAMESERVERS_MAX = 10_000;

    private static final Duration WINDOW_MAX = Duration.ofDays(1);

    /** A fifth stays free, 1 to 100 gameservers, 5 minutes. */
    public static final ScalePolicy DEFAULT = new ScalePolicy(Buffer.percent(20), 1, 100, Duration.ofMinutes(5));

    /**
     * Checks the ranges.
     *
     * @param buffer how much is to stay free
     * @param gameserversMin the fewest gameservers, 0 and above
     * @param gameserversMax the most gameservers, {@code gameserversMin} and above, at most {@value #GAMESERVERS_MAX}
     * @param window for how long fewer gameservers must have been enough before fewer are wanted; zero to a day
     * @throws IllegalArgumentException naming what is outside, its value and its bound
     */
    public ScalePolicy {
        requireNonNull(buffer, "buffer");
        if (gameserversMin < 0) {
            throw new IllegalArgumentException("gameserversMin " + gameserversMin + ": must be 0 or above");
        }
        if (gameserversMax < gameserversMin || gameserversMax > GAMESERVERS_MAX) {
            throw new IllegalArgumentException(
                    "gameserversMax " + gameserversMax + ": must be " + gameserversMin + " to " + GAMESERVERS_MAX);
        }
        if (window.isNegative() || window.compareTo(WINDOW_MAX) > 0) {
            throw new IllegalArgumentException("window " + window + ": must be PT0S to " + WINDOW_MAX);
        }
    }

    /**
     * How much is to stay free.
     *
     * @param boards so many boards, 0 if a share is meant
     * @param percent such a share of the whole capacity, 0 if a number of boards is meant
     */
    public record Buffer(int boards, int percent) {

        private static final int PERCENT_MAX = 90;

        /**
         * Checks the ranges.
         *
         * @param boards so many boards, 0 if a share is meant
         * @param percent such a share of the whole capacity, 0 if a number of boards is meant
         * @throws IllegalArgumentException naming what is outside, its value and its bound
         */
        public Buffer {
            if (boards < 0) {
                throw new IllegalArgumentException("buffer of " + boards + " boards: must be 0 or above");
            }
            if (percent < 0 || percent > PERCENT_MAX) {
                throw new IllegalArgumentException("buffer of " + percent + " %: must be 0 to " + PERCENT_MAX);
            }
            if (boards > 0 && percent > 0) {
                throw new IllegalArgumentException(
                        "buffer of " + boards + " boards and " + percent + " %: must be one of them");
            }
        }

        /**
         * A number of boards.
         *
         * @param boards 0 and above
         * @return the buffer
         */
        public static Buffer boards(int boards) {
            return new Buffer(boards, 0);
        }

        /**
         * A share of the whole capacity.
         *
         * @param percent 0 to 90
         * @return the buffer
         */
        public static Buffer percent(int percent) {
            return new Buffer(0, percent);
        }
    }
}
