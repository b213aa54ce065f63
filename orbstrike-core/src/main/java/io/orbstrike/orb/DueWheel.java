package io.orbstrike.orb;

import java.util.Arrays;

/**
 * At which tick something is due for each index: at most one thing per index, at any tick ahead.
 *
 * <p>Confined to the tick thread.
 */
final class DueWheel {

    /* A hashed timing wheel (Varghese and Lauck, 1987): bucket `tick mod 256` is a doubly linked list through the columns
     * `next` and `previous`. Each tick looks at its own bucket alone and leaves what is due in a later round. So a step
     * costs nothing for the many for whom nothing is due. The order within a bucket is of no meaning.
     */

    private static final int BUCKETS = 256;
    private static final int NONE = -1;
    private static final long NEVER = 0;

    private final int[] first = new int[BUCKETS];
    private final int[] next;
    private final int[] previous;
    private final long[] dueTick;

    DueWheel(int maxPlayers) {
        next = new int[maxPlayers];
        previous = new int[maxPlayers];
        dueTick = new long[maxPlayers];
        Arrays.fill(first, NONE);
    }

    /** Sets the tick of an index, 1 and above, in place of the one it had. */
    void schedule(int index, long tick) {
        cancel(index);
        int bucket = bucket(tick);
        int oldFirst = first[bucket];
        dueTick[index] = tick;
        next[index] = oldFirst;
        previous[index] = NONE;
        if (oldFirst != NONE) {
            previous[oldFirst] = index;
        }
        first[bucket] = index;
    }

    /** Forgets the tick of an index, if it has one. */
    void cancel(int index) {
        long tick = dueTick[index];
        if (tick == NEVER) {
            return;
        }
        dueTick[index] = NEVER;
        if (previous[index] == NONE) {
            first[bucket(tick)] = next[index];
        } else {
            next[previous[index]] = next[index];
        }
        if (next[index] != NONE) {
            previous[next[index]] = previous[index];
        }
    }

    /** Takes out all indexes that are due at a tick; every tick is to be asked for, in order. Returns how many. */
    int take(long tick, int[] into) {
        int taken = 0;
        int index = first[bucket(tick)];
        while (index != NONE) {
            int following = next[index];
            if (dueTick[index] == tick) {
                cancel(index);
                into[taken++] = index;
            }
            index = following;
        }
        return taken;
    }

    void clear() {
        Arrays.fill(first, NONE);
        Arrays.fill(dueTick, NEVER);
    }

    private static int bucket(long tick) {
        return (int) tick & (BUCKETS - 1);
    }
}
