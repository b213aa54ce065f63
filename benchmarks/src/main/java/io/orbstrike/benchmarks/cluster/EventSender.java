package io.orbstrike.benchmarks.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.benchmarks.cluster.EventCountType.Counted;
import io.orbstrike.board.KeyframeView;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.Seat;
import org.jspecify.annotations.Nullable;

/**
 * The only player of a board that counts events: he knows how many he sent, and sees how many were applied.
 *
 * <p>Thread-safe.
 */
final class EventSender extends WatchedPlayer {

    private static final EventCountType TYPE = new EventCountType();

    private final KeyframeView view = new KeyframeView();
    private @Nullable Play<Long> play;
    private long sent;
    private Counted counted = Counted.NOTHING;

    private EventSender(Watcher watcher) {
        super(watcher);
    }

    /** Plays in a seat; a watcher hears all that he hears. */
    static EventSender play(OrbstrikeClient client, Seat seat, Watcher watcher) {
        EventSender sender = new EventSender(watcher);
        sender.begin(client.play(TYPE, seat, sender.view, sender));
        return sender;
    }

    private synchronized void begin(Play<Long> begun) {
        play = begun;
    }

    /** Sends an event; it does not count if as many wait for an acknowledgement as are kept. */
    synchronized void send() {
        sent += requireNonNull(play, "not begun").offer(sent + 1) >= 0 ? 1 : 0;
    }

    /** Waits until the last one that was sent is shown as applied, or the time is over; whether it is. */
    boolean awaitApplied(long untilNs) throws InterruptedException {
        return await(() -> counted.last() >= sent, untilNs);
    }

    synchronized long sent() {
        return sent;
    }

    /** How many of those that were sent are not applied. */
    synchronized long lost() {
        return counted.lostOf(sent);
    }

    /** How many were applied more than once. */
    synchronized long repeated() {
        return counted.repeated();
    }

    @Override
    void see(FrameInfo frame) {
        counted = Counted.read(view.keyframe(0));
    }
}
