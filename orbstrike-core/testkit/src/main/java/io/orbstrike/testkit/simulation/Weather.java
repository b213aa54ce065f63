package io.orbstrike.testkit.simulation;

import java.util.SplittableRandom;

/**
 * How long messages take, and which are lost or come twice: a little of everything while it is rough, none of it when it
 * is calm.
 *
 * <p>Confined to the simulation's thread.
 */
final class Weather {

    private static final long MICROSECOND_NS = 1_000;
    private static final int PER_MILLE = 1_000;

    private final SplittableRandom random;
    private boolean isCalm;

    Weather(SplittableRandom random) {
        this.random = random;
    }

    void calmDown() {
        isCalm = true;
    }

    boolean isCalm() {
        return isCalm;
    }

    /** How long a message takes; of a thousand one takes very long. */
    long delayNs() {
        int kind = random.nextInt(PER_MILLE);
        if (isCalm || kind < 900) {
            return MICROSECOND_NS * (50 + random.nextInt(450));
        }
        if (kind < 990) {
            return MICROSECOND_NS * (500 + random.nextInt(9_500));
        }
        return MICROSECOND_NS * (10_000 + random.nextInt(kind < 999 ? 90_000 : 1_500_000));
    }

    boolean loses() {
        return !isCalm && random.nextInt(PER_MILLE) < 3;
    }

    boolean repeats() {
        return !isCalm && random.nextInt(PER_MILLE) < 5;
    }

    boolean flips() {
        return random.nextBoolean();
    }
}
