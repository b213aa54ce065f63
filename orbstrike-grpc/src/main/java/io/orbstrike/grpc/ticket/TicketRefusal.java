package io.orbstrike.grpc.ticket;

/** Why a ticket was refused. */
public enum TicketRefusal {
    /** There was none. */
    MISSING("no ticket: send metadata \"authorization: Bearer TICKET\" with what JoinBoard gave"),
    /** It is no ticket, or cut short, or not signed with HS256. */
    MALFORMED("not a ticket: send what JoinBoard gave, unchanged"),
    /** Its key id is none that this cluster has. */
    UNKNOWN_KEY("a ticket of another cluster, or signed with a key that is no longer used: join again"),
    /** Its signature is not that of its content. */
    BAD_SIGNATURE("a ticket with a wrong signature: send what JoinBoard gave, unchanged"),
    /** Its time is over. */
    EXPIRED("a ticket that has expired: join again");

    private final String message;

    TicketRefusal(String message) {
        this.message = message;
    }

    /**
     * What the bearer is told.
     *
     * @return a sentence that names no part of the ticket
     */
    public String message() {
        return message;
    }
}
