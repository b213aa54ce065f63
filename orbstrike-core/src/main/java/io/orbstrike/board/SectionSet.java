package io.orbstrike.board;

import java.util.Arrays;
import java.util.Objects;

/**
 * A reusable set of section ids.
 *
 * <p>Confined to one thread.
 */
public final class SectionSet {

    private final long[] words;
    private final int sectionCount;

    /**
     * Creates an empty set.
     *
     * @param sectionCount how many sections there are, 1 and above; ids lie below it
     * @throws IllegalArgumentException if {@code sectionCount} is below 1
     */
    public SectionSet(int sectionCount) {
        if (sectionCount < 1) {
            throw new IllegalArgumentException("sectionCount " + sectionCount + ": must be 1 or above");
        }
        this.sectionCount = sectionCount;
        this.words = new long[(sectionCount + 63) >>> 6];
    }

    /**
     * How many sections there are.
     *
     * @return the bound of the ids
     */
    public int sectionCount() {
        return sectionCount;
    }

    /** Removes every id. */
    public void clear() {
        Arrays.fill(words, 0L);
    }

    /** Adds every id. */
    public void addAll() {
        for (int section = 0; section < sectionCount; section++) {
            add(section);
        }
    }

    /**
     * Adds an id.
     *
     * @param section 0 to {@code sectionCount - 1}
     * @throws IndexOutOfBoundsException if it lies outside
     */
    public void add(int section) {
        Objects.checkIndex(section, sectionCount);
        words[section >>> 6] |= 1L << section;
    }

    /**
     * Tells whether an id is in the set.
     *
     * @param section 0 to {@code sectionCount - 1}
     * @return true if it is
     * @throws IndexOutOfBoundsException if it lies outside
     */
    public boolean contains(int section) {
        Objects.checkIndex(section, sectionCount);
        return (words[section >>> 6] & (1L << section)) != 0;
    }

    /**
     * Makes this set equal to another of the same bound.
     *
     * @param other the set to copy
     * @throws IllegalArgumentException if the bounds differ
     */
    public void copyFrom(SectionSet other) {
        if (other.sectionCount != sectionCount) {
            throw new IllegalArgumentException(
                    "a set of " + other.sectionCount + " sections: must be of " + sectionCount);
        }
        System.arraycopy(other.words, 0, words, 0, words.length);
    }
}
