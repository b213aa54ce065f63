package io.orbstrike.board;

/**
 * A board's own random numbers: the same on every JVM, with a state of 64 bits that travels in the snapshot.
 *
 * <p>The generator is SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014); the
 * bounded draw is Lemire's (Fast Random Integer Generation in an Interval, 2019). It is no source of secrets.
 *
 * <p>Confined to the tick thread.
 */
public final class BoardRandom {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /**
     * Creates a random that continues from a state.
     *
     * @param state a seed, or what {@link #state()} returned
     */
    public BoardRandom(long state) {
        this.state = state;
    }

    /**
     * The state from which a new random continues exactly as this one.
     *
     * @return any 64 bits
     */
    public long state() {
        return state;
    }

    /**
     * Draws 64 bits.
     *
     * @return any long, each as likely
     */
    public long nextLong() {
        state += GAMMA;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /**
     * Draws a number below a bound.
     *
     * @param bound 1 and above
     * @return 0 to {@code bound - 1}, each as likely
     * @throws IllegalArgumentException if the bound is below 1
     */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound " + bound + ": must be 1 or above");
        }
        long product = (nextLong() >>> 32) * bound;
        long low = product & 0xFFFFFFFFL;
        if (low < bound) {
            long threshold = (0x100000000L - bound) % bound;
            while (low < threshold) {
                product = (nextLong() >>> 32) * bound;
                low = product & 0xFFFFFFFFL;
            }
        }
        return (int) (product >>> 32);
    }
}
