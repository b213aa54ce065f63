package io.orbstrike.host;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.TickInputs;

/**
 * Hears every step's inputs: with a snapshot, all that a replay needs.
 *
 * <p>Called on the board's tick thread before the step. It must not block, and must encode what it keeps: the value is
 * used again after the call. If it throws, that counts as the board having thrown.
 */
@FunctionalInterface
public interface TickRecorder {

    /**
     * A step is about to be simulated.
     *
     * @param board which board
     * @param epoch in which epoch
     * @param tick the number of the step
     * @param inputs valid during the call
     */
    void onStep(BoardId board, long epoch, long tick, TickInputs<?, ?> inputs);
}
