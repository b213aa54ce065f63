package io.orbstrike.server;

import io.orbstrike.grpc.web.HttpReply;
import io.orbstrike.host.NanoClock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Whether the process lives, and whether it wants new work.
 *
 * <p>Thread-safe.
 */
final class Readiness {

    private static final long BEAT_MS = 1_000;
    private static final long BEAT_AGE_NS_MAX = TimeUnit.SECONDS.toNanos(5);

    private final NanoClock clock;
    private final BooleanSupplier tickThreads;
    private volatile long agentBeatNs;
    private volatile boolean isServing;
    private volatile boolean isDraining;

    /** Watches an agent's executor from now on, and asks {@code tickThreads} whether they all go on. */
    @SuppressWarnings("FutureReturnValueIgnored") // it beats until the executor ends
    Readiness(NanoClock clock, ScheduledExecutorService agent, BooleanSupplier tickThreads) {
        this.clock = clock;
        this.tickThreads = tickThreads;
        this.agentBeatNs = clock.nanoTime();
        agent.scheduleAtFixedRate(() -> agentBeatNs = clock.nanoTime(), BEAT_MS, BEAT_MS, TimeUnit.MILLISECONDS);
    }

    void serving() {
        isServing = true;
    }

    void draining() {
        isDraining = true;
    }

    /** 200 if every tick and agent thread finished a cycle in the last 5 s. */
    HttpReply livez() {
        if (!tickThreads.getAsBoolean()) {
            return HttpReply.line(503, "a tick thread is stuck");
        }
        if (clock.nanoTime() - agentBeatNs > BEAT_AGE_NS_MAX) {
            return HttpReply.line(503, "the agent thread is stuck");
        }
        return HttpReply.line(200, "ok");
    }

    /** 200 if new work is wanted. */
    HttpReply readyz() {
        if (isDraining) {
            return HttpReply.line(503, "draining");
        }
        if (!isServing) {
            return HttpReply.line(503, "starting");
        }
        return tickThreads.getAsBoolean() ? HttpReply.line(200, "ok") : HttpReply.line(503, "a tick thread is stuck");
    }
}
