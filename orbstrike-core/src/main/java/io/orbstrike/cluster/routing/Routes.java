package io.orbstrike.cluster.routing;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.link.GameserverAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

/**
 * Where boards are, as far as this process knows and the store says.
 *
 * <p>Thread-safe; nothing blocks. Stages complete on any thread, within the time, and never exceptionally.
 */
public interface Routes {

    /**
     * Finds a board: at once if its place is known, else from the store. Waits while its holder does not live, or its
     * epoch is below one that a client has seen (ROUTE-2).
     *
     * @param board which board
     * @param epochMin the least epoch that serves, 0 for any
     * @param remaining how long to wait
     * @return the outcome
     */
    CompletionStage<RouteOutcome> find(BoardId board, long epochMin, Duration remaining);

    /**
     * Finds a board again after a route did not serve. A route with another token is answered as soon as it is known; the
     * same one only after the store has named it once more, and after a delay that grows with the failures in a row.
     *
     * @param failed the route that did not serve
     * @param failure why
     * @param failures how many failures in a row this is, 1 and above
     * @param epochMin the least epoch that serves, 0 for any
     * @param remaining how long to wait
     * @return the outcome
     */
    CompletionStage<RouteOutcome> findAfter(
            Route failed, RouteFailure failure, int failures, long epochMin, Duration remaining);

    /**
     * Follows a board for a stream that is carried over a route: its token is read again now and then, after each loss of
     * notifications, when somebody tells of a move, and often while the gameserver of the route has no lease (ROUTE-3).
     *
     * @param route that carries the stream
     * @param onMoved told once, on any thread, when the board has another token or is gone
     * @return ends it when closed
     */
    Following follow(Route route, Runnable onMoved);

    /**
     * The gameservers that live, as the store last said: where boards may go next.
     *
     * @return in no particular order; empty before the store has answered once
     */
    Collection<GameserverAddress> gameservers();

    /** Somebody follows a board. */
    interface Following extends AutoCloseable {

        /** Ends it; a call under way may still end later. May be called twice. */
        @Override
        void close();
    }
}
