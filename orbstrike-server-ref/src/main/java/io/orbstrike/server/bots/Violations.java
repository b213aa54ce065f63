package io.orbstrike.server.bots;

import io.orbstrike.server.bots.Violation.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The first violations, the first of each kind among them, and how many there were.
 *
 * <p>Thread-safe.
 */
final class Violations {

    static final int KEPT_MAX = 20;

    private final List<Violation> first = new ArrayList<>();
    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    private long count;

    synchronized void add(Violation violation) {
        count++;
        if (kinds.add(violation.kind()) || first.size() < KEPT_MAX) {
            first.add(violation);
        }
    }

    synchronized long count() {
        return count;
    }

    /** In their order; more than {@link #KEPT_MAX} only where the first of a kind came after so many others. */
    synchronized List<Violation> first() {
        return List.copyOf(first);
    }
}
