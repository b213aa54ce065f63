package io.orbstrike.benchmarks.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.PlayerId;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbView;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A player of orb who runs about, now with his ring up and now without, and keeps the score of all on his board.
 *
 * <p>Thread-safe.
 */
final class Fighter extends WatchedPlayer {

    private static final int DIRECTIONS = 9;
    private static final int NOT_SHOWN = -1;
    private static final int STRIDE = 4; // has no divisor with the number of directions

    private static final OrbType ORB = new OrbType();

    private final OrbView view = ORB.view();
    private final long player;
    private final Score score = new Score();
    private @Nullable Play<OrbInput> play;
    private int direction;
    private long offered;
    private long acknowledged;
    private int shownDirection;

    private Fighter(Seat seat, Watcher watcher) {
        super(watcher);
        this.player = seat.player().value();
        this.direction = (int) (player % DIRECTIONS);
    }

    /** Plays in a seat; a watcher hears all that he hears. */
    static Fighter play(OrbstrikeClient client, Seat seat, Watcher watcher) {
        Fighter fighter = new Fighter(seat, watcher);
        fighter.begin(client.play(ORB, seat, fighter.view, fighter));
        return fighter;
    }

    private synchronized void begin(Play<OrbInput> begun) {
        play = begun;
    }

    /** Turns to another direction, and puts his ring up or down. */
    synchronized void turn() {
        direction = (direction + STRIDE) % DIRECTIONS;
        offered = requireNonNull(play, "not begun").offer(OrbInput.of(direction, direction % 2 == 0));
    }

    /** Waits until his last turn is acknowledged and seen, or the time is over; whether it is. */
    boolean awaitTurned(long untilNs) throws InterruptedException {
        return await(() -> offered >= 0 && acknowledged >= offered && shownDirection == direction, untilNs);
    }

    /** Waits until a player is on the board, or is not, as its newest frame shows, or the time is over; whether it is so. */
    boolean awaitSeen(PlayerId other, boolean isThere, long untilNs) throws InterruptedException {
        return await(() -> score.has(other.value()) == isThere, untilNs);
    }

    /** The kills of all players in the last frame before the board moved; 0 if it did not. */
    synchronized long killsAtMove() {
        return score.atMove();
    }

    /** How many of them the first frame after it does not show. */
    synchronized long killsLost() {
        return score.lost();
    }

    @Override
    void see(FrameInfo frame) {
        Map<Long, Integer> kills = new HashMap<>();
        shownDirection = NOT_SHOWN;
        for (int index = 0; index < view.indexBound(); index++) {
            if (view.isPresent(index)) {
                kills.put(view.player(index), view.kills(index));
                shownDirection = view.player(index) == player ? view.direction(index) : shownDirection;
            }
        }
        score.show(frame.epoch(), kills);
        acknowledged = frame.acknowledgedInput();
    }
}
