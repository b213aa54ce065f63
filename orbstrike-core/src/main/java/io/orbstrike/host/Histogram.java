package io.orbstrike.host;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Durations in fixed buckets: eight to each power of two, so a bucket is at most an eighth wide of what it holds.
 *
 * <p>Recorded by one thread with opaque access, read by any thread, which sees a moment that may never quite have been.
 */
final class Histogram {

    /* Values below 8 have a bucket each. Above, the bucket is the place of the highest bit and the three bits after it.
     * 2^40 ns are 18 minutes; whatever is longer counts in the last bucket.
     */

    private static final int BITS = 3;
    private static final int PER_POWER = 1 << BITS;
    private static final int POWER_MAX = 40;
    private static final int BUCKETS = (POWER_MAX - BITS + 1) * PER_POWER;
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts = new long[BUCKETS];
    private final Counter totalNs = new Counter();
    private final Counter maxNs = new Counter();

    /** Adds a duration; owner only. */
    void record(long durationNs) {
        long value = Math.max(0, durationNs);
        int bucket = bucketOf(value);
        ELEMENT.setOpaque(counts, bucket, counts[bucket] + 1);
        totalNs.add(value);
        maxNs.max(value);
    }

    long totalNs() {
        return totalNs.get();
    }

    long maxNs() {
        return maxNs.get();
    }

    /** Adds the counts to an array of {@link #bucketCount()}. */
    void addTo(long[] sums) {
        for (int i = 0; i < BUCKETS; i++) {
            sums[i] += (long) ELEMENT.getOpaque(counts, i);
        }
    }

    static int bucketCount() {
        return BUCKETS;
    }

    static int bucketOf(long value) {
        if (value < PER_POWER) {
            return (int) value;
        }
        int power = 63 - Long.numberOfLeadingZeros(value);
        if (power >= POWER_MAX) {
            return BUCKETS - 1;
        }
        int within = (int) (value >>> (power - BITS)) & (PER_POWER - 1);
        return (power - BITS + 1) * PER_POWER + within;
    }

    /** The greatest value that a bucket holds. */
    static long upperBoundNs(int bucket) {
        if (bucket < PER_POWER) {
            return bucket;
        }
        int power = bucket / PER_POWER + BITS - 1;
        long within = bucket % PER_POWER;
        return ((PER_POWER + within + 1) << (power - BITS)) - 1;
    }

    /**
     * The value that a share of the counted ones does not exceed.
     *
     * @param sums counts by bucket
     * @param share 0 to 1
     * @return nanoseconds, the upper bound of the bucket; 0 if nothing was counted
     */
    static long percentileNs(long[] sums, double share) {
        long total = 0;
        for (long count : sums) {
            total += count;
        }
        long wanted = (long) Math.ceil(total * share);
        long passed = 0;
        for (int i = 0; i < sums.length; i++) {
            passed += sums[i];
            if (passed >= wanted && passed > 0) {
                return upperBoundNs(i);
            }
        }
        return 0;
    }
}
