package io.orbstrike.board;

/**
 * What a board may use and cause during a step.
 *
 * <p>Confined to the tick thread, and valid only during the call that it was handed to.
 */
public interface BoardContext {

    /**
     * The number of the step, counted from 1.
     *
     * @return the number of simulated steps, this one included
     */
    long tick();

    /**
     * The board's own random.
     *
     * @return always the same object
     */
    BoardRandom random();

    /**
     * Ends a player's stay: {@link Board#onLeave} follows at the end of this step, and the player's last frame says so.
     * A second call for the same player in a step changes nothing.
     *
     * @param index the player's place
     * @param detail what the last frame tells him, in the game's own encoding; may be empty; not to be changed afterwards
     */
    void eliminate(int index, byte[] detail);

    /**
     * Sends something to one player with this step's frame. A host keeps a bounded number for a player who reads slowly
     * or is away, and drops the oldest.
     *
     * @param index the player's place
     * @param event in the game's own encoding; not to be changed afterwards
     */
    void sendEvent(int index, byte[] event);

    /**
     * Ends the board with this step. All players' last frames carry the result.
     *
     * @param result in the game's own encoding; may be empty; not to be changed afterwards
     */
    void close(byte[] result);
}
