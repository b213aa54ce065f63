package io.orbstrike.server.bots;

import io.orbstrike.board.BoardView;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.FrameKind;
import io.orbstrike.server.bots.Violation.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one stream has told of its board, held together with the lane's other streams of that board.
 *
 * <p>Confined to the stream's lane.
 */
final class SharedView implements BoardView {

    /* Viewers of a board receive the same deltas, so that to decode each of them for each viewer tells nothing new. Streams
     * that know the same stand on one chain, each at its own tick. A stream whose delta has not the very bytes that another
     * one's had is wrong, or the other is.
     *
     * A keyframe begins a chain. When the stream, with that chain or its deltas, comes to a tick that the board's current
     * chain has, the two are compared; if they are the same, the stream goes over. A chain that is ahead becomes the current
     * one, and those of the other go over in turn.
     */

    private static final byte[] NOTHING_CHANGED = {};

    private final BoardRecord record;
    private final int stream;
    private @Nullable BoardChain chain;
    private @Nullable OrbState state;
    private long tick;
    private boolean isDeltaDue;

    SharedView(BoardRecord record, int stream) {
        this.record = record;
        this.stream = stream;
    }

    /** What is known at the tick of the newest frame; null if nothing is, or it cannot be told. */
    @Nullable
    OrbState state() {
        return state;
    }

    /** The tick of the newest frame, 0 before the first. */
    long tick() {
        return tick;
    }

    /** Says what epoch the newest frame is of, which has been shown. */
    void settle(long epoch) {
        BoardChain on = chain;
        OrbState at = state;
        if (on == null || at == null) {
            return;
        }
        on.epoch(epoch);
        if (at == on.newest() && at.stream() == stream) {
            record.onKnown(on, at);
        }
        BoardChain current = record.current();
        if (on == current) {
            return;
        }
        if (current == null || record.isAhead(on)) {
            record.current(on);
        } else if (current.epoch() == epoch) {
            OrbState there = current.at(at.tick());
            if (there != null && there.hash() == at.hash()) {
                chain = current;
                state = there;
            }
        }
    }

    @Override
    public void onFrameStart(long frameTick, FrameKind kind) {
        isDeltaDue = kind == FrameKind.DELTA;
        if (kind != FrameKind.LAST) {
            tick = frameTick;
        }
        if (kind == FrameKind.KEYFRAME) {
            chain = null;
            state = null;
        }
    }

    @Override
    public void onKeyframe(int section, ByteReader in) {
        chain = null;
        state = null;
        isDeltaDue = false;
        BoardChain begun = new BoardChain(tick, in, stream);
        chain = begun;
        state = begun.first();
    }

    @Override
    public void onDelta(int section, ByteReader in) {
        if (!isDeltaDue) {
            throw in.malformed("a second change of the board");
        }
        isDeltaDue = false;
        apply(in.readBytes(in.remaining()));
    }

    @Override
    public void onSectionGone(int section) {
        chain = null;
        state = null;
    }

    @Override
    public void onFrameEnd() {
        if (isDeltaDue) {
            isDeltaDue = false;
            apply(NOTHING_CHANGED);
        }
    }

    private void apply(byte[] delta) {
        BoardChain on = chain;
        OrbState at = state;
        if (on == null || at == null) {
            return;
        }
        OrbState next = at.next();
        if (next == null) {
            state = null; // stays so if the delta is none
            state = on.extend(at, delta, stream);
        } else if (next.isAfter(delta)) {
            state = next;
        } else {
            state = null;
            record.found(new Violation(
                    Kind.WRONG_POSITION,
                    stream,
                    record.board(),
                    tick,
                    "the delta that stream " + next.stream() + " received",
                    "another one, of " + delta.length + " bytes with hash "
                            + Integer.toHexString(Arrays.hashCode(delta))));
        }
    }

    @Override
    public void writeKeyframe(int section, ByteWriter out) {
        throw new UnsupportedOperationException("a state that is shared is never written");
    }
}
