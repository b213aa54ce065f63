package io.orbstrike.benchmarks.cluster;

import io.orbstrike.board.KeyframeView;
import io.orbstrike.board.None;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.PlayListener;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.client.Violation;

/**
 * The only player of a board that counts events: he knows how many he sent, and sees how many were applied.
 *
 * <p>Thread-safe.
 */
final class EventSender implements PlayListener {

    private final KeyframeView view = new KeyframeView();
    private final Watcher watcher;
    private final Play<None> play;
    private long sent;
    private long applied;

    private EventSender(OrbstrikeClient client, EventCountType type, Seat seat, Watcher watcher) {
        this.watcher = watcher;
        this.play = client.play(type, seat, view, this);
    }

    /** Plays in a seat; a watcher hears all that he hears. */
    static EventSender play(OrbstrikeClient client, EventCountType type, Seat seat, Watcher watcher) {
        return new EventSender(client, type, seat, watcher);
    }

    /** Sends an event; it does not count if as many wait for an acknowledgement as are kept. */
    void send() {
        long sequence = play.offer(None.NONE);
        synchronized (this) {
            sent += sequence >= 0 ? 1 : 0;
        }
    }

    /** Waits until what was sent is shown as applied, or the time is over. */
    synchronized void awaitApplied(long untilNs) throws InterruptedException {
        while (applied < sent) {
            long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return;
            }
            wait(leftMs);
        }
    }

    synchronized long sent() {
        return sent;
    }

    /** How many of those that were sent are not applied. */
    synchronized long lost() {
        return Math.max(0, sent - applied);
    }

    /** How many were applied more than once. */
    synchronized long repeated() {
        return Math.max(0, applied - sent);
    }

    @Override
    public void onFrame(FrameInfo frame) {
        watcher.onFrame(frame);
        long shown = EventCountType.countedIn(view.keyframe(0));
        synchronized (this) {
            applied = shown;
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
