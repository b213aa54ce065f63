package io.orbstrike.grpc.ticket;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a ticket says: its bearer may play as a player of a board.
 *
 * <p>Immutable.
 *
 * @param board on which board
 * @param player as whom
 * @param expiresAt when the right ends by itself, in whole seconds; empty if only with the board or the stay
 */
public record Ticket(BoardId board, PlayerId player, Optional<Instant> expiresAt) {

    /**
     * Requires every part.
     *
     * @param board on which board
     * @param player as whom
     * @param expiresAt when the right ends by itself, in whole seconds; empty if only with the board or the stay
     */
    public Ticket {
        requireNonNull(board, "board");
        requireNonNull(player, "player");
        requireNonNull(expiresAt, "expiresAt");
    }

    /**
     * A ticket that ends with its board or the stay.
     *
     * @param board on which board
     * @param player as whom
     * @return the ticket
     */
    public static Ticket of(BoardId board, PlayerId player) {
        return new Ticket(board, player, Optional.empty());
    }
}
