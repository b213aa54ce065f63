package io.orbstrike.host;

import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.InputKind;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.SectionSet;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The host's end of one viewer's stream.
 *
 * <p>Confined to the viewer's lane.
 */
public final class Viewer {

    /* What a viewer is sent. A frame that shows tick T goes out as
     *
     *   nothing    if the stream is over, or the viewer has ever acknowledged a tick and is too far behind (then WAITING),
     *              or the sink is not ready;
     *   a delta    if the frame before was sent to him;
     *   a keyframe otherwise; if there is none in the frame it is asked for, and comes with the next tick.
     *
     * Too far behind: something that was sent is not acknowledged, and T is more ticks beyond the newest acknowledged one
     * than fit in HostOptions.framesBeyondSeen plus the least delay with which an acknowledgement came on this stream.
     * Ticks of a pause in which nothing was sent do not count: whenever all that was sent is acknowledged, counting starts
     * anew with the next frame. WAITING ends when all that was sent is acknowledged. So (epoch, tick) rises on every
     * stream, and nothing grows.
     *
     * Fields are confined to the lane, but for `endTick` (written by the tick thread before it offers the frame that
     * makes it matter), `closed` (written by the lane, read by the tick thread) and what says so.
     */

    private static final Logger LOGGER = System.getLogger(Viewer.class.getName());
    private static final byte[] NOTHING = {};

    private final LaneDesk desk;
    private final Audience audience;
    private final FrameSink sink;
    private final @Nullable PlayerInputs<?> inputs;
    private final StreamContext context;
    private final int playerIndex;
    private final int place;
    private final ArrayDeque<byte[]> events = new ArrayDeque<>(0);

    private long lastSentTick;
    private long seenTick;
    private long countedFromTick;
    private boolean acknowledges;
    private boolean waiting;
    private boolean keyframeNeeded = true;
    private boolean flushDue;
    private long leastDelayTicks = Long.MAX_VALUE;
    private long acknowledgedInput;
    private byte @Nullable [] suffix;
    private @Nullable SectionSet known;

    private volatile boolean closed;
    private volatile long endTick = Long.MAX_VALUE;

    /** Whether this viewer needs keyframes of all that he sees; set by the lane, taken by the tick thread. */
    private volatile boolean keyframeWanted = true;

    /** What this viewer sees; confined to the tick thread, the set itself is never changed. */
    @Nullable
    SectionSet seen;

    /**
     * Makes the host's end of a stream.
     *
     * @param inputs where a player's inputs go, null for a viewer who does not play
     * @param playerIndex the player's place on the board, or -1
     * @param place the viewer's own place among the board's viewers
     * @param acknowledgedInput the player's last applied input
     * @param waitingEvents private events that waited for a stream
     */
    Viewer(
            Audience audience,
            FrameSink sink,
            StreamContext context,
            @Nullable PlayerInputs<?> inputs,
            int playerIndex,
            int place,
            long acknowledgedInput,
            List<byte[]> waitingEvents) {
        this.desk = audience.desk;
        this.audience = audience;
        this.sink = sink;
        this.context = context;
        this.inputs = inputs;
        this.playerIndex = playerIndex;
        this.place = place;
        this.acknowledgedInput = acknowledgedInput;
        events.addAll(waitingEvents);
    }

    /**
     * The player wants something. The bytes are decoded and checked here; the next step gets the value. The inputs of one
     * message, events and state, are offered in rising order of their sequence: a step may come between two calls.
     *
     * @param kind how the client carried it
     * @param sequence the client's number for it, 1 and above; not above the last applied one is dropped without an error
     * @param input in the type's encoding
     * @return true, or false if the player's event queue is full and the stream has to end with RESOURCE_EXHAUSTED
     * @throws io.orbstrike.board.MalformedBytesException if the bytes are no input
     * @throws InvalidValueException if a field is out of its bounds, the kind is not the input's, the sequence is below 1,
     *     or the viewer does not play
     * @throws IllegalStateException if the calling thread is not the lane's
     */
    public boolean offerInput(InputKind kind, long sequence, byte[] input) {
        requireLane();
        if (inputs == null) {
            throw new InvalidValueException("input", "of a viewer who does not play", "sent by a player");
        }
        if (closed) {
            desk.tally().totals.inputsDropped.increment();
            return true;
        }
        PlayerInputs.Offer offer = inputs.offer(kind, sequence, input);
        if (offer == PlayerInputs.Offer.DROPPED) {
            desk.tally().totals.inputsDropped.increment();
        } else if (offer == PlayerInputs.Offer.FULL) {
            desk.tally().totals.inputsRefused.increment();
        }
        return offer != PlayerInputs.Offer.FULL;
    }

