package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.cluster.BoardOverview;
import io.orbstrike.cluster.BoardOverviewPage;
import io.orbstrike.cluster.ClusterOperations;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.LeaseStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a gameserver and its store know. A page's cursor is its last board.
 *
 * <p>Thread-safe.
 */
final class GameserverView implements AdminView {

    private static final ClusterOperations.Refused ASK_AN_ORCHESTRATOR =
            new ClusterOperations.Refused("a gameserver does not do this: ask an orchestrator");

    private final Gameserver gameserver;
    private final ClusterStore store;

    GameserverView(Gameserver gameserver, ClusterStore store) {
        this.gameserver = requireNonNull(gameserver, "gameserver");
        this.store = requireNonNull(store, "store");
    }

    @Override
    public CompletionStage<LeaseStore.ReadOutcome> gameservers(Duration remaining) {
        return store.leases().read(remaining);
    }

    @Override
    public CompletionStage<BoardOverviewPage> boards(String cursor, int boardsMax, Duration remaining) {
        List<BoardOverview> boards = gameserver.boardsAfter(after(cursor), boardsMax);
        boolean isLast = boards.size() < boardsMax;
        String next = isLast ? "" : boards.get(boards.size() - 1).id().toString();
        return CompletableFuture.completedFuture(new BoardOverviewPage(boards, next));
    }

    @Override
    public CompletionStage<ElectionStore.LeaderOutcome> leader(Duration remaining) {
        return store.election().leader(remaining);
    }

    @Override
    public CompletionStage<ClusterOperations.Outcome> drain(Incarnation meant, Duration remaining) {
        if (!meant.equals(gameserver.incarnation())) {
            return CompletableFuture.completedFuture(ClusterOperations.NoSuchGameserver.INSTANCE);
        }
        return gameserver
                .link()
                .drain(remaining)
                .thenApplyAsync(begun -> ClusterOperations.Draining.INSTANCE, Runnable::run);
    }

    @Override
    public CompletionStage<ClusterOperations.Outcome> move(BoardId board, Incarnation target, Duration remaining) {
        return CompletableFuture.completedFuture(ASK_AN_ORCHESTRATOR);
    }

    @Override
    public CompletionStage<ClusterOperations.Outcome> release(BoardId board, Duration remaining) {
        return CompletableFuture.completedFuture(ASK_AN_ORCHESTRATOR);
    }

    private static @Nullable BoardId after(String cursor) {
        if (cursor.isEmpty()) {
            return null;
        }
        try {
            return BoardId.parse(cursor);
        } catch (InvalidValueException e) {
            throw new InvalidValueException("page_token", e.value(), "what a page named");
        }
    }
}
