package io.orbstrike.host;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Marks the players of whom a lane has something new, so that a step looks at those alone.
 *
 * <p>Thread-safe: lanes mark after they have written, the tick thread takes before it reads.
 */
final class InputSignals {

    /* One bit per index. Marking is an atomic or, taking a whole word an atomic exchange; both are full barriers, so a
     * mark that was not taken stays, and a taken one shows what was written before it.
     */

    private final AtomicLongArray words;

    InputSignals(int indexes) {
        words = new AtomicLongArray((indexes + 63) >>> 6);
    }

    void mark(int index) {
        int word = index >>> 6;
        long bit = 1L << index;
        long old = words.get(word);
        while ((old & bit) == 0) { // each failure means that another player was marked
            long witness = words.compareAndExchange(word, old, old | bit);
            if (witness == old) {
                return;
            }
            old = witness;
        }
    }

    int wordCount() {
        return words.length();
    }

    /** Takes the marks of indexes 64 * word to 64 * word + 63. */
    long take(int word) {
        return words.get(word) == 0 ? 0 : words.getAndSet(word, 0);
    }
}
