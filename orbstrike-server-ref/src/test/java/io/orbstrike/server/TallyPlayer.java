package io.orbstrike.server;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.KeyframeView;
import io.orbstrike.board.None;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.Seat;

/** A player of the test's own process who counts. */
final class TallyPlayer extends PlayRecord {

    private static final TallyType TALLY = new TallyType();

    private final Seat seat;
    private final KeyframeView view = new KeyframeView();
    private final Play<Integer> play;
    private long counted;
    private long countedTick;

    private TallyPlayer(OrbstrikeClient client, Seat seat) {
        this.seat = seat;
        this.play = client.play(TALLY, seat, view, this);
    }

    static TallyPlayer join(OrbstrikeClient client, BoardId board) throws Exception {
        return new TallyPlayer(client, RedisDeployment.answer(client.joinBoard(TALLY, board, None.NONE)));
    }

    /** Adds to what is counted on the board; whether it was taken. */
    boolean tryCount(int count) {
        return play.offer(count) >= 0;
    }

    @Override
    Seat seat() {
        return seat;
    }

    void close() {
        play.close();
    }

    /** What the board has counted, as of the newest frame. */
    synchronized long counted() {
        return counted;
    }

    /** The step since which it is so. */
    synchronized long countedTick() {
        return countedTick;
    }

    @Override
    public synchronized void onFrame(FrameInfo frame) {
        super.onFrame(frame);
        long now = TallyType.countedIn(view.keyframe(0));
        if (now != counted) {
            counted = now;
            countedTick = frame.tick();
        }
    }
}
