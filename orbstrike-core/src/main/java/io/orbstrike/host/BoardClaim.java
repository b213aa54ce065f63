package io.orbstrike.host;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which loop a board belongs to, and whether a thread is working on it.
 *
 * <p>Thread-safe.
 */
final class BoardClaim {

    /* One long: the loop's number in the lowest 16 bits, BUSY above them, the turn above that.
     *
     *   at rest (turn t, loop a) --tryEnter--> busy (t, a) --leave--> at rest (t, a)
     *                                            busy (t, a) --leaveTo(b)--> at rest (t + 1, b)
     *   at rest (t, a) --trySteal(b)--> at rest (t + 1, b)
     *
     * Whoever enters has everything to himself that the board is made of, and sees all that was done before: entering is
     * a compare-and-set, leaving a release. A loop remembers the value at rest with which it got a board; once the turn
     * has moved on it cannot enter with it. So a thread that was stuck in one board, and whose other boards were given
     * away meanwhile, passes them by when it comes back, and a board is never in two loops.
     */

    private static final long BUSY = 1L << 16;
    private static final long LOOP_MASK = BUSY - 1;
    private static final int TURN_SHIFT = 17;
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(BoardClaim.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long value;

    BoardClaim(int loop) {
        value = loop;
    }

    /** The value now, busy or at rest. */
    long current() {
        return value;
    }

    static int loopOf(long value) {
        return (int) (value & LOOP_MASK);
    }

    static boolean isBusy(long value) {
        return (value & BUSY) != 0;
    }

    /** Claims the board if it is at rest with just this value. */
    boolean tryEnter(long rest) {
        return !isBusy(rest) && VALUE.compareAndSet(this, rest, rest | BUSY);
    }

    /** Gives the board back to its loop; owner only. */
    void leave(long rest) {
        VALUE.setRelease(this, rest);
    }

    /** Gives the board to a loop, maybe the same, under a new turn; owner only. Returns the value at rest. */
    long leaveTo(long rest, int loop) {
        long next = next(rest, loop);
        VALUE.setRelease(this, next);
        return next;
    }

    /** Takes a board that is at rest away from its loop. Returns the new value at rest, or -1. */
    long trySteal(long rest, int loop) {
        long next = next(rest, loop);
        return !isBusy(rest) && VALUE.compareAndSet(this, rest, next) ? next : -1;
    }

    private static long next(long rest, int loop) {
        return (((rest >>> TURN_SHIFT) + 1) << TURN_SHIFT) | loop;
    }
}
