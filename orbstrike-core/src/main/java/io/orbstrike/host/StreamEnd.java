package io.orbstrike.host;

/**
 * Why the host ends a viewer's stream.
 *
 * <p>Immutable.
 */
public sealed interface StreamEnd {

    /**
     * The stay is over; the LAST frame has said why. The stream completes without an error.
     *
     * @param reason as in the LAST frame
     */
    record StayEnded(StayEndReason reason) implements StreamEnd {}

    /**
     * A newer stream of the same player has taken over.
     *
     * @param streamNumber the newer stream's number
     */
    record Superseded(long streamNumber) implements StreamEnd {}

    /** The board threw and is in quarantine: kept, shown, not ticked. */
    enum Quarantined implements StreamEnd {
        /** The only value. */
        INSTANCE
    }

    /**
     * The board goes on at another host; the client opens its stream there.
     *
     * @param epoch in which it does, above the one that it was in here
     */
    record Moved(long epoch) implements StreamEnd {}

    /** The board is not hosted here any more; the client tries again elsewhere. */
    enum Detached implements StreamEnd {
        /** The only value. */
        INSTANCE
    }
}
