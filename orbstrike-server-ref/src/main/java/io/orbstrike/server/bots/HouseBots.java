package io.orbstrike.server.bots;

import io.orbstrike.board.BoardId;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.PlayListener;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbView;
import io.orbstrike.server.config.HostPort;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few bots that keep a board lively for people, through the same client as anybody.
 *
 * <p>Thread-safe.
 */
public final class HouseBots implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HouseBots.class);
    private static final OrbType ORB = new OrbType();
    private static final int INPUTS_PER_SECOND = 10;
    private static final long INPUT_NS = TimeUnit.SECONDS.toNanos(1) / INPUTS_PER_SECOND;

    private final OrbstrikeClient client;

    private HouseBots(OrbstrikeClient client) {
        this.client = client;
    }

    /**
     * Lets bots join and play; does not wait for them.
     *
     * @param loops the threads they play on
     * @param target where the board is
     * @param board which board of orb
     * @param count how many, 1 and above
     * @return the bots, to be closed before the loops
     */
    public static HouseBots start(EventLoops loops, HostPort target, BoardId board, int count) {
        OrbstrikeClient client = OrbstrikeClient.builder()
                .target(target.toString())
                .eventLoops(loops)
                .build();
        HouseBots bots = new HouseBots(client);
        for (int number = 1; number <= count; number++) {
            bots.join(board, number);
        }
        return bots;
    }

    private void join(BoardId board, int number) {
        OrbPlayer player = new OrbPlayer("bot " + number, number % OrbPlayer.COLORS);
        client.joinBoard(ORB, board, player).whenComplete((seat, failure) -> {
            if (seat == null) {
                LOG.warn("a bot could not join: {}", failure.getMessage());
            } else {
                play(seat, number);
            }
        });
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
