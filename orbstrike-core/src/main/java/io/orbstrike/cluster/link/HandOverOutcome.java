package io.orbstrike.cluster.link;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.Token;

/** What came of asking a gameserver to hand a board over. */
public sealed interface HandOverOutcome {

    /**
     * The board is attached to the target, which goes on from the last step of the source.
     *
     * @param token the new one
     */
    record HandedOver(Token token) implements HandOverOutcome {
        /**
         * Requires the token.
         *
         * @param token the new one
         */
        public HandedOver {
            requireNonNull(token, "token");
        }
    }

    /**
     * The board stays where it is, and ticks there.
     *
     * @param reason why, for people
     */
    record Refused(String reason) implements HandOverOutcome {
        /**
         * Requires the reason.
         *
         * @param reason why, for people
         */
        public Refused {
            requireNonNull(reason, "reason");
        }
    }

    /** The gameserver does not hold the board. */
    enum NotHere implements HandOverOutcome {
        /** The only value. */
        INSTANCE
    }

    /** It is not known whether the board was handed over: the store says. */
    enum Unknown implements HandOverOutcome {
        /** The only value. */
        INSTANCE
    }
}
