package io.orbstrike.board;

/**
 * What one client knows of a board, built from frames. A frame comes as {@link #onFrameStart}, its sections, its private
 * events, {@link #onFrameEnd}. A delta frame continues the tick before; the caller has checked that none is missing.
 *
 * <p>Confined to the thread that decodes frames. Bytes may come from anybody: a view that throws
 * {@link MalformedBytesException} is not used again until the next keyframe.
 */
public interface BoardView {

    /**
     * A frame begins. If it is a keyframe, everything known so far is to be forgotten.
     *
     * @param tick the step whose outcome the frame shows
     * @param kind keyframe, delta or last
     */
    default void onFrameStart(long tick, FrameKind kind) {}

    /**
     * A section's whole state.
     *
     * @param section the section's id
     * @param in exactly what {@link Board#writeKeyframe} wrote
     */
    void onKeyframe(int section, ByteReader in);

    /**
     * A section's change since the tick before.
     *
     * @param section the section's id
     * @param in exactly what {@link Board#writeDelta} wrote, may be empty
     */
    void onDelta(int section, ByteReader in);

    /**
     * A section is no longer seen; what was known of it is to be forgotten.
     *
     * @param section the section's id
     */
    default void onSectionGone(int section) {}

    /**
     * Something sent to this player alone.
     *
     * @param in exactly what was given to {@link BoardContext#sendEvent}
     */
    default void onEvent(ByteReader in) {}

    /** The frame is complete. */
    default void onFrameEnd() {}

    /**
     * Writes what is known of a section in the form of its keyframe. After any frames it equals, byte by byte, what
     * {@link Board#writeKeyframe} writes at that tick; tests of a game rely on it.
     *
     * @param section the section's id
     * @param out receives the bytes; nothing if the section is not known
     */
    void writeKeyframe(int section, ByteWriter out);
}
