package io.orbstrike.host;

import java.util.concurrent.atomic.LongAdder;

/**
 * What lanes count. A lane counts in plain fields of its own and adds them up once per drain.
 *
 * <p>The plain fields are confined to the lane, the totals are thread-safe.
 */
final class LaneTally {

    /**
     * The sums over all lanes of a host.
     *
     * <p>Thread-safe.
     */
    static final class Totals {
        final LongAdder framesSent = new LongAdder();
        final LongAdder bytesSent = new LongAdder();
        final LongAdder framesSkipped = new LongAdder();
        final LongAdder keyframesSent = new LongAdder();
        final LongAdder inputsDropped = new LongAdder();
        final LongAdder inputsRefused = new LongAdder();
        final LongAdder eventsDropped = new LongAdder();
        final LongAdder viewersWaiting = new LongAdder();
        final LongAdder sinkFailures = new LongAdder();
    }

    final Totals totals;
    long framesSent;
    long bytesSent;
    long framesSkipped;
    long keyframesSent;

    LaneTally(Totals totals) {
        this.totals = totals;
    }

    /** Adds the plain counts to the totals. */
    void publish() {
        if (framesSent != 0) {
            totals.framesSent.add(framesSent);
            totals.bytesSent.add(bytesSent);
            framesSent = 0;
            bytesSent = 0;
        }
        if (framesSkipped != 0) {
            totals.framesSkipped.add(framesSkipped);
            framesSkipped = 0;
        }
        if (keyframesSent != 0) {
            totals.keyframesSent.add(keyframesSent);
            keyframesSent = 0;
        }
    }
}
