package io.orbstrike.host;

import static java.util.Objects.requireNonNull;

/**
 * What came of asking a board for a place.
 *
 * <p>Immutable.
 */
public sealed interface ReserveOutcome {

    /**
     * A place is kept until the join follows or the reservation is released.
     *
     * @param reservation to be handed back
     */
    record Reserved(Reservation reservation) implements ReserveOutcome {
        /**
         * Requires the reservation.
         *
         * @param reservation to be handed back
         */
        public Reserved {
            requireNonNull(reservation, "reservation");
        }
    }

    /**
     * Every place is taken or kept.
     *
     * @param maxPlayers how many there are
     */
    record Full(int maxPlayers) implements ReserveOutcome {}

    /**
     * The board does not want the player.
     *
     * @param reason a sentence that the player is told
     */
    record Refused(String reason) implements ReserveOutcome {}

    /** The board has closed or is not hosted here any more. */
    enum Gone implements ReserveOutcome {
        /** The only value. */
        INSTANCE
    }

    /** The board is in quarantine. */
    enum Quarantined implements ReserveOutcome {
        /** The only value. */
        INSTANCE
    }

    /** The board's command queue is full; try again. */
    enum Busy implements ReserveOutcome {
        /** The only value. */
        INSTANCE
    }
}
