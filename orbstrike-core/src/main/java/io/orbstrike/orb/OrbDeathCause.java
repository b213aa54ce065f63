package io.orbstrike.orb;

import org.jspecify.annotations.Nullable;

/** How an orb died. */
public enum OrbDeathCause {
    /** Its centre was outside the circle. Nobody is credited. */
    EDGE(1),
    /** Another orb's ring overlapped its body. */
    RING(2);

    private final int code;

    OrbDeathCause(int code) {
        this.code = code;
    }

    /** The value of the enumeration of the same name on the wire. */
    int code() {
        return code;
    }

    static @Nullable OrbDeathCause ofCode(long code) {
        return code == EDGE.code ? EDGE : code == RING.code ? RING : null;
    }
}
