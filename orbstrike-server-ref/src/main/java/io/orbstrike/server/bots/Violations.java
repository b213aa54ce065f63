package io.orbstrike.server.bots;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The first violations, and how many there were.
 *
 * <p>Thread-safe.
 */
final class Violations {

    static final int KEPT_MAX = 20;

    private final AtomicLong count = new AtomicLong();
    private final List<Violation> first = new ArrayList<>();

    void add(Violation violation) {
        if (count.getAndIncrement() < KEPT_MAX) {
            synchronized (first) {
                first.add(violation);
            }
        }
    }

    long count() {
        return count.get();
    }

    /** At most {@link #KEPT_MAX}. */
    List<Violation> first() {
        synchronized (first) {
            return List.copyOf(first);
        }
    }
}
