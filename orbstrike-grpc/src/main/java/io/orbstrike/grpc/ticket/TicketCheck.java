package io.orbstrike.grpc.ticket;

/**
 * What came of checking a ticket.
 *
 * <p>Immutable.
 */
public sealed interface TicketCheck {

    /**
     * The signature is right and the time is not over. Whether the player is still on the board is for the board to say.
     *
     * @param ticket what it says
     */
    record Accepted(Ticket ticket) implements TicketCheck {}

    /**
     * The bearer has no right.
     *
     * @param refusal why
     */
    record Refused(TicketRefusal refusal) implements TicketCheck {}
}
