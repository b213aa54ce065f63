package io.orbstrike.benchmarks.cluster;

import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.PlayListener;
import io.orbstrike.grpc.client.Violation;
import java.util.function.BooleanSupplier;

/**
 * A player whose watcher hears all that he hears, and who can be waited for.
 *
 * <p>Thread-safe.
 */
abstract class WatchedPlayer implements PlayListener {

    private static final long NS_PER_MS = 1_000_000;

    private final Watcher watcher;

    WatchedPlayer(Watcher watcher) {
        this.watcher = watcher;
    }

    /** Takes up what the view shows; those who wait look again then. Called with the player's lock. */
    abstract void see(FrameInfo frame);

    /** Waits until something is so, as the newest frame shows, or the time is over; whether it is so. */
    final synchronized boolean await(BooleanSupplier condition, long untilNs) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            long leftMs = (untilNs - System.nanoTime()) / NS_PER_MS;
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    @Override
    public final void onFrame(FrameInfo frame) {
        watcher.onFrame(frame);
        synchronized (this) {
            see(frame);
            notifyAll();
        }
    }

    @Override
    public final void onInterrupted(CallFailedException failure) {
        watcher.onInterrupted(failure);
    }

    @Override
    public final void onViolation(Violation violation, String detail) {
        watcher.onViolation(violation, detail);
    }

    @Override
    public final void onEnd(PlayEnd end) {
        watcher.onEnd(end);
    }
}
