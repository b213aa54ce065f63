package io.orbstrike.store.memory;

import java.time.Duration;

/** The range of a time to live. */
final class Ttl {

    private Ttl() {}

    static void requirePositive(Duration ttl) {
        if (ttl.isZero() || ttl.isNegative()) {
            throw new IllegalArgumentException("ttl " + ttl + ": must be above zero");
        }
    }
}
