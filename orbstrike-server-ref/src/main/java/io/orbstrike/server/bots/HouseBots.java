package io.orbstrike.server.bots;

import io.grpc.Status;
import io.orbstrike.board.BoardId;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.PlayListener;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbView;
import io.orbstrike.server.config.HostPort;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few bots that keep a board lively for people, through the same client as anybody. They join with secrets that are
 * derived from the cluster's, so after a restart on the same store they are the players that they were.
 *
 * <p>Thread-safe.
 */
public final class HouseBots implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HouseBots.class);
    private static final OrbType ORB = new OrbType();
    private static final int INPUTS_PER_SECOND = 10;
    private static final long INPUT_NS = TimeUnit.SECONDS.toNanos(1) / INPUTS_PER_SECOND;

    private static final int SECRET_BYTES = 32;

    /** Whose player has left is followed by another with the next secret; beyond so many, by one with a drawn secret. */
    private static final int FOLLOWERS_MAX = 8;

    private final OrbstrikeClient client;
    private final BoardId board;
    private final RootSecret secret;

    private HouseBots(OrbstrikeClient client, BoardId board, RootSecret secret) {
        this.client = client;
        this.board = board;
        this.secret = secret;
    }

    /**
     * Lets bots join and play; does not wait for them.
     *
     * @param loops the threads they play on
     * @param target where the board is
     * @param board which board of orb
     * @param secret the cluster's
     * @param count how many, 1 and above
     * @return the bots, to be closed before the loops
     */
    public static HouseBots start(EventLoops loops, HostPort target, BoardId board, RootSecret secret, int count) {
        OrbstrikeClient client = OrbstrikeClient.builder()
                .target(target.toString())
                .eventLoops(loops)
                .build();
        HouseBots bots = new HouseBots(client, board, secret);
        for (int number = 1; number <= count; number++) {
            bots.join(number, 0);
        }
        return bots;
    }

    private void join(int number, int follower) {
        OrbPlayer player = new OrbPlayer("bot " + number, number % OrbPlayer.COLORS);
        CompletionStage<Seat> seated = follower < FOLLOWERS_MAX
                ? client.joinBoard(ORB, board, player, secretOf(number, follower))
                : client.joinBoard(ORB, board, player);
        seated.whenComplete((seat, failure) -> {
            if (seat != null) {
                play(seat, number);
            } else if (follower < FOLLOWERS_MAX && hasLeft(failure)) {
                joinUnlessClosed(number, follower + 1);
            } else {
                LOG.warn("a bot could not join: {}", failure.getMessage());
            }
        });
    }

    private void joinUnlessClosed(int number, int follower) {
        try {
            join(number, follower);
        } catch (IllegalStateException e) {
            LOG.debug("a bot would join when all were leaving", e);
        }
    }

    private byte[] secretOf(int number, int follower) {
        return secret.derive("house bot " + board + " " + number + " " + follower, SECRET_BYTES);
    }

    private static boolean hasLeft(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof CallFailedException failed && failed.code() == Status.Code.NOT_FOUND;
    }

    private void play(Seat seat, int number) {
        Bot bot = new Bot(seat, new BotPilot(number, INPUTS_PER_SECOND));
        try {
            bot.play.set(client.play(ORB, seat, bot.view, bot));
        } catch (IllegalStateException e) {
            LOG.debug("a bot joined when all were leaving", e);
        }
    }

    /** Ends their streams. */
    @Override
    public void close() {
        client.close();
    }

    private static final class Bot implements PlayListener {

        private final AtomicReference<Play<OrbInput>> play = new AtomicReference<>();
        private final OrbView view = ORB.view();
        private final Seat seat;
        private final BotPilot pilot;
        private long nextInputNs;

        Bot(Seat seat, BotPilot pilot) {
            this.seat = seat;
            this.pilot = pilot;
            this.nextInputNs = System.nanoTime();
        }

        @Override
        public void onFrame(FrameInfo frame) {
            long nowNs = System.nanoTime();
            Play<OrbInput> known = play.get();
            if (known != null && nowNs - nextInputNs >= 0) {
                nextInputNs = nowNs + INPUT_NS;
                known.offer(pilot.next(view, seat.index()));
            }
        }

        @Override
        public void onEnd(PlayEnd end) {
            if (end instanceof PlayEnd.Failed failed) {
                LOG.warn("a bot plays no more: {}", failed.failure().getMessage());
            } else if (end instanceof PlayEnd.StayEnded ended) {
                LOG.warn("a bot's stay has ended: {}", ended.reason());
            }
        }
    }
}
