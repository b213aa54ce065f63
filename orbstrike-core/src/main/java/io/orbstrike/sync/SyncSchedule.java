package io.orbstrike.sync;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which board is to be looked at next.
 *
 * <p>Confined to the sync's thread.
 */
final class SyncSchedule {

    /* Boards that are taken together get the same delay, drawn anew each time from the interval and its jitter, and a
     * board may be taken as early as the shortest delay allows if that fills a batch. So boards that are due at about the
     * same time come together, and stay so: few boards make one batch in an interval, many make full ones, evenly spread.
     *
     * A place in the queue is void once its board has got another.
     */

    private final long intervalNs;
    private final double jitter;
    private final RandomGenerator random;
    private final PriorityQueue<Place> places =
            new PriorityQueue<>((one, other) -> Long.signum(one.dueNs() - other.dueNs()));
    private final Deque<SyncEntry> urgent = new ArrayDeque<>();

    SyncSchedule(SyncOptions options, RandomGenerator random) {
        this.intervalNs = options.interval().toNanos();
        this.jitter = options.jitter();
        this.random = random;
    }

    private record Place(SyncEntry entry, long dueNs, long turn) {}

    /** The delay until boards that are taken now are due again. */
    long drawDelayNs() {
        return (long) (intervalNs * (1 - jitter + 2 * jitter * random.nextDouble()));
    }

    /** The delay until a board that has just come is due: any within the interval, so that many are spread over it. */
    long drawFirstDelayNs() {
        return (long) (intervalNs * random.nextDouble());
    }

    /** From when on a board may be taken early that was taken at a time. */
    long earliestAfterNs(long takenNs) {
        return takenNs + (long) (intervalNs * (1 - jitter));
    }

    /** Puts a board where it belongs; an earlier place of it is void. */
    void add(SyncEntry entry, long dueNs, long earliestNs) {
        entry.dueNs = dueNs;
        entry.earliestNs = earliestNs;
        places.add(new Place(entry, dueNs, ++entry.turn));
    }

    /** Puts a board before all others. */
    void hurry(SyncEntry entry) {
        if (!entry.urgent) {
            entry.urgent = true;
            entry.turn++;
            urgent.add(entry);
        }
    }

    /** The first of those that hurry, left where it is, or null. */
    @Nullable
    SyncEntry peekUrgent() {
        SyncEntry first = urgent.peek();
        while (first != null && first.isRemoved()) {
            urgent.remove();
            first = urgent.peek();
        }
        return first;
    }

    void removeUrgent() {
        urgent.remove().urgent = false;
    }

    /** Takes out the first board that is due, or that may be taken early, or null. */
    @Nullable
    SyncEntry pollDue(long nowNs, boolean alsoEarly) {
        Place first = first();
        if (first == null) {
            return null;
        }
        boolean due = first.dueNs() - nowNs <= 0;
        if (!due && !(alsoEarly && first.entry().earliestNs - nowNs <= 0)) {
            return null;
        }
        places.remove();
        return first.entry();
    }

    boolean isEmpty() {
        return first() == null;
    }

    /** When the first is due; only if there is one. */
    long firstDueNs() {
        Place first = first();
        return first == null ? 0 : first.dueNs();
    }

    private @Nullable Place first() {
        Place first = places.peek();
        while (first != null
                && (first.turn() != first.entry().turn || first.entry().isRemoved())) {
            places.remove();
            first = places.peek();
        }
        return first;
    }
}
