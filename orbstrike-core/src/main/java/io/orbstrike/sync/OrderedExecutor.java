package io.orbstrike.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs many small tasks as few tasks of another executor, in their order, and each after all that was handed to the
 * other executor before it.
 *
 * <p>Thread-safe.
 */
final class OrderedExecutor implements Executor {

    /* A task joins those that wait, and the first of them hands over a collection. Were the tasks run by the collection
     * itself, one that comes while it waits for its turn would overtake what was handed to the executor between the two:
     * a state would be saved before it is known who left the game with its step. So the collection hands over a run.
     *
     * What waits is bounded by those who hand it in: one capture for each board, one answer for each batch, and the calls
     * of the holder.
     */

    private static final int TASKS_PER_RUN_MAX = 1_024;

    private final Executor executor;
    private final Runnable afterRun;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean signalled = new AtomicBoolean();

    /**
     * Makes an executor.
     *
     * @param executor one thread
     * @param afterRun follows each run of tasks
     */
    OrderedExecutor(Executor executor, Runnable afterRun) {
        this.executor = executor;
        this.afterRun = afterRun;
    }

    @Override
    public void execute(Runnable task) {
        waiting.add(task);
        signal();
    }

    private void signal() {
        if (!signalled.get() && signalled.compareAndSet(false, true)) {
            executor.execute(this::collect);
        }
    }

    private void collect() {
        signalled.set(false);
        List<Runnable> tasks = new ArrayList<>();
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            tasks.add(task);
            if (tasks.size() == TASKS_PER_RUN_MAX) {
                signal();
                break;
            }
        }
        if (!tasks.isEmpty()) {
            executor.execute(() -> run(tasks));
        }
    }

    private void run(List<Runnable> tasks) {
        tasks.forEach(Runnable::run);
        afterRun.run();
    }
}
