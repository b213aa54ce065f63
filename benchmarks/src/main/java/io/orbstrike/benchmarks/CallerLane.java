package io.orbstrike.benchmarks;

import io.orbstrike.host.Lane;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A lane whose work is done by whoever calls {@link #drain()}, so that a benchmark of one thread sees both ends.
 *
 * <p>Confined to one thread.
 */
final class CallerLane implements Lane {

    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public boolean inLane() {
        return true;
    }

    void drain() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
