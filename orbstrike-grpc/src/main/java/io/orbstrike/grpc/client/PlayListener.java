package io.orbstrike.grpc.client;

/**
 * Hears of a play.
 *
 * <p>Called on the play's transport thread, never two calls at a time for one play, in order; it must not block, and what
 * it throws ends the play.
 */
public interface PlayListener {

    /**
     * The view has taken up a frame and may be read during the call.
     *
     * @param frame its header
     */
    default void onFrame(FrameInfo frame) {}

    /**
     * A stream was opened; the view stays as it was until the stream's keyframe comes.
     *
     * @param streamNumber 1 for the first, rising with each reconnect
     */
    default void onStream(long streamNumber) {}

    /**
     * The stream broke and another is opened after a while.
     *
     * @param failure what it ended with
     */
    default void onInterrupted(CallFailedException failure) {}

    /**
     * The server broke the protocol.
     *
     * @param violation how
     * @param detail what was expected and what came
     */
    default void onViolation(Violation violation, String detail) {}

    /**
     * The play is over; nothing follows.
     *
     * @param end why
     */
    default void onEnd(PlayEnd end) {}
}
