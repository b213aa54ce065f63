package io.orbstrike.host;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A lane with a thread of its own, for viewers in the same process.
 *
 * <p>Thread-safe.
 */
public final class ExecutorLane implements Lane, AutoCloseable {

    private final ThreadPoolExecutor executor;
    private final String name;
    private volatile @Nullable Thread thread;

    private ExecutorLane(String name, ThreadFactory factory) {
        this.name = name;
        // Its queue has no bound of its own: a host has at most one wake-up under way, and otherwise hands over what
        // each
        // viewer gets once, his arrival and his end.
        executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), body -> {
            Thread made = factory.newThread(body);
            thread = made;
            return made;
        });
    }

    /**
     * Makes a lane with a daemon thread, which starts with the first task.
     *
     * @param name the thread's name
     * @return a lane, to be closed
     */
    public static ExecutorLane create(String name) {
        requireNonNull(name, "name");
        return new ExecutorLane(name, body -> {
            Thread thread = new Thread(body, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Makes a lane with a thread from a factory.
     *
     * @param name the lane's name in messages
     * @param factory makes the thread with the first task, and another should a task throw
     * @return a lane, to be closed
     */
    public static ExecutorLane create(String name, ThreadFactory factory) {
        return new ExecutorLane(requireNonNull(name, "name"), requireNonNull(factory, "factory"));
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public boolean inLane() {
        return Thread.currentThread() == thread;
    }

    /** Takes no more tasks; those handed over before are still run. Does not wait for them. May be called twice. */
    @Override
    public void close() {
        executor.shutdown();
    }

    @Override
    public String toString() {
        return "lane " + name;
    }
}
