package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;

import io.orbstrike.cluster.BoardOverview;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.LeaseStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What a server knows that operators ask for.
 *
 * <p>Thread-safe; called on lanes, must not block. The stages complete on any thread.
 */
public interface AdminView {

    /**
     * The view of a gameserver: the leases and the leader that its store knows, and its own boards.
     *
     * @param gameserver whose boards are shown
     * @param store the gameserver's
     * @return a view of both, as they are when it is asked
     */
    static AdminView of(Gameserver gameserver, ClusterStore store) {
        return new GameserverView(gameserver, store);
    }

    /**
     * Reads the gameservers' leases.
     *
     * @param remaining how much time is left
     * @return the outcome
     */
    CompletionStage<LeaseStore.ReadOutcome> gameservers(Duration remaining);

    /**
     * Reads a page of boards.
     *
     * @param cursor what the page before named, empty for the first
     * @param boardsMax how many at most, 1 and above
     * @param remaining how much time is left
     * @return the page
     * @throws io.orbstrike.board.InvalidValueException if the cursor is none that a page named
     */
    CompletionStage<BoardOverviewPage> boards(String cursor, int boardsMax, Duration remaining);

    /**
     * Reads who leads.
     *
     * @param remaining how much time is left
     * @return the outcome
     */
    CompletionStage<ElectionStore.LeaderOutcome> leader(Duration remaining);

    /**
     * A page of boards.
     *
     * @param boards by rising ids
     * @param nextCursor names the page that follows, empty after the last
     */
    record BoardOverviewPage(List<BoardOverview> boards, String nextCursor) {

        /**
         * Copies the list.
         *
         * @param boards by rising ids
         * @param nextCursor names the page that follows, empty after the last
         */
        public BoardOverviewPage {
            boards = List.copyOf(boards);
            requireNonNull(nextCursor, "nextCursor");
        }
    }
}
