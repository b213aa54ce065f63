package io.orbstrike.server;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.KeyframeView;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.Seat;

/** A player of the test's own process on a board that ruins its gameservers once he is there. */
final class PoisonedPlayer extends PlayRecord implements AutoCloseable {

    private static final PoisonType POISON = new PoisonType();

    private final Seat seat;
    private final Play<Integer> play;

    private PoisonedPlayer(OrbstrikeClient client, Seat seat) {
        this.seat = seat;
        this.play = client.play(POISON, seat, new KeyframeView(), this);
    }

    /** Creates a board that does so, and joins it. */
    static PoisonedPlayer join(OrbstrikeClient client, int deed) throws Exception {
        BoardId board = RedisDeployment.answer(client.createBoard(POISON, deed, CreateOptions.DEFAULT))
                .id();
        return new PoisonedPlayer(client, RedisDeployment.answer(client.joinBoard(POISON, board, 0)));
    }

    /** The board that he is on. */
    String board() {
        return seat.board().id().toString();
    }

    @Override
    Seat seat() {
        return seat;
    }

    @Override
    public void close() {
        play.close();
    }
}
