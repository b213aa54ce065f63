package io.orbstrike.cluster.routing;

import static java.util.Objects.requireNonNull;

/** What came of looking for a board. */
public sealed interface RouteOutcome permits Route, RouteOutcome.NoSuchBoard, RouteOutcome.Unavailable {

    /** There is no such board, or it has closed. */
    enum NoSuchBoard implements RouteOutcome {
        /** The only value. */
        INSTANCE
    }

    /**
     * Nobody was found to hold it within the time.
     *
     * @param reason what was missing
     */
    record Unavailable(String reason) implements RouteOutcome {
        /**
         * Requires the reason.
         *
         * @param reason what was missing
         */
        public Unavailable {
            requireNonNull(reason, "reason");
        }
    }
}
