package io.orbstrike.host;

import io.orbstrike.board.FrameKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sink that keeps what it gets, decodes it, checks that it follows, and is ready when the test says so. */
final class ScriptedSink implements FrameSink {

    final List<Frame> frames = new ArrayList<>();
    final CountingType.CountingView view = new CountingType.CountingView();
    final FrameDecoder decoder = new FrameDecoder(view);
    boolean ready = true;
    int flushes;

    @Nullable
    StreamEnd end;

    Runnable onSend = () -> {};

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public void send(Frame frame) {
        if (end != null) {
            throw new AssertionError("sent after the end");
        }
        frames.add(frame);
        FrameDecoder.Continuity continuity = decoder.decode(frame.toByteArray());
        if (continuity != FrameDecoder.Continuity.FOLLOWS) {
            throw new AssertionError(continuity + " at tick " + frame.tick());
        }
        onSend.run();
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public void end(StreamEnd why) {
        if (end != null) {
            throw new AssertionError("ended twice");
        }
        end = why;
    }

    Frame last() {
        return frames.get(frames.size() - 1);
    }

    List<Long> ticks() {
        return frames.stream().map(Frame::tick).toList();
    }

    List<FrameKind> kinds() {
        return frames.stream().map(Frame::kind).toList();
    }
}
