package io.orbstrike.benchmarks.endtoend;

import java.time.Duration;
import java.util.Optional;

/**
 * How players are spread over boards and connections in a search.
 *
 * <p>Immutable.
 *
 * @param name for plots and progress
 * @param playersPerBoard of each board
 * @param streamsPerConnection how many players share a connection
 * @param step the players by which two counts of the search differ at least
 * @param probe the players of the first, easy run
 * @param playersMax the most that is tried
 */
record Shape(String name, int playersPerBoard, int streamsPerConnection, int step, int probe, int playersMax) {

    /** Rows E1, E2 own, E3 and E4. */
    static final Shape BOARDS_OF_100 = new Shape("boards of 100", 100, 1, 100, 600, 10_000);

    /** Row E1b. */
    static final Shape BOARDS_OF_10 = new Shape("boards of 10", 10, 1, 50, 500, 10_000);

    /** Rows E1c and E2 shared. */
    static final Shape SHARED = new Shape("boards of 100, 100 streams per connection", 100, 100, 100, 2_000, 18_000);

    /** The same with another first run. */
    Shape probedWith(int players) {
        return new Shape(name, playersPerBoard, streamsPerConnection, step, players, playersMax);
    }

    /** The players of whole boards that come nearest from below, but at least one step of the search. */
    int aligned(double count) {
        return Math.max(((int) (count / step)) * step, step);
    }

    Load load(int players, Duration warmup, Duration measured) {
        int boards = Math.max(players / playersPerBoard, 1);
        return new Load(boards, playersPerBoard, streamsPerConnection, warmup, measured, Optional.empty());
    }
}
