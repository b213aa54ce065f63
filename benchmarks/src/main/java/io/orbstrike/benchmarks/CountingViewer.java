package io.orbstrike.benchmarks;

import io.orbstrike.board.InputKind;
import io.orbstrike.host.Frame;
import io.orbstrike.host.FrameSink;
import io.orbstrike.host.StreamEnd;
import io.orbstrike.host.Viewer;
import org.jspecify.annotations.Nullable;

/**
 * A player's stream in memory: counts what comes, acknowledges it 4 times a second, and says something whenever a frame
 * has come, which is something new every 32nd time.
 *
 * <p>Confined to the player's lane.
 */
final class CountingViewer implements FrameSink {

    private static final int FRAMES_PER_ACKNOWLEDGEMENT = 16;
    private static final int FRAMES_PER_CHANGE = 32;

    private final byte[][] wishes;
    private final int inputEveryFrames;
    private @Nullable Viewer viewer;
    private int wish;
    private int phase;
    private long bytes;
    private long sequence;

    /**
     * Makes a viewer.
     *
     * @param wishes what the player says, in turn
     * @param phase any number, so that not all do the same in one tick
     * @param inputEveryFrames 1 to speak after each frame; {@link #FRAMES_PER_CHANGE} to speak only to say something new
     */
    CountingViewer(byte[][] wishes, int phase, int inputEveryFrames) {
        this.wishes = wishes;
        this.phase = phase;
        this.inputEveryFrames = inputEveryFrames;
        this.wish = phase % wishes.length;
    }

    static CountingViewer speakingAlways(byte[][] wishes, int phase) {
        return new CountingViewer(wishes, phase, 1);
    }

    static CountingViewer speakingRarely(byte[][] wishes, int phase) {
        return new CountingViewer(wishes, phase, FRAMES_PER_CHANGE);
    }

    void opened(Viewer opened) {
        viewer = opened;
    }

    /** How many inputs were said. */
    long inputs() {
        return sequence;
    }

    /** How many bytes came. */
    long bytes() {
        return bytes;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void send(Frame frame) {
        bytes += frame.sizeBytes();
        Viewer open = viewer;
        if (open == null) {
            return;
        }
        phase++;
        if (phase % FRAMES_PER_ACKNOWLEDGEMENT == 0) {
            open.onSeen(frame.epoch(), frame.tick());
        }
        if (phase % FRAMES_PER_CHANGE == 0) {
            wish = (wish + 1) % wishes.length;
        }
        if (phase % inputEveryFrames == 0) {
            open.offerInput(InputKind.STATE, ++sequence, wishes[wish]);
        }
    }

    @Override
    public void end(StreamEnd end) {
        viewer = null;
    }
}
