package io.orbstrike.grpc.client;

import io.orbstrike.host.StayEndReason;

/**
 * Why a play is over.
 *
 * <p>Immutable.
 */
public sealed interface PlayEnd {

    /**
     * The stay has ended; the last frame said why.
     *
     * @param reason why
     * @param detail in the game's own encoding, may be empty
     */
    @SuppressWarnings("ArrayRecordComponent") // carried once from the frame to the listener, never compared
    record StayEnded(StayEndReason reason, byte[] detail) implements PlayEnd {}

    /**
     * The server gave a status that trying again does not change, or trying again did not help for too long.
     *
     * @param failure the last status
     */
    record Failed(CallFailedException failure) implements PlayEnd {}

    /** {@link Play#close()} was called. */
    enum Closed implements PlayEnd {
        /** The only value. */
        INSTANCE
    }
}
