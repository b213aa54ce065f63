package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.FrameKind;
import io.orbstrike.grpc.ErrorReason;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.PlayListener;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.client.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a player of the test's own process saw of his stream, whatever is played. */
abstract class PlayRecord implements PlayListener {

    private final SortedMap<Long, FrameKind> epochs = new TreeMap<>();
    private final SortedMap<Long, Long> firstTicks = new TreeMap<>();
    private final SortedMap<Long, Long> lastTicks = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private final List<CallFailedException> interruptions = new ArrayList<>();
    private final List<PlayEnd> ends = new ArrayList<>();

    abstract Seat seat();

    /** By epoch, the kind of the first frame of it. */
    synchronized SortedMap<Long, FrameKind> epochs() {
        return new TreeMap<>(epochs);
    }

    /** By epoch, the first tick of it that was seen. */
    synchronized SortedMap<Long, Long> firstTicks() {
        return new TreeMap<>(firstTicks);
    }

    /** By epoch, the last tick of it that was seen. */
    synchronized SortedMap<Long, Long> lastTicks() {
        return new TreeMap<>(lastTicks);
    }

    /** Checks that in each epoch the board has gone on after the last step that was seen before. */
    void assertNoStepWasLost() {
        SortedMap<Long, Long> last = lastTicks();
        long before = -1;
        for (Map.Entry<Long, Long> first : firstTicks().entrySet()) {
            assertThat(first.getValue())
                    .as(
                            "first tick of epoch %d on board %s",
                            first.getKey(), seat().board().id())
                    .isGreaterThan(before);
            before = last.getOrDefault(first.getKey(), Long.MAX_VALUE);
        }
    }

    /** Checks that nothing was wrong with the frames, and that they came over one stream that is still open. */
    void assertUninterrupted() {
        assertThat(violations()).isEmpty();
        assertThat(interruptions()).isEmpty();
        assertThat(ends()).isEmpty();
    }

    /** Waits until the play has ended, and checks that it was told why. */
    void awaitEndedBy(ErrorReason why) {
        ClusterDeployment.await()
                .untilAsserted(() -> assertThat(ends())
                        .as("ends of the play on board %s", seat().board().id())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                PlayEnd.Failed.class,
                                failed -> assertThat(failed.failure().reason()).contains(why)));
    }

    /** What was wrong with the frames, such as one that goes back. */
    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized List<CallFailedException> interruptions() {
        return List.copyOf(interruptions);
    }

    synchronized List<PlayEnd> ends() {
        return List.copyOf(ends);
    }

    @Override
    public synchronized void onFrame(FrameInfo frame) {
        epochs.putIfAbsent(frame.epoch(), frame.kind());
        firstTicks.putIfAbsent(frame.epoch(), frame.tick());
        lastTicks.put(frame.epoch(), frame.tick());
    }

    @Override
    public synchronized void onViolation(Violation violation, String detail) {
        violations.add(violation + ": " + detail);
    }

    @Override
    public synchronized void onInterrupted(CallFailedException failure) {
        interruptions.add(failure);
    }

    @Override
    public synchronized void onEnd(PlayEnd end) {
        ends.add(end);
    }
}
