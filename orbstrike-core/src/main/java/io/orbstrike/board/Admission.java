package io.orbstrike.board;

import static java.util.Objects.requireNonNull;

/**
 * A board's answer to a player who wants to join.
 *
 * <p>Immutable.
 */
public sealed interface Admission {

    /**
     * The answer that lets the player in.
     *
     * @return the answer
     */
    static Admission admitted() {
        return Admitted.INSTANCE;
    }

    /**
     * The answer that keeps the player out.
     *
     * @param reason a sentence that the player is told
     * @return the answer
     */
    static Admission refused(String reason) {
        return new Refused(reason);
    }

    /** The player may join; his place is kept until the join is durable or has failed. */
    enum Admitted implements Admission {
        /** The only value. */
        INSTANCE
    }

    /**
     * The player may not join.
     *
     * @param reason a sentence that the player is told
     */
    record Refused(String reason) implements Admission {
        /**
         * Requires the reason.
         *
         * @param reason a sentence that the player is told
         */
        public Refused {
            requireNonNull(reason, "reason");
        }
    }
}