    /**
     * The client has seen a frame; never calling this leaves the viewer to the sink's readiness alone.
     *
     * @param epoch the frame's epoch; another than the board's is ignored
     * @param tick the frame's tick; beyond what was sent is ignored
     * @throws IllegalStateException if the calling thread is not the lane's
     */
    public void onSeen(long epoch, long tick) {
        requireLane();
        if (closed || epoch != context.epoch() || tick <= 0 || tick > lastSentTick) {
            return;
        }
        acknowledges = true;
        if (tick > seenTick) {
            seenTick = tick;
            if (!waiting) {
                leastDelayTicks = Math.min(leastDelayTicks, Math.max(0, audience.newestTick() - tick));
            }
        }
        if (waiting && seenTick == lastSentTick) {
            waiting = false;
            desk.tally().totals.viewersWaiting.decrement();
            wantKeyframe();
        }
    }

    /**
     * The sink can write again.
     *
     * @throws IllegalStateException if the calling thread is not the lane's
     */
    public void onReady() {
        requireLane();
        if (!closed && keyframeNeeded && !waiting) {
            wantKeyframe();
        }
    }

    /**
     * The stream has ended from the client's side; the sink is not called any more. May be called twice.
     *
     * @throws IllegalStateException if the calling thread is not the lane's
     */
    public void close() {
        requireLane();
        if (!closed) {
            leave();
            context.onViewerClosed(this);
        }
    }

    int playerIndex() {
        return playerIndex;
    }

    int place() {
        return place;
    }

    Audience audience() {
        return audience;
    }

    boolean isClosed() {
        return closed;
    }

    /** Private events that were not sent; the tick thread may read it once {@link #isClosed()}. */
    ArrayDeque<byte[]> unsentEvents() {
        return events;
    }

    /** Says from which tick on this viewer is sent nothing but his end; tick thread, before that tick is offered. */
    void setEndTick(long tick) {
        endTick = tick;
    }

    /** Whether keyframes were asked for since the last call; tick thread only. */
    boolean takeKeyframeWanted() {
        if (!keyframeWanted) {
            return false;
        }
        keyframeWanted = false;
        return true;
    }

    void onAcknowledged(long tick, long sequence) {
        if (tick < endTick && sequence != acknowledgedInput) {
            acknowledgedInput = sequence;
            suffix = null;
        }
    }

    void onPrivateEvent(long tick, byte[] event) {
        if (tick < endTick && !closed) {
            keepEvent(event);
        } else {
            dropEvents(1);
        }
    }

    void onFrame(PublishedFrame frame) {
        if (closed || frame.tick() >= endTick) {
            return;
        }
        try {
            if (isTooFarBehind(frame.tick()) || !sink.isReady()) {
                skip();
                return;
            }
            if (frame.tick() != lastSentTick + 1) {
                keyframeNeeded = true;
            }
            SectionFrames sections = frame.sections();
            if (sections == null) {
                sendWhole(frame);
            } else {
                sendSections(frame, sections);
            }
        } catch (RuntimeException e) {
            onSinkFailed(e);
        }
    }

    void flush() {
        flushDue = false;
        if (!closed) {
            try {
                sink.flush();
            } catch (RuntimeException e) {
                onSinkFailed(e);
            }
        }
    }

