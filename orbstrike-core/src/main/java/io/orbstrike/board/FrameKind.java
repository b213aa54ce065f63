package io.orbstrike.board;

/** What a frame does to what a client knows. */
public enum FrameKind {
    /** Replaces everything that the client knows. */
    KEYFRAME,
    /** Continues the frame of the tick before, in the same epoch. */
    DELTA,
    /** Says that the player's stay ended and why; nothing follows. */
    LAST
}
