package io.orbstrike.grpc;

import io.orbstrike.host.Frame;

/**
 * Where the frames of one Play call go past the queue of its transport, as buffers that are flushed together. A
 * {@code ServerCall} that is one gets its frames this way, but for those that its queue has to carry first.
 *
 * <p>Confined to the call's lane.
 */
public interface FrameOutlet {

    /**
     * Whether the network keeps up, so that no more frames than a few lie here; a late lane is flushed rather than judged.
     * When that was not so, the call's listener is told as soon as it can write again.
     *
     * @param framesUnwrittenMax so many may lie here
     * @return false if more do
     */
    boolean isWritable(int framesUnwrittenMax);

    /**
     * Whether what the transport has queued for this call waits for the other end.
     *
     * @return true if nothing may go past it
     */
    boolean isHeldUp();

    /**
     * Writes a frame; it goes out with {@link #flush()}.
     *
     * @param frame copied before this returns
     * @return false if it does not fit and has to go through the transport's queue
     */
    boolean tryWrite(Frame frame);

    /** Sends what was written. */
    void flush();
}