    /** Ends the stream from the host's side, after a LAST frame if there is one. */
    void finish(@Nullable LastFrame last, StreamEnd end) {
        if (closed) {
            dropEvents(events.size() + (last == null ? 0 : last.events().size()));
            return;
        }
        try {
            if (last != null) {
                if (last.acknowledgedInput() != acknowledgedInput) {
                    acknowledgedInput = last.acknowledgedInput();
                    suffix = null;
                }
                last.events().forEach(this::keepEvent);
                send(last.tick(), FrameKind.LAST, last.header(), suffix(), last.end());
                flush();
            }
            leave();
            sink.end(end);
        } catch (RuntimeException e) {
            onSinkFailed(e);
        }
        dropEvents(events.size());
        desk.tally().publish();
    }

    private boolean isTooFarBehind(long tick) {
        if (!waiting
                && acknowledges
                && seenTick < lastSentTick
                && tick - Math.max(seenTick, countedFromTick) > context.ticksBeyondSeen() + leastDelayTicks) {
            waiting = true;
            desk.tally().totals.viewersWaiting.increment();
        }
        return waiting;
    }

    private void skip() {
        keyframeNeeded = true;
        desk.tally().framesSkipped++;
    }

    private void wantKeyframe() {
        keyframeWanted = true;
        audience.wantKeyframe();
    }

    private void sendWhole(PublishedFrame frame) {
        byte[] delta = frame.delta();
        boolean asDelta = !keyframeNeeded && delta != null;
        byte[] body = asDelta ? delta : frame.keyframe();
        if (body == null) {
            skip();
            wantKeyframe();
            return;
        }
        keyframeNeeded = false;
        send(frame.tick(), asDelta ? FrameKind.DELTA : FrameKind.KEYFRAME, body, suffix());
        dirty();
    }

    private void sendSections(PublishedFrame frame, SectionFrames sections) {
        SectionFrames.Composed composed = sections.compose(place, keyframeNeeded ? null : known);
        if (composed == null) {
            skip();
            wantKeyframe();
            return;
        }
        keyframeNeeded = false;
        known = composed.known();
        composed.parts().add(suffix());
        send(frame.tick(), composed.kind(), composed.parts().toArray(new byte[0][]));
        dirty();
    }

    private void send(long tick, FrameKind kind, byte[]... parts) {
        Frame frame = new Frame(context.epoch(), tick, kind, parts);
        if (seenTick == lastSentTick) {
            countedFromTick = tick - 1;
        }
        lastSentTick = tick;
        LaneTally tally = desk.tally();
        tally.framesSent++;
        tally.bytesSent += frame.sizeBytes();
        tally.keyframesSent += kind == FrameKind.KEYFRAME ? 1 : 0;
        sink.send(frame);
    }

    private void dirty() {
        if (!flushDue) {
            flushDue = true;
            desk.flushLater(this);
        }
    }

    private byte[] suffix() {
        byte[] cached = suffix;
        if (cached != null) {
            return cached;
        }
        ByteWriter out = new ByteWriter(16);
        FrameFields.writeAcknowledgedInput(out, acknowledgedInput);
        boolean lasting = events.isEmpty();
        for (byte[] event = events.poll(); event != null; event = events.poll()) {
            FrameFields.writeEvent(out, event);
        }
        byte[] fresh = out.size() == 0 ? NOTHING : out.toByteArray();
        suffix = lasting ? fresh : null;
        return fresh;
    }

    private void keepEvent(byte[] event) {
        events.add(event);
        suffix = null;
        if (events.size() > context.privateEventsMax()) {
            events.remove();
            dropEvents(1);
        }
    }

    private void dropEvents(int count) {
        desk.tally().totals.eventsDropped.add(count);
    }

    private void leave() {
        closed = true;
        if (waiting) {
            waiting = false;
            desk.tally().totals.viewersWaiting.decrement();
        }
        audience.removeClosed();
    }

    private void onSinkFailed(RuntimeException failure) {
        desk.tally().totals.sinkFailures.increment();
        LOGGER.log(Level.WARNING, "a viewer's sink threw and is not called any more", failure);
        if (!closed) {
            leave();
            context.onViewerClosed(this);
        }
    }

    private void requireLane() {
        if (!desk.lane().inLane()) {
            throw new IllegalStateException(
                    "called on " + Thread.currentThread().getName() + ": a viewer belongs to its " + "lane "
                            + desk.lane() + "; hand the call over by Lane.execute");
        }
    }
}
