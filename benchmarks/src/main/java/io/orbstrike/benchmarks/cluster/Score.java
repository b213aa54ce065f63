package io.orbstrike.benchmarks.cluster;

import java.util.Map;

/**
 * The kills of all players on a board, as its frames show them, and what a move took of them.
 *
 * <p>Confined to one thread.
 */
final class Score {

    private Map<Long, Integer> kills = Map.of();
    private long epoch;
    private long atMove;
    private long lost;

    /** Takes up a frame: by player, the kills of those who are on the board. */
    void show(long frameEpoch, Map<Long, Integer> shown) {
        if (epoch != 0 && frameEpoch > epoch) {
            kills.forEach((player, before) -> {
                atMove += before;
                lost += Math.max(0, before - shown.getOrDefault(player, 0));
            });
        }
        epoch = frameEpoch;
        kills = Map.copyOf(shown);
    }

    /** Whether a player is on the board. */
    boolean has(long player) {
        return kills.containsKey(player);
    }

    /** The kills in the last frames before the board moved. */
    long atMove() {
        return atMove;
    }

    /** How many of them the first frames after it do not show. */
    long lost() {
        return lost;
    }
}
