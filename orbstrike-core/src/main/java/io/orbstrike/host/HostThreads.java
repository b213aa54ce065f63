package io.orbstrike.host;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * The threads of a host's runner form.
 *
 * <p>Confined by the host's lock.
 */
final class HostThreads {

    private static final Logger LOGGER = System.getLogger(HostThreads.class.getName());
    private static final Duration JOIN_WAIT = Duration.ofSeconds(5);

    private final ThreadFactory factory;
    private final NanoClock clock;
    private final List<Thread> threads = new ArrayList<>();

    HostThreads(ThreadFactory factory, NanoClock clock) {
        this.factory = factory;
        this.clock = clock;
    }

    void start(String name, Runnable body) {
        Thread thread = factory.newThread(body);
        thread.setName(name);
        threads.add(thread);
        thread.start();
    }

    /** Waits for all of them to end, at most 5 s; one that is stuck in a board is left running. */
    void join() {
        long endNs = clock.nanoTime() + JOIN_WAIT.toNanos();
        for (Thread thread : threads) {
            long leftMs = Math.max(1, (endNs - clock.nanoTime()) / 1_000_000);
            try {
                thread.join(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            if (thread.isAlive()) {
                LOGGER.log(Level.WARNING, () -> thread.getName() + " is stuck in a board and was left running");
            }
        }
    }
}
