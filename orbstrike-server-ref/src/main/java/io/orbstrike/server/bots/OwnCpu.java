package io.orbstrike.server.bots;

import com.sun.management.OperatingSystemMXBean;
import io.orbstrike.host.NanoClock;
import java.lang.management.ManagementFactory;

/**
 * How much of a core this process used in the window: a load client that has no core left measures itself.
 *
 * <p>Confined to the run's thread.
 */
final class OwnCpu {

    private static final double PERCENT = 100;

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final NanoClock clock;
    private long startNs;
    private long startCpuNs;

    OwnCpu(NanoClock clock) {
        this.clock = clock;
        start();
    }

    /** Measures from now on. */
    void start() {
        startNs = clock.nanoTime();
        startCpuNs = system.getProcessCpuTime();
    }

    /** The share of one core since the start, in percent; more than 100 if several were used. */
    double percentOfCore() {
        long passedNs = Math.max(clock.nanoTime() - startNs, 1);
        return PERCENT * (system.getProcessCpuTime() - startCpuNs) / passedNs;
    }
}
