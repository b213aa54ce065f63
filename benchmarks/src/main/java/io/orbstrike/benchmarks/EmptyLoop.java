package io.orbstrike.benchmarks;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A loop that waits for one slot after the other and does nothing: how late anybody is who parks on this machine.
 *
 * <p>Confined to one thread.
 */
final class EmptyLoop {

    private EmptyLoop() {}

    /**
     * Waits for slots that are {@code slotNs} apart, and records how late each was noticed.
     *
     * @param latenessNs receives the figures
     */
    static void run(Duration time, long slotNs, Histogram latenessNs) {
        long startNs = System.nanoTime();
        long slots = time.toNanos() / slotNs;
        for (long slot = 0; slot < slots; slot++) {
            long dueNs = startNs + slot * slotNs;
            long lateNs = System.nanoTime() - dueNs;
            while (lateNs < 0) {
                LockSupport.parkNanos(-lateNs);
                lateNs = System.nanoTime() - dueNs;
            }
            latenessNs.recordValue(lateNs);
        }
    }
}
