package io.orbstrike.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Threads that make the calls of one purpose, each with connections of its own, and the queue in front of them. A call
 * that finds the queue full is refused.
 *
 * <p>Thread-safe.
 */
final class IoLane {

    private final Purpose purpose;
    private final BlockingQueue<PendingCall<?>> queue;
    private final List<Connections> connections = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final BiConsumer<PendingCall<?>, Connections> caller;
    private volatile boolean closed;

    /**
     * Creates a lane.
     *
     * @param caller makes a call, and throws nothing
     */
    IoLane(
            Purpose purpose,
            int threadCount,
            int queueMax,
            ThreadFactory threadFactory,
            Supplier<Connections> connectionsOfThread,
            BiConsumer<PendingCall<?>, Connections> caller) {
        this.purpose = purpose;
        this.queue = new ArrayBlockingQueue<>(queueMax);
        this.caller = caller;
        for (int i = 0; i < threadCount; i++) {
            Connections own = connectionsOfThread.get();
            connections.add(own);
            Thread thread = threadFactory.newThread(() -> work(own));
            thread.setName("orbstrike-redis-" + purpose.name().toLowerCase(Locale.ROOT) + "-" + i);
            threads.add(thread);
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    void accept(PendingCall<?> call) {
        if (closed) {
            call.refuse("the store is closed");
        } else if (!queue.offer(call)) {
            call.refuse("too many calls wait for Redis: " + purpose);
        } else if (closed) {
            refuseAll();
        }
    }

    int depth() {
        return queue.size();
    }

    void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        connections.forEach(Connections::abortAll);
        refuseAll();
    }

    private void work(Connections own) {
        try {
            while (!closed) {
                PendingCall<?> call = queue.take();
                own.keepMasters();
                caller.accept(call, own);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            own.abortAll();
            refuseAll();
        }
    }

    private void refuseAll() {
        for (PendingCall<?> call = queue.poll(); call != null; call = queue.poll()) {
            call.refuse("the store is closed");
        }
    }

    /** What a lane is for: none waits behind another's calls (LEASE-7). */
    enum Purpose {
        /** Leases and the election. */
        LEASES,
        ATTACHMENTS,
        /** Boards, rosters, quotas, lists. */
        BOARDS,
        /** Snapshots. */
        SAVES,
        /** What others are told. */
        HINTS
    }
}
