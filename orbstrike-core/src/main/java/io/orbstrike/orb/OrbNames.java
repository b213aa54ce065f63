package io.orbstrike.orb;

import java.util.Arrays;

/**
 * The names of a board's players in UTF-8, one behind the other: a snapshot of many boards finds few of them in the cache,
 * and an array for each name would be a miss for each.
 *
 * <p>Confined to one thread.
 */
final class OrbNames {

    private static final int BYTES_MIN = 64;

    private byte[] bytes = new byte[BYTES_MIN];
    private int[] start;
    private int[] length;
    private int end;

    /**
     * Holds empty names.
     *
     * @param capacity for how many indexes
     */
    OrbNames(int capacity) {
        start = new int[capacity];
        length = new int[capacity];
    }

    /** Grows, with empty names. */
    void ensureCapacity(int capacity) {
        start = Arrays.copyOf(start, capacity);
        length = Arrays.copyOf(length, capacity);
    }

    void set(int index, byte[] name) {
        length[index] = 0;
        if (name.length > bytes.length - end) {
            gather(name.length);
        }
        System.arraycopy(name, 0, bytes, end, name.length);
        start[index] = end;
        length[index] = name.length;
        end += name.length;
    }

    void clear(int index) {
        length[index] = 0;
    }

    int length(int index) {
        return length[index];
    }

    /** Where a name begins in {@link #bytes}. */
    int start(int index) {
        return start[index];
    }

    /** The array that holds all names now; the next {@link #set} may replace it. */
    byte[] bytes() {
        return bytes;
    }

    /** A name as an array of its own. */
    byte[] get(int index) {
        return Arrays.copyOfRange(bytes, start[index], start[index] + length[index]);
    }

    /** Puts the names together by rising indexes, and leaves room for as much as they are, and more. */
    private void gather(int more) {
        int size = 0;
        for (int each : length) {
            size += each;
        }
        byte[] gathered = new byte[Math.max(BYTES_MIN, 2 * (size + more))];
        int at = 0;
        for (int index = 0; index < length.length; index++) {
            System.arraycopy(bytes, start[index], gathered, at, length[index]);
            start[index] = at;
            at += length[index];
        }
        bytes = gathered;
        end = at;
    }
}
