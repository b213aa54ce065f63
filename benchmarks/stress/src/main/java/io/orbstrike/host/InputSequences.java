package io.orbstrike.host;

import io.orbstrike.board.TickInputs;

/**
 * Writes down the sequences of a step's inputs.
 *
 * @param sequences receives them
 */
record InputSequences(StringBuilder sequences) implements TickInputs.Receiver<String, String> {

    @Override
    public void onJoin(int index, long player, String joinData) {}

    @Override
    public void onLeave(int index) {}

    @Override
    public void onConnected(int index) {}

    @Override
    public void onDisconnected(int index) {}

    @Override
    public void onInput(int index, long sequence, String input) {
        sequences.append(sequence);
    }
}
