package io.orbstrike.host;

import io.orbstrike.board.TickInputs;
import java.util.List;

/** Writes down a step's inputs as lines. */
record InputLog(List<String> lines) implements TickInputs.Receiver<Object, Object> {

    /** Makes a receiver for the inputs of any type. */
    @SuppressWarnings("unchecked") // it only turns them into text
    static void write(TickInputs<?, ?> inputs, List<String> lines) {
        ((TickInputs<Object, Object>) inputs).forEach(new InputLog(lines));
    }

    @Override
    public void onJoin(int index, long player, Object joinData) {
        lines.add("join " + index + " " + player + " " + joinData);
    }

    @Override
    public void onLeave(int index) {
        lines.add("leave " + index);
    }

    @Override
    public void onConnected(int index) {
        lines.add("connected " + index);
    }

    @Override
    public void onDisconnected(int index) {
        lines.add("disconnected " + index);
    }

    @Override
    public void onInput(int index, long sequence, Object input) {
        lines.add("input " + index + " #" + sequence + " " + input);
    }
}
