package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.BoardOverviewPage;
import io.orbstrike.cluster.ClusterOperations;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.LeaseStore;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * What an orchestrator and its store know.
 *
 * <p>Thread-safe.
 */
final class OrchestratorView implements AdminView {

    private final ClusterOperations operations;
    private final ClusterStore store;

    OrchestratorView(ClusterOperations operations, ClusterStore store) {
        this.operations = requireNonNull(operations, "operations");
        this.store = requireNonNull(store, "store");
    }

    @Override
    public CompletionStage<LeaseStore.ReadOutcome> gameservers(Duration remaining) {
        return store.leases().read(remaining);
    }

    @Override
    public CompletionStage<BoardOverviewPage> boards(String cursor, int boardsMax, Duration remaining) {
        return operations.boards(cursor, boardsMax, remaining);
    }

    @Override
    public CompletionStage<ElectionStore.LeaderOutcome> leader(Duration remaining) {
        return store.election().leader(remaining);
    }

    @Override
    public CompletionStage<ClusterOperations.Outcome> drain(Incarnation gameserver, Duration remaining) {
        return operations.drain(gameserver, remaining);
    }

    @Override
    public CompletionStage<ClusterOperations.Outcome> move(BoardId board, Incarnation target, Duration remaining) {
        return operations.move(board, target, remaining);
    }

    @Override
    public CompletionStage<ClusterOperations.Outcome> release(BoardId board, Duration remaining) {
        return operations.release(board, remaining);
    }
}
