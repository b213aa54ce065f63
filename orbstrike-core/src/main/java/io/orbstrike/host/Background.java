package io.orbstrike.host;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Short tasks that need not be done on a tick thread. While it is closed, as in a host's invoker form, or when too many
 * wait, a task runs in the calling thread.
 *
 * <p>Thread-safe; {@link #runNext} is for one thread.
 */
final class Background implements Executor {

    private static final int TASKS_MAX = 16_384;

    private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(TASKS_MAX);
    private volatile boolean open;

    /** From now on somebody calls {@link #runNext}. */
    void open() {
        open = true;
    }

    /** From now on nobody does; what waits is done now. */
    void close() {
        open = false;
        runAll();
    }

    @Override
    public void execute(Runnable task) {
        if (!open || !tasks.offer(task)) {
            task.run();
        } else if (!open) {
            runAll(); // closed since: who closed it may have been done before the offer
        }
    }

    /** Waits for a task at most so long, and runs it. */
    void runNext(Duration wait) throws InterruptedException {
        Runnable task = tasks.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        if (task != null) {
            task.run();
        }
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
