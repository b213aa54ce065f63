package io.orbstrike.server.bots;

import io.orbstrike.board.ByteReader;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.orb.OrbView;
import org.jspecify.annotations.Nullable;

/**
 * What one keyframe and the deltas after it have told of a board, tick by tick. A delta is decoded for the first stream
 * that receives it; for others it is enough that theirs has the same bytes and continues the same state.
 *
 * <p>Confined to a lane.
 */
final class BoardChain {

    static final int TICKS_KEPT = 256;

    private static final int ORB_SECTION = 0;

    private final OrbView view = new OrbView();
    private final OrbState[] kept = new OrbState[TICKS_KEPT];
    private final OrbState first;
    private OrbState newest;
    private long epoch;
    private boolean isBroken;

    /**
     * Begins with a keyframe.
     *
     * @throws MalformedBytesException if it is none
     * @throws InvalidValueException if a value is out of its bounds
     */
    BoardChain(long tick, ByteReader keyframe, int stream) {
        view.onFrameStart(tick, FrameKind.KEYFRAME);
        view.onKeyframe(ORB_SECTION, keyframe);
        view.onFrameEnd();
        first = OrbState.ofKeyframe(view, stream);
        newest = first;
        keep(first);
    }

    /**
     * The state after a delta, which is decoded if nobody had it before.
     *
     * @return null if it cannot be known any more, since others are far ahead or met with bytes that are no delta
     * @throws MalformedBytesException if it is no delta
     * @throws InvalidValueException if a value is out of its bounds
     */
    @Nullable
    OrbState extend(OrbState at, byte[] delta, int stream) {
        if (at != newest || isBroken) {
            return null;
        }
        isBroken = true; // stays so if the view throws
        view.onFrameStart(at.tick() + 1, FrameKind.DELTA);
        view.onDelta(ORB_SECTION, new ByteReader(delta));
        view.onFrameEnd();
        isBroken = false;
        newest = OrbState.after(at, delta, view, stream);
        keep(newest);
        return newest;
    }

    private void keep(OrbState state) {
        int place = (int) (state.tick() % TICKS_KEPT);
        OrbState old = kept[place];
        if (old != null) {
            old.forgetNext();
        }
        kept[place] = state;
    }

    /** The state at a tick, if it is one of the newest. */
    @Nullable
    OrbState at(long tick) {
        OrbState state = kept[(int) (tick % TICKS_KEPT)];
        return state != null && state.tick() == tick ? state : null;
    }

    OrbState first() {
        return first;
    }

    OrbState newest() {
        return newest;
    }

    /** Of all its frames; 0 until it is told. */
    long epoch() {
        return epoch;
    }

    void epoch(long value) {
        epoch = value;
    }
}
