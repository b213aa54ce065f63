package io.orbstrike.benchmarks.endtoend;

import java.time.Duration;
import java.util.Optional;

/**
 * What a load client is to do.
 *
 * <p>Immutable.
 *
 * @param boards how many boards it creates
 * @param playersPerBoard how many players it lets join each
 * @param streamsPerConnection how many players share a connection
 * @param warmup how long they play before figures are taken
 * @param measured how long figures are taken
 * @param board a board that is there, to be joined instead of creating any
 */
record Load(
        int boards,
        int playersPerBoard,
        int streamsPerConnection,
        Duration warmup,
        Duration measured,
        Optional<String> board) {

    /** The tick interval at which every contender plays. */
    static final double TICK_MS = 15;

    int players() {
        return boards * playersPerBoard;
    }

    /** How many frames would be received if every player got one each tick. */
    double framesDue(double windowMs) {
        return players() * windowMs / TICK_MS;
    }
}
