package io.orbstrike.server;

import io.orbstrike.board.BoardId;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbView;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A player of orb in the test's own process, who writes down where everybody was. */
final class PlayingPlayer extends PlayRecord {

    static final OrbType ORB = new OrbType();
    private static final int SECONDS_MAX = 20;

    private final Seat seat;
    private final OrbView view = ORB.view();
    private final Play<OrbInput> play;
    private final SortedMap<Long, String> living = new TreeMap<>();

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

    @Override
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

    @Override
    public synchronized void onFrame(FrameInfo frame) {
        super.onFrame(frame);
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
}
