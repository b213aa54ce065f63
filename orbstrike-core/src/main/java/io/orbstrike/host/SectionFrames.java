package io.orbstrike.host;

import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.SectionSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a frame of several sections: each section's delta and keyframe at most once, and who sees which.
 *
 * <p>Immutable; nobody changes arrays or sets after the constructor.
 */
final class SectionFrames {

    private final byte[] deltaHeader;
    private final byte[] keyframeHeader;
    private final byte[] @Nullable [] deltas;
    private final byte[] @Nullable [] keyframes;
    private final @Nullable SectionSet[] seenByPlace;

    /**
     * Puts the parts together.
     *
     * @param deltas by section, encoded as the frame's field; null where nobody sees the section or all need the keyframe
     * @param keyframes by section, likewise; null where nobody needs it
     * @param seenByPlace by the viewer's place on the board
     */
    SectionFrames(
            byte[] deltaHeader,
            byte[] keyframeHeader,
            byte[] @Nullable [] deltas,
            byte[] @Nullable [] keyframes,
            @Nullable SectionSet[] seenByPlace) {
        this.deltaHeader = deltaHeader;
        this.keyframeHeader = keyframeHeader;
        this.deltas = deltas;
        this.keyframes = keyframes;
        this.seenByPlace = seenByPlace;
    }

    /** A viewer's part of a frame: the kind, the arrays to be written, and what he knows afterwards. */
    record Composed(FrameKind kind, List<byte[]> parts, SectionSet known) {}

    /**
     * Puts together what a viewer is sent.
     *
     * @param place the viewer's place on the board
     * @param known what he knows of the tick before, or null if he needs everything
     * @return null if a keyframe is missing that he needs
     */
    @Nullable
    Composed compose(int place, @Nullable SectionSet known) {
        SectionSet seen = place < seenByPlace.length ? seenByPlace[place] : null;
        if (seen == null) {
            return null; // he came after this tick
        }
        List<byte[]> parts = new ArrayList<>();
        parts.add(deltaHeader);
        boolean whole = true;
        for (int section = 0; section < seen.sectionCount(); section++) {
            if (seen.contains(section)) {
                byte[] delta = known != null && known.contains(section) ? deltas[section] : null;
                byte[] part = delta != null ? delta : keyframes[section];
                if (part == null) {
                    return null;
                }
                whole &= delta == null;
                parts.add(part);
            }
        }
        if (whole && (known == null || parts.size() > 1)) {
            parts.set(0, keyframeHeader);
            return new Composed(FrameKind.KEYFRAME, parts, seen);
        }
        addGone(parts, seen, known);
        return new Composed(FrameKind.DELTA, parts, seen);
    }

    private static void addGone(List<byte[]> parts, SectionSet seen, @Nullable SectionSet known) {
        if (known == null || known == seen) {
            return;
        }
        ByteWriter gone = new ByteWriter(16);
        for (int section = 0; section < seen.sectionCount(); section++) {
            if (known.contains(section) && !seen.contains(section)) {
                FrameFields.writeSectionGone(gone, section);
            }
        }
        if (gone.size() != 0) {
            parts.add(gone.toByteArray());
        }
    }
}
