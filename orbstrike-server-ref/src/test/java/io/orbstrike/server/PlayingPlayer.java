package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.FrameKind;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.PlayListener;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.client.Violation;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A player of orb in the test's own process, who writes down where everybody was. */
final class PlayingPlayer implements PlayListener {

    static final OrbType ORB = new OrbType();
    private static final int SECONDS_MAX = 20;

    private final Seat seat;
    private final OrbView view = ORB.view();
    private final Play<OrbInput> play;
    private final SortedMap<Long, String> living = new TreeMap<>();
    private final SortedMap<Long, FrameKind> epochs = new TreeMap<>();
    private final SortedMap<Long, Long> firstTicks = new TreeMap<>();
    private final SortedMap<Long, Long> lastTicks = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private final List<CallFailedException> interruptions = new ArrayList<>();
    private final List<PlayEnd> ends = new ArrayList<>();

    private PlayingPlayer(OrbstrikeClient client, Seat seat) {
        this.seat = seat;
        this.play = client.play(ORB, seat, view, this);
    }

    static PlayingPlayer join(OrbstrikeClient client, BoardId board, String name)
            throws ExecutionException, InterruptedException, TimeoutException {
        return new PlayingPlayer(
                client,
                client.joinBoard(ORB, board, new OrbPlayer(name, 1))
                        .toCompletableFuture()
                        .get(SECONDS_MAX, TimeUnit.SECONDS));
    }

    /** The same player on a stream of another client. */
    PlayingPlayer again(OrbstrikeClient client) {
        return new PlayingPlayer(client, seat);
    }

    void steer(int direction) {
        play.offer(OrbInput.of(direction, false));
    }

    Seat seat() {
        return seat;
    }

    void close() {
        play.close();
    }

    /** By tick, {@code [index,x,y,motion]} of the living, by index. */
    synchronized SortedMap<Long, String> living() {
        return new TreeMap<>(living);
    }

    /** The newest of them; empty before the first frame. */
    synchronized String newestLiving() {
        return living.isEmpty() ? "" : living.getOrDefault(living.lastKey(), "");
    }

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
                            first.getKey(), seat.board().id())
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
        StringBuilder rows = new StringBuilder("[");
        for (int index = 0; index < view.indexBound(); index++) {
            if (view.isAlive(index)) {
                int motion = view.direction(index) | (view.isRingUp(index) ? 16 : 0);
                rows.append(rows.length() > 1 ? "," : "")
                        .append('[')
                        .append(index)
                        .append(',')
                        .append(view.x(index));
                rows.append(',')
                        .append(view.y(index))
                        .append(',')
                        .append(motion)
                        .append(']');
            }
        }
        living.put(frame.tick(), rows.append(']').toString());
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
