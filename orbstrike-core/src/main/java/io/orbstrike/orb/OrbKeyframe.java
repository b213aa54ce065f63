package io.orbstrike.orb;

import io.orbstrike.board.ByteWriter;

/**
 * The encoding of the message Keyframe, the same for a board and for a view that follows it.
 *
 * <p>Thread-safe.
 */
final class OrbKeyframe {

    static final int CONSTANTS = 1;
    static final int PHASE = 2;
    static final int ORBS = 3;

    private OrbKeyframe() {}

    /**
     * Writes a keyframe.
     *
     * @param tick the last step that the columns show
     * @param scratch overwritten
     * @param nested overwritten
     */
    static void write(
            OrbColumns columns,
            OrbPhase phase,
            long phaseStartTick,
            long tick,
            ByteWriter scratch,
            ByteWriter nested,
            ByteWriter out) {
        OrbWire.writeBytes(out, CONSTANTS, columns.constants.encoded());
        scratch.clear();
        OrbChanges.writePhase(phase, phaseStartTick, scratch);
        OrbWire.writeMessage(out, PHASE, scratch);
        for (int index = 0; index < columns.bound; index++) {
            if (columns.isPresent(index)) {
                scratch.clear();
                columns.writePlace(index, tick, scratch);
                nested.clear();
                columns.writePlayer(index, nested);
                OrbWire.writeMessage(scratch, 7, nested);
                columns.writeState(index, tick, scratch);
                OrbWire.writeMessage(out, ORBS, scratch);
            }
        }
    }
}
