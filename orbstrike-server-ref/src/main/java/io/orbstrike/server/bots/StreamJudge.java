package io.orbstrike.server.bots;

import io.orbstrike.board.FrameKind;
import io.orbstrike.server.bots.Violation.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Judges the order, the times and the number of one stream's frames.
 *
 * <p>Frames due in the window = time ÷ tick interval − rise of {@code slotsDropped}, counted from the last frame before
 * the window, or the stream's first frame in it. Where the epoch rises, what is due of the old epoch ends with its last
 * frame, so the time of a failover counts as missed nowhere. Frames that were due in the window and arrive a little after
 * its end are not missed: {@link #conclude} comes some time after it.
 *
 * <p>Confined to the stream's lane; {@link #conclude} and what follows it only after the stream has ended.
 */
final class StreamJudge {

    private final int stream;
    private final String board;
    private final long intervalNs;
    private final Limits limits;
    private final Window window;
    private final LaneFigures figures;
    private final Violations violations;

    private boolean hasFrame;
    private long lastNs;
    private long lastEpoch;
    private long lastTick;
    private long lastSlots;

    private boolean isMeasuring;
    private boolean isOver;
    private long baseNs;
    private long baseTick;
    private long baseSlots;

    private long due;
    private long received;
    private long receivedSinceBase;
    private long missed;
    private long slotsRise;
    private long bytes;
    private long framesInWindow;
    private long regressions;

    /** Judges a stream of a board whose ticks last {@code interval}. */
    StreamJudge(
            int stream,
            String board,
            Duration interval,
            Limits limits,
            Window window,
            LaneFigures figures,
            Violations violations) {
        this.stream = stream;
        this.board = board;
        this.intervalNs = interval.toNanos();
        this.limits = limits;
        this.window = window;
        this.figures = figures;
        this.violations = violations;
    }

    /**
     * A keyframe or delta has arrived.
     *
     * @return whether it continues what is known, so that positions may be judged by it
     */
    boolean onFrame(long nowNs, long epoch, long tick, FrameKind kind, long slotsDropped, int frameBytes) {
        if (hasFrame && (epoch < lastEpoch || (epoch == lastEpoch && tick <= lastTick))) {
            regressions++;
            found(Kind.REGRESSION, tick, "above " + at(lastEpoch, lastTick), at(epoch, tick));
            return false;
        }
        boolean continues = hasFrame && epoch == lastEpoch && tick == lastTick + 1;
        boolean isRight = continues || kind == FrameKind.KEYFRAME;
        if (!isRight) {
            String next = hasFrame ? "the delta of " + at(lastEpoch, lastTick + 1) + " or a keyframe" : "a keyframe";
            found(Kind.TICK_GAP, tick, next, "the delta of " + at(epoch, tick));
        }
        if (window.hasStarted(nowNs)) {
            measure(nowNs, epoch, tick, slotsDropped, frameBytes);
        }
        hasFrame = true;
        lastNs = nowNs;
        lastEpoch = epoch;
        lastTick = tick;
        lastSlots = slotsDropped;
        return isRight;
    }

    private void measure(long nowNs, long epoch, long tick, long slots, int frameBytes) {
        boolean isInWindow = !window.hasEnded(nowNs);
        boolean isSameEpoch = hasFrame && epoch == lastEpoch;
        if (!isMeasuring) {
            if (!isInWindow) {
                return;
            }
            isMeasuring = true;
            begin(nowNs, tick, slots, isSameEpoch);
        } else if (!isSameEpoch) {
            endSegment(lastTick - baseTick, lastSlots);
            base(nowNs, tick, slots);
            isOver = !isInWindow;
            countBase();
        }
        boolean isDue = isInWindow || tick - baseTick <= dueSinceBase(slots);
        if (isDue && !isOver && tick > baseTick) {
            receivedSinceBase++;
            received++;
        }
        if (isInWindow) {
            bytes += frameBytes;
            framesInWindow++;
            judgeGap(nowNs, epoch, tick, isSameEpoch);
        }
    }

    /**
     * The window's first frame of this stream. If the stream was silent for long before, what was due before the window is
     * left out; what was due in it may still come, late and all at once.
     */
    private void begin(long nowNs, long tick, long slots, boolean isSameEpoch) {
        if (!isSameEpoch) {
            base(nowNs, tick, slots);
            countBase();
            return;
        }
        long silentTicks = (window.startNs() - 1 - lastNs) / intervalNs;
        if (silentTicks <= 1) {
            base(lastNs, lastTick, lastSlots);
        } else {
            base(lastNs + silentTicks * intervalNs, tick - 1, lastSlots);
        }
    }

    private void base(long ns, long tick, long slots) {
        baseNs = ns;
        baseTick = tick;
        baseSlots = slots;
        receivedSinceBase = 0;
    }

    private void countBase() {
        if (!isOver) {
            due++;
            received++;
        }
    }

    private void endSegment(long dueOfSegment, long slots) {
        slotsRise += slots - baseSlots;
        due += dueOfSegment;
        missed += Math.max(dueOfSegment - receivedSinceBase, 0);
    }

    private long dueSinceBase(long slots) {
        return Math.max((window.endNs() - 1 - baseNs) / intervalNs - (slots - baseSlots), 0);
    }

    private void judgeGap(long nowNs, long epoch, long tick, boolean isSameEpoch) {
        if (!hasFrame) {
            return;
        }
        long gapNs = nowNs - Math.max(lastNs, window.startNs());
        figures.onGap(gapNs);
        Duration max = isSameEpoch ? limits.gapMax() : limits.failoverGapMax();
        if (gapNs > max.toNanos()) {
            found(
                    isSameEpoch ? Kind.GAP : Kind.FAILOVER_GAP,
                    tick,
                    atMost(max),
                    text(gapNs) + " before " + at(epoch, tick));
        }
    }

    /** Takes the last figures, when the stream has ended and the window too. */
    void conclude() {
        long endNs = window.endNs();
        if (isOver) {
            return;
        }
        if (isMeasuring) {
            endSegment(dueSinceBase(lastSlots), lastSlots);
        } else {
            long silent = (endNs - window.startNs()) / intervalNs;
            due += silent;
            missed += silent;
        }
        long silentNs = endNs - (hasFrame ? Math.max(lastNs, window.startNs()) : window.startNs());
        if (silentNs > limits.gapMax().toNanos()) {
            figures.onGap(silentNs);
            found(Kind.GAP, lastTick, atMost(limits.gapMax()), text(silentNs) + " without a frame until the end");
        }
    }

    /** Frames that were due in the window. */
    long framesDue() {
        return due;
    }

    long framesReceived() {
        return received;
    }

    long framesMissed() {
        return missed;
    }

    long slotsDropped() {
        return slotsRise;
    }

    /** Bytes of the frames that arrived in the window. */
    long bytes() {
        return bytes;
    }

    /** Frames that arrived in the window. */
    long framesInWindow() {
        return framesInWindow;
    }

    /** Whether any frame came at all. */
    boolean hasFrame() {
        return hasFrame;
    }

    long regressions() {
        return regressions;
    }

    private void found(Kind kind, long tick, String expected, String seen) {
        violations.add(new Violation(kind, stream, board, tick, expected, seen));
    }

    private static String at(long epoch, long tick) {
        return "(" + epoch + ", " + tick + ")";
    }

    private static String atMost(Duration max) {
        return "at most " + max.toMillis() + " ms";
    }

    private static String text(long ns) {
        return TimeUnit.NANOSECONDS.toMillis(ns) + " ms";
    }
}
