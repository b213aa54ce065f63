package io.orbstrike.benchmarks;

import io.orbstrike.host.NanoClock;

/**
 * A clock that stands still until it is moved, and costs what the machine's clock costs to read.
 *
 * <p>Confined to one thread.
 */
final class SlotClock implements NanoClock {

    private long nowNs;

    /** Read for its cost; kept, so that no compiler leaves the reading out. */
    private long machineNs;

    void advance(long ns) {
        nowNs += ns;
    }

    long machineNs() {
        return machineNs;
    }

    @Override
    public long nanoTime() {
        machineNs = System.nanoTime();
        return nowNs;
    }
}
