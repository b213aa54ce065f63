package io.orbstrike.host;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A count that one thread raises and any thread reads.
 *
 * <p>Written by its owner with opaque access, read by anybody likewise: a reader sees a value that was true a moment ago.
 */
final class Counter {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long value;

    /** Adds one; owner only. */
    void increment() {
        add(1);
    }

    /** Adds a number; owner only. */
    void add(long more) {
        VALUE.setOpaque(this, value + more);
    }

    /** Sets the value; owner only. */
    void set(long newValue) {
        VALUE.setOpaque(this, newValue);
    }

    /** Keeps the greater of the value and a candidate; owner only. */
    void max(long candidate) {
        if (candidate > value) {
            VALUE.setOpaque(this, candidate);
        }
    }

    long get() {
        return (long) VALUE.getOpaque(this);
    }
}
