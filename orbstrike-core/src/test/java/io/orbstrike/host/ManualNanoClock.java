package io.orbstrike.host;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved. */
final class ManualNanoClock implements NanoClock {

    private final AtomicLong nowNs = new AtomicLong(1_000_000_000L);

    @Override
    public long nanoTime() {
        return nowNs.get();
    }

    void advance(Duration time) {
        nowNs.addAndGet(time.toNanos());
    }

    void advanceNs(long ns) {
        nowNs.addAndGet(ns);
    }
}
