package io.orbstrike.grpc;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.BoardOverviewPage;
import io.orbstrike.cluster.ClusterOperations;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.LeaseStore;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * What a server knows that operators ask for, and does for them.
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
     * The view of a whole cluster, as an orchestrator has it.
     *
     * @param operations the orchestrator's
     * @param store the cluster's
     * @return a view of both, as they are when it is asked
     */
    static AdminView of(ClusterOperations operations, ClusterStore store) {
        return new OrchestratorView(operations, store);
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
     * Has a gameserver drain.
     *
     * @param gameserver which
     * @param remaining how much time is left
     * @return when it has begun to
     */
    CompletionStage<ClusterOperations.Outcome> drain(Incarnation gameserver, Duration remaining);

    /**
     * Has a board handed over.
     *
     * @param board which board
     * @param target who is to have it
     * @param remaining how much time is left
     * @return when that is done
     */
    CompletionStage<ClusterOperations.Outcome> move(BoardId board, Incarnation target, Duration remaining);

    /**
     * Releases a board from quarantine.
     *
     * @param board which board
     * @param remaining how much time is left
     * @return when it is attached anew
     */
    CompletionStage<ClusterOperations.Outcome> release(BoardId board, Duration remaining);
}
