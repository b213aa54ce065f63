package io.orbstrike.orb;

import org.jspecify.annotations.Nullable;

/** What a board is doing between two starts of a round. */
public enum OrbPhase {
    /** Orbs move and die. */
    PLAY(1),
    /** A round is over: nobody moves, nobody dies, and the scores stand. */
    SCOREBOARD(2);

    private final int code;

    OrbPhase(int code) {
        this.code = code;
    }

    /** The value of the enumeration PhaseKind. */
    int code() {
        return code;
    }

    static @Nullable OrbPhase ofCode(long code) {
        return code == PLAY.code ? PLAY : code == SCOREBOARD.code ? SCOREBOARD : null;
    }
}
