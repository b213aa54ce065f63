package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.GameserverLink;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.cluster.link.ProbeOutcome;
import io.orbstrike.cluster.link.YieldOutcome;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The way to the gameserver of this process.
 *
 * <p>Thread-safe.
 */
record LocalLink(
        GameserverParts parts, Lobby lobby, BoardHandovers handovers, BoardYields yields, Membership membership)
        implements GameserverLink {

    @Override
    public CompletionStage<ProbeOutcome> probe(Duration remaining) {
        return CompletableFuture.completedFuture(parts.agent().isStopped() ? ProbeOutcome.UNKNOWN : ProbeOutcome.ALIVE);
    }

    @Override
    public CompletionStage<HandOverOutcome> handOver(BoardId board, GameserverAddress target, Duration remaining) {
        return handovers.handOver(board, target, remaining);
    }

    @Override
    public CompletionStage<YieldOutcome> yieldBoard(BoardId board, Token token, Duration remaining) {
        return yields.yieldBoard(board, token, remaining);
    }

    @Override
    public CompletionStage<Optional<List<BoardOverview>>> boards(
            Optional<BoardId> after, int boardsMax, Duration remaining) {
        return CompletableFuture.completedFuture(Optional.of(parts.boards().overviews(after, boardsMax)));
    }

    @Override
    public CompletionStage<Boolean> drain(Duration remaining) {
        membership.startDraining();
        return CompletableFuture.completedFuture(true);
    }
}
