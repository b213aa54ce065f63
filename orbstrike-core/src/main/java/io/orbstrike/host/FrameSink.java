package io.orbstrike.host;

/**
 * The writing end of one viewer's stream, implemented by a transport.
 *
 * <p>Every method is called on the viewer's lane, never two at a time.
 */
public interface FrameSink {

    /**
     * Tells whether a frame can be written without queueing more than the transport's small bound.
     *
     * @return false if the viewer reads too slowly; the transport calls {@link Viewer#onReady()} when that changes
     */
    boolean isReady();

    /**
     * Writes a frame.
     *
     * @param frame immutable; its bytes are shared with other viewers
     */
    void send(Frame frame);

    /**
     * Flushes what was sent; called once after the last frame of a hand-over to the lane.
     */
    default void flush() {}

    /**
     * Ends the stream. Nothing is sent afterwards.
     *
     * @param end why; after {@link StreamEnd.StayEnded} the LAST frame has been sent just before
     */
    void end(StreamEnd end);
}
