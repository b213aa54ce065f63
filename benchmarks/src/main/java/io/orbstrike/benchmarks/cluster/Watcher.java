package io.orbstrike.benchmarks.cluster;

import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.PlayListener;
import io.orbstrike.grpc.client.Violation;

/**
 * Watches one player's stream: when frames come, and what a board's move costs.
 *
 * <p>Thread-safe.
 */
final class Watcher implements PlayListener {

    private long firstNs;
    private long lastNs;
    private long epoch;
    private long tick;
    private long movedNs;
    private long gapNsMax;
    private long ticksBack;
    private int interruptions;
    private int regressions;
    private long frames;
    private long tickAtMove;
    private boolean hasEnded;

    @Override
    public synchronized void onFrame(FrameInfo frame) {
        long nowNs = System.nanoTime();
        if (firstNs == 0) {
            firstNs = nowNs;
        } else {
            gapNsMax = Math.max(gapNsMax, nowNs - lastNs);
        }
        if (frame.epoch() > epoch) {
            movedNs = nowNs;
            ticksBack = Math.max(0, tick + 1 - frame.tick());
            tickAtMove = tick;
            epoch = frame.epoch();
        }
        frames++;
        tick = frame.tick();
        lastNs = nowNs;
        notifyAll();
    }

    @Override
    public synchronized void onInterrupted(CallFailedException failure) {
        interruptions++;
    }

    @Override
    public synchronized void onViolation(Violation violation, String detail) {
        if (violation == Violation.REGRESSION) {
            regressions++;
        }
    }

    @Override
    public synchronized void onEnd(PlayEnd end) {
        hasEnded = true;
        notifyAll();
    }

    /** Forgets what was measured; what comes is measured anew. */
    synchronized void mark() {
        movedNs = 0;
        gapNsMax = 0;
        ticksBack = 0;
        interruptions = 0;
        regressions = 0;
        frames = 0;
        tickAtMove = 0;
    }

    /** When the first frame came, by the machine's clock; blocks until then. */
    synchronized long awaitFirstFrame(long untilNs) throws InterruptedException {
        while (firstNs == 0) {
            wait(leftMs(untilNs, "no frame came"));
        }
        return firstNs;
    }

    /** When the board's first frame of a higher epoch came; blocks until then. */
    synchronized long awaitMove(long untilNs) throws InterruptedException {
        while (movedNs == 0) {
            wait(leftMs(untilNs, "no frame of a higher epoch came"));
        }
        return movedNs;
    }

    /** Whether a frame came; blocks until then, or until the time or the stream is over. */
    synchronized boolean hasFrameUntil(long untilNs) throws InterruptedException {
        while (firstNs == 0 && !hasEnded) {
            long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                break;
            }
            wait(leftMs);
        }
        return firstNs != 0;
    }

    private long leftMs(long untilNs, String what) {
        long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0 || hasEnded) {
            throw new IllegalStateException(what + (hasEnded ? ": the stream has ended" : " in time"));
        }
        return leftMs;
    }

    synchronized long epoch() {
        return epoch;
    }

    /** The longest time between two frames since the mark. */
    synchronized long gapNsMax() {
        return gapNsMax;
    }

    /** How many ticks that were shown were taken back by the last move. */
    synchronized long ticksBack() {
        return ticksBack;
    }

    /** How often the stream broke, its end counted, since the mark. */
    synchronized int interruptions() {
        return interruptions + (hasEnded ? 1 : 0);
    }

    /** How many frames came of a step, or of an epoch, that is not above the newest one. */
    synchronized int regressions() {
        return regressions;
    }

    /** How many frames came since the mark. */
    synchronized long frames() {
        return frames;
    }

    /** The last step that was shown before the last move. */
    synchronized long tickAtMove() {
        return tickAtMove;
    }
}
