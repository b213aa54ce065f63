package io.orbstrike.grpc;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.BoardOverview;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.GameserverLink;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.cluster.link.ProbeOutcome;
import io.orbstrike.cluster.link.YieldOutcome;
import io.orbstrike.grpc.v1.AdminBoard;
import io.orbstrike.grpc.v1.AdminBoardState;
import io.orbstrike.grpc.v1.AdminListBoardsRequest;
import io.orbstrike.grpc.v1.GameserverDrainRequest;
import io.orbstrike.grpc.v1.GameserverGrpc;
import io.orbstrike.grpc.v1.HandOverBoardRequest;
import io.orbstrike.grpc.v1.YieldBoardRequest;
import io.orbstrike.grpc.v1.YieldBoardResponse;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A gameserver elsewhere.
 *
 * <p>Thread-safe.
 */
final class RemoteGameserver implements GameserverLink {

    private final GameserverCalls calls;
    private final Function<Duration, CompletionStage<ProbeOutcome>> probes;
    private final Lobby lobby;

    RemoteGameserver(GameserverCalls calls, Function<Duration, CompletionStage<ProbeOutcome>> probes) {
        this.calls = calls;
        this.probes = probes;
        this.lobby = new RemoteLobby(calls);
    }

    @Override
    public Lobby lobby() {
        return lobby;
    }

    @Override
    public CompletionStage<ProbeOutcome> probe(Duration remaining) {
        return probes.apply(remaining);
    }

    @Override
    public CompletionStage<HandOverOutcome> handOver(BoardId board, GameserverAddress target, Duration remaining) {
        return calls.call(
                GameserverGrpc.getHandOverBoardMethod(),
                HandOverBoardRequest.newBuilder()
                        .setBoardId(board.toString())
                        .setTarget(target.gameserver().toString())
                        .setTargetAddress(target.address())
                        .build(),
                remaining,
                response -> new HandOverOutcome.HandedOver(GameserverService.token(response.getToken())),
                failure -> switch (failure.reason()) {
                    case HANDOVER_REFUSED -> new HandOverOutcome.Refused(failure.message());
                    case BOARD_MOVED -> HandOverOutcome.NotHere.INSTANCE;
                    default -> HandOverOutcome.Unknown.INSTANCE;
                });
    }

    @Override
    public CompletionStage<YieldOutcome> yieldBoard(BoardId board, Token token, Duration remaining) {
        return calls.call(
                GameserverGrpc.getYieldBoardMethod(),
                YieldBoardRequest.newBuilder()
                        .setBoardId(board.toString())
                        .setToken(GameserverService.message(token))
                        .build(),
                remaining,
                response -> new YieldOutcome.Yielded(snapshot(response)),
                failure -> failure.reason() == ErrorReason.BOARD_MOVED
                        ? YieldOutcome.NotHere.INSTANCE
                        : YieldOutcome.Unknown.INSTANCE);
    }

    @Override
    public CompletionStage<Optional<List<BoardOverview>>> boards(
            Optional<BoardId> after, int boardsMax, Duration remaining) {
        return calls.call(
                GameserverGrpc.getListAllBoardsMethod(),
                AdminListBoardsRequest.newBuilder()
                        .setPageSize(boardsMax)
                        .setPageToken(after.map(BoardId::toString).orElse(""))
                        .build(),
                remaining,
                response -> Optional.of(response.getBoardsList().stream()
                        .map(RemoteGameserver::overview)
                        .toList()),
                failure -> Optional.empty());
    }

    @Override
    public CompletionStage<Boolean> drain(Duration remaining) {
        return calls.call(
                GameserverGrpc.getDrainMethod(),
                GameserverDrainRequest.getDefaultInstance(),
                remaining,
                response -> true,
                failure -> false);
    }

    private static BoardOverview overview(AdminBoard board) {
        return new BoardOverview(
                BoardId.parse(board.getId()),
                board.getType(),
                board.getEpoch(),
                board.getTick(),
                Incarnation.parse(board.getGameserver()),
                board.getPlayers(),
                state(board.getState()));
    }

    private static BoardOverview.State state(AdminBoardState state) {
        return switch (state) {
            case ADMIN_BOARD_STATE_STARTING -> BoardOverview.State.STARTING;
            case ADMIN_BOARD_STATE_RUNNING -> BoardOverview.State.RUNNING;
            case ADMIN_BOARD_STATE_SLEEPING -> BoardOverview.State.SLEEPING;
            case ADMIN_BOARD_STATE_QUARANTINED -> BoardOverview.State.QUARANTINED;
            default -> throw new IllegalArgumentException("state " + state + ": is none of a board");
        };
    }

    private static SnapshotStore.Snapshot snapshot(YieldBoardResponse response) {
        return new SnapshotStore.Snapshot(
                response.getTick(),
                response.getRosterNumber(),
                response.getVersion(),
                response.getSnapshot().toByteArray());
    }
}
