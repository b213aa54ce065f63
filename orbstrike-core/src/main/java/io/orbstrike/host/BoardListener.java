package io.orbstrike.host;

import io.orbstrike.board.PlayerId;

/**
 * Hears of a hosted board's events that outlive a tick.
 *
 * <p>Called on the board's tick thread, at most one step late, never two calls at a time for one board. It must not
 * block: it hands over to an executor of its own.
 */
public interface BoardListener {

    /**
     * A stay has ended on the board: the player left, stayed away too long, or was eliminated. Not called for the players
     * of a board that closes.
     *
     * @param board the board
     * @param player whose stay
     * @param reason why
     * @param tick the step with which it ended: states captured from then on are without the player
     */
    default void onStayEnded(HostedBoard<?, ?> board, PlayerId player, StayEndReason reason, long tick) {}

    /**
     * The board has closed and is no longer hosted.
     *
     * @param board the board
     * @param reason {@link StayEndReason#CLOSED} or {@link StayEndReason#EXPIRED}
     * @param result the game's result, empty if there is none
     */
    default void onClosed(HostedBoard<?, ?> board, StayEndReason reason, byte[] result) {}

    /**
     * The board threw and is in quarantine.
     *
     * @param board the board
     * @param failure what it threw
     */
    default void onQuarantined(HostedBoard<?, ?> board, Throwable failure) {}
}
