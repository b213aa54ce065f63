package io.orbstrike.host;

import java.util.List;

/** A lane that runs nothing, and viewers on it. */
final class NoLane implements Lane, StreamContext, FrameSink {

    static Viewer viewerOn(LaneDesk desk) {
        NoLane everything = new NoLane();
        return new Viewer(new Audience(desk), everything, everything, null, 0, 0, 0, List.of());
    }

    @Override
    public void execute(Runnable task) {}

    @Override
    public boolean inLane() {
        return true;
    }

    @Override
    public long epoch() {
        return 0;
    }

    @Override
    public long ticksBeyondSeen() {
        return 0;
    }

    @Override
    public int privateEventsMax() {
        return 1;
    }

    @Override
    public void onViewerClosed(Viewer viewer) {}

    @Override
    public boolean isReady() {
        return false;
    }

    @Override
    public void send(Frame frame) {}

    @Override
    public void end(StreamEnd end) {}
}
