package io.orbstrike.cluster.link;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.BoardOverview;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What the rest of a cluster asks of one gameserver. Stages complete on any thread, within the call's remaining time, and
 * never exceptionally, but for the lobby's bad input.
 *
 * <p>Thread-safe; nothing blocks.
 */
public interface GameserverLink {

    /**
     * The lobby of its boards. A gameserver that is not reached answers {@link Lobby.Unavailable}; then repeating with the
     * same key, here or at another gameserver, finds what was done.
     *
     * @return always the same object
     */
    Lobby lobby();

    /**
     * Asks whether the process still runs (LEASE-5).
     *
     * @param remaining how much time is left
     * @return the outcome; only {@link ProbeOutcome#DEAD} is a proof
     */
    CompletionStage<ProbeOutcome> probe(Duration remaining);

    /**
     * Asks the gameserver to hand a board that it holds to another one (HAND-1 to HAND-5).
     *
     * @param board which board
     * @param target who is to have it
     * @param remaining how much time is left
     * @return the outcome
     */
    CompletionStage<HandOverOutcome> handOver(BoardId board, GameserverAddress target, Duration remaining);

    /**
     * Asks the gameserver to stop ticking a board that is about to be attached elsewhere, and for its state (FAIL-3). Its
     * streams stay until the board is known to have moved; if it has not moved soon, it ticks on.
     *
     * @param board which board
     * @param token of the attachment that is meant
     * @param remaining how much time is left
     * @return the outcome
     */
    CompletionStage<YieldOutcome> yieldBoard(BoardId board, Token token, Duration remaining);

    /**
     * Asks for a page of its boards, for operators.
     *
     * @param after the last board of the page before, empty for the first page
     * @param boardsMax how many at most, 1 and above
     * @param remaining how much time is left
     * @return by rising ids, empty after the last; or nothing if it did not answer
     */
    CompletionStage<Optional<List<BoardOverview>>> boards(Optional<BoardId> after, int boardsMax, Duration remaining);

    /**
     * Asks the gameserver to take no more boards, and to have those that it has handed over. It stays, and keeps what
     * nobody takes.
     *
     * @param remaining how much time is left
     * @return whether it does so now; false if it did not answer
     */
    CompletionStage<Boolean> drain(Duration remaining);
}
