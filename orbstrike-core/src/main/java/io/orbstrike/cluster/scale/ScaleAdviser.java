package io.orbstrike.cluster.scale;

import io.orbstrike.store.Lease;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/**
 * Works out how many gameservers there should be. More are wanted at once, fewer only after they would have been enough for
 * the policy's window, as the Kubernetes horizontal autoscaler stabilises its own advice. A process that has just started
 * does not know what was wanted before, so within its first window it wants no fewer than there are.
 *
 * <p>Confined to the agent's thread.
 */
public final class ScaleAdviser {

    private final ScalePolicy policy;
    private final long startNs;
    private final Deque<Wanted> window = new ArrayDeque<>();

    /**
     * Knows nothing yet.
     *
     * @param policy how much is to stay free
     * @param nowNs the time
     */
    public ScaleAdviser(ScalePolicy policy, long nowNs) {
        this.policy = policy;
        this.startNs = nowNs;
    }

    /** What was enough at a time; within the window only those above all later ones are kept. */
    private record Wanted(long atNs, int gameservers) {}

    /**
     * Looks at the leases that hold.
     *
     * @param leases of all gameservers that live
     * @param nowNs the time
     * @return what follows
     */
    public ScaleAdvice look(Collection<Lease> leases, long nowNs) {
        int live = 0;
        long boards = 0;
        long boardsCapacity = 0;
        long places = 0;
        long placesCapacity = 0;
        for (Lease lease : leases) {
            boards += lease.load().boards();
            places += lease.load().places();
            if (!lease.draining()) {
                live++;
                boardsCapacity += lease.capacity().boards();
                placesCapacity += lease.capacity().places();
            }
        }
        int enough = Math.max(
                enough(boards + policy.buffer().boards(), boardsCapacity, live), enough(places, placesCapacity, live));
        int desired = stabilised(bounded(enough), live, nowNs);
        return new ScaleAdvice(desired, live, boards, boardsCapacity, places, placesCapacity);
    }

    /** So many gameservers of the mean capacity carry the load and leave the buffer free. */
    private int enough(long used, long capacity, int live) {
        if (live == 0 || capacity == 0) {
            return used > 0 ? live + 1 : 0;
        }
        double each = (double) capacity / live;
        double needed = used / (1 - policy.buffer().percent() / 100.0);
        return (int) Math.min(ScalePolicy.GAMESERVERS_MAX, Math.ceil(needed / each));
    }

    private int bounded(int gameservers) {
        return Math.max(policy.gameserversMin(), Math.min(policy.gameserversMax(), gameservers));
    }

    private int stabilised(int enough, int live, long nowNs) {
        while (!window.isEmpty() && window.getLast().gameservers() <= enough) {
            window.removeLast();
        }
        window.addLast(new Wanted(nowNs, enough));
        long windowNs = policy.window().toNanos();
        while (nowNs - window.getFirst().atNs() > windowNs) {
            window.removeFirst();
        }
        int highest = window.getFirst().gameservers();
        boolean isYoung = nowNs - startNs < windowNs;
        return isYoung ? Math.max(highest, bounded(live)) : highest;
    }
}
