package io.orbstrike.benchmarks.cluster;

import io.orbstrike.board.PlayerId;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.PlayListener;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.client.Violation;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbView;
import java.util.HashMap;
import java.util.Map;

/**
 * A player of orb who runs about, now with his ring up and now without, and keeps the score of all on his board.
 *
 * <p>Thread-safe.
 */
final class Fighter implements PlayListener {

    private static final int DIRECTIONS = 9;
    private static final int STRIDE = 4; // has no divisor with the number of directions

    private final OrbView view;
    private final Watcher watcher;
    private final Play<OrbInput> play;
    private final long player;
    private int direction;
    private long offered;
    private long acknowledged;
    private int shownDirection;
    private Map<Long, Integer> kills = new HashMap<>();
    private long epoch;
    private long killsAtMove;
    private long killsLost;

    private Fighter(OrbstrikeClient client, OrbType type, Seat seat, Watcher watcher) {
        this.view = type.view();
        this.watcher = watcher;
        this.player = seat.player().value();
        this.direction = (int) (player % DIRECTIONS);
        this.play = client.play(type, seat, view, this);
    }

    /** Plays in a seat; a watcher hears all that he hears. */
    static Fighter play(OrbstrikeClient client, OrbType type, Seat seat, Watcher watcher) {
        return new Fighter(client, type, seat, watcher);
    }

    /** Turns to another direction, and puts his ring up or down. */
    void turn() {
        int next;
        synchronized (this) {
            direction = (direction + STRIDE) % DIRECTIONS;
            next = direction;
        }
        long sequence = play.offer(OrbInput.of(next, next % 2 == 0));
        synchronized (this) {
            offered = Math.max(offered, sequence);
        }
    }

    /** Waits until his last turn is acknowledged and seen, or the time is over; whether it is. */
    synchronized boolean awaitTurned(long untilNs) throws InterruptedException {
        while (acknowledged < offered || shownDirection != direction) {
            long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    /** Waits until a player is on the board, or is not, as its newest frame shows, or the time is over; whether it is so. */
    synchronized boolean awaitSeen(PlayerId other, boolean isThere, long untilNs) throws InterruptedException {
        while (kills.containsKey(other.value()) != isThere) {
            long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    /** The kills of all players in the last frame before the board moved; 0 if it did not. */
    synchronized long killsAtMove() {
        return killsAtMove;
    }

    /** How many of them the first frame after it does not show. */
    synchronized long killsLost() {
        return killsLost;
    }

    @Override
    public void onFrame(FrameInfo frame) {
        watcher.onFrame(frame);
        Map<Long, Integer> now = new HashMap<>();
        int shown = 0;
        for (int index = 0; index < view.indexBound(); index++) {
            if (view.isPresent(index)) {
                now.put(view.player(index), view.kills(index));
                shown = view.player(index) == player ? view.direction(index) : shown;
            }
        }
        synchronized (this) {
            if (epoch != 0 && frame.epoch() > epoch) {
                kills.forEach((who, before) -> {
                    killsAtMove += before;
                    killsLost += Math.max(0, before - now.getOrDefault(who, before)); // who left took his along
                });
            }
            epoch = frame.epoch();
            kills = now;
            acknowledged = frame.acknowledgedInput();
            shownDirection = shown;
            notifyAll();
        }
    }

    @Override
    public void onInterrupted(CallFailedException failure) {
        watcher.onInterrupted(failure);
    }

    @Override
    public void onViolation(Violation violation, String detail) {
        watcher.onViolation(violation, detail);
    }

    @Override
    public void onEnd(PlayEnd end) {
        watcher.onEnd(end);
    }
}
