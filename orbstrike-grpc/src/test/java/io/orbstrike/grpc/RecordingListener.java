package io.orbstrike.grpc;

import io.orbstrike.board.FrameKind;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.PlayListener;
import io.orbstrike.grpc.client.Violation;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what a play says; any thread may read it. */
final class RecordingListener implements PlayListener {

    private final List<Long> streams = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final List<CallFailedException> interruptions = new CopyOnWriteArrayList<>();
    private final List<FrameKind> firstKinds = new CopyOnWriteArrayList<>();
    private volatile @Nullable FrameInfo newest;
    private volatile @Nullable PlayEnd end;
    private volatile int frames;
    private boolean isFirstOfStream;

    List<Long> streams() {
        return streams;
    }

    List<String> violations() {
        return violations;
    }

    List<CallFailedException> interruptions() {
        return interruptions;
    }

    /** The kind of each stream's first frame. */
    List<FrameKind> firstKinds() {
        return firstKinds;
    }

    /** The tick of the newest frame, -1 before the first. */
    long tick() {
        FrameInfo frame = newest;
        return frame == null ? -1 : frame.tick();
    }

    /** The kind of the newest frame. */
    @Nullable
    FrameKind kind() {
        FrameInfo frame = newest;
        return frame == null ? null : frame.kind();
    }

    long acknowledgedInput() {
        FrameInfo frame = newest;
        return frame == null ? -1 : frame.acknowledgedInput();
    }

    int frames() {
        return frames;
    }

    @Nullable
    PlayEnd end() {
        return end;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the play's thread alone
    public void onFrame(FrameInfo frame) {
        if (isFirstOfStream) {
            isFirstOfStream = false;
            firstKinds.add(frame.kind());
        }
        newest = frame;
        frames++;
    }

    @Override
    public void onStream(long streamNumber) {
        isFirstOfStream = true;
        streams.add(streamNumber);
    }

    @Override
    public void onInterrupted(CallFailedException failure) {
        interruptions.add(failure);
    }

    @Override
    public void onViolation(Violation violation, String detail) {
        violations.add(violation + ": " + detail);
    }

    @Override
    public void onEnd(PlayEnd playEnd) {
        end = playEnd;
    }
}
