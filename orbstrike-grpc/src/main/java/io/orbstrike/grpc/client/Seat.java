package io.orbstrike.grpc.client;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby.BoardFacts;

/**
 * A player on a board, as the join gave him: who he is there, and the ticket that lets him play.
 *
 * <p>Immutable. The ticket is a secret; it is not shown in the text form.
 *
 * @param board the board as of the join
 * @param player his id there
 * @param index his place in the board's columns, 0 and above
 * @param ticket his signed right to play
 */
public record Seat(BoardFacts board, PlayerId player, int index, String ticket) {

    /**
     * Requires every part.
     *
     * @param board the board as of the join
     * @param player his id there
     * @param index his place in the board's columns, 0 and above
     * @param ticket his signed right to play
     */
    public Seat {
        requireNonNull(board, "board");
        requireNonNull(player, "player");
        requireNonNull(ticket, "ticket");
    }

    @Override
    public String toString() {
        return "Seat[board=" + board.id() + ", player=" + player + ", index=" + index + "]";
    }
}
