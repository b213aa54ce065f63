package io.orbstrike.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;

/** A lane whose tasks run when the test says so, in the test's thread. */
final class ManualLane implements Lane {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean ended;
    private boolean broken;
    int wakeUps;

    @Override
    public void execute(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("ended");
        }
        if (broken) {
            throw new IllegalStateException("a lane of an embedder's");
        }
        wakeUps++;
        tasks.add(task);
    }

    @Override
    public boolean inLane() {
        return true;
    }

    void run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    void end() {
        ended = true;
    }

    /** From now on it throws what it must not. */
    void breakDown() {
        broken = true;
    }
}
