package io.orbstrike.grpc;

import io.grpc.Status;

/**
 * Why a call or a stream ended without success, as {@code google.rpc.ErrorInfo} names it beside the status code. The
 * names are part of the protocol.
 */
public enum ErrorReason {
    /** The ticket is missing, wrong, of another cluster or expired. */
    BAD_TICKET(Status.Code.UNAUTHENTICATED),
    /** The credential of an operator or a process is missing, wrong, of another cluster or expired. */
    BAD_CREDENTIAL(Status.Code.UNAUTHENTICATED),
    /** There is no such board, or it has closed. */
    UNKNOWN_BOARD(Status.Code.NOT_FOUND),
    /** No such gameserver lives, or it is not the one that was asked. */
    UNKNOWN_GAMESERVER(Status.Code.NOT_FOUND),
    /** The player is not on the board: his stay has ended. */
    UNKNOWN_PLAYER(Status.Code.NOT_FOUND),
    /** A value is out of its bounds; {@code google.rpc.BadRequest} names the field. */
    INVALID_VALUE(Status.Code.INVALID_ARGUMENT),
    /** Bytes are no encoding of what they should be. */
    MALFORMED_BYTES(Status.Code.INVALID_ARGUMENT),
    /** The board does not want the player; the message says why. */
    JOIN_REFUSED(Status.Code.FAILED_PRECONDITION),
    /** The board stays at the gameserver that was asked to hand it over; the message says why. */
    HANDOVER_REFUSED(Status.Code.FAILED_PRECONDITION),
    /** Every place on the board is taken. */
    BOARD_FULL(Status.Code.RESOURCE_EXHAUSTED),
    /** The caller has created as many boards as he may today; retry info says when the day ends. */
    QUOTA_SPENT(Status.Code.RESOURCE_EXHAUSTED),
    /** No gameserver has room for another board; with retry info. */
    NO_ROOM(Status.Code.RESOURCE_EXHAUSTED),
    /** More event inputs wait than are kept for a player. */
    TOO_MANY_EVENTS(Status.Code.RESOURCE_EXHAUSTED),
    /** The client sends more messages in a second than are taken; with retry info. */
    TOO_MANY_MESSAGES(Status.Code.RESOURCE_EXHAUSTED),
    /** As many streams are open as this server takes; with retry info. */
    TOO_MANY_STREAMS(Status.Code.RESOURCE_EXHAUSTED),
    /** A newer stream of the same player has taken over. */
    SUPERSEDED(Status.Code.ABORTED),
    /** No room, or something is out of reach, for now; with retry info. */
    UNAVAILABLE(Status.Code.UNAVAILABLE),
    /** The server is stopping; with retry info. */
    SERVER_CLOSING(Status.Code.UNAVAILABLE),
    /** The board is not at this gameserver any more, or not yet; with retry info. */
    BOARD_MOVED(Status.Code.UNAVAILABLE),
    /** The board threw, or its holders died, and it is kept without being ticked. */
    BOARD_QUARANTINED(Status.Code.INTERNAL),
    /** Something failed that should not; the server has logged it. */
    INTERNAL(Status.Code.INTERNAL);

    private final Status.Code code;

    ErrorReason(Status.Code code) {
        this.code = code;
    }

    /**
     * The status code that always goes with the reason.
     *
     * @return not OK
     */
    public Status.Code code() {
        return code;
    }
}
