package io.orbstrike.board;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The view of a game without deltas: it keeps the bytes of each section's newest keyframe.
 *
 * <p>Confined to one thread.
 */
public final class KeyframeView implements BoardView {

    private static final byte[] NOTHING = {};

    private final SortedMap<Integer, byte[]> keyframes = new TreeMap<>();

    /** Creates a view that knows nothing. */
    public KeyframeView() {}

    /**
     * The newest keyframe of a section.
     *
     * @param section the section's id
     * @return a reader at its start; empty if the section is not known
     */
    public ByteReader keyframe(int section) {
        return new ByteReader(keyframes.getOrDefault(section, NOTHING));
    }

    @Override
    public void onFrameStart(long tick, FrameKind kind) {
        if (kind == FrameKind.KEYFRAME) {
            keyframes.clear();
        }
    }

    @Override
    public void onKeyframe(int section, ByteReader in) {
        keyframes.put(section, in.readBytes(in.remaining()));
    }

    @Override
    public void onDelta(int section, ByteReader in) {
        throw in.malformed("a delta of section " + section + " for a view that knows only keyframes");
    }

    @Override
    public void onSectionGone(int section) {
        keyframes.remove(section);
    }

    @Override
    public void writeKeyframe(int section, ByteWriter out) {
        byte[] bytes = keyframes.getOrDefault(section, NOTHING);
        out.writeBytes(bytes, 0, bytes.length);
    }
}
