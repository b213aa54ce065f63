package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.LobbyUnavailableException;
import io.orbstrike.grpc.v1.GameserverCreateBoardRequest;
import io.orbstrike.grpc.v1.GameserverGrpc;
import io.orbstrike.grpc.v1.GameserverJoinBoardRequest;
import io.orbstrike.grpc.v1.GameserverLeaveBoardRequest;
import io.orbstrike.grpc.v1.GetBoardRequest;
import io.orbstrike.grpc.v1.ListBoardsRequest;
import io.orbstrike.store.IdempotencyKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The lobby of the boards of a gameserver elsewhere. Of one that is not reached there are no boards to describe or list.
 *
 * <p>Thread-safe.
 */
final class RemoteLobby implements Lobby {

    private final GameserverCalls calls;

    RemoteLobby(GameserverCalls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<CreateOutcome> createBoard(CreateRequest request, Duration remaining) {
        requireNonNull(request, "request");
        GameserverCreateBoardRequest.Builder asked = GameserverCreateBoardRequest.newBuilder()
                .setKeyHash(request.key().hash())
                .setType(request.type())
                .setRules(ByteString.copyFrom(request.rules()))
                .setListed(request.listed())
                .setCreator(request.creator().name())
                .putAllRequiredLabels(request.requiredLabels().labels());
        request.lifetime().ifPresent(lifetime -> asked.setLifetimeSeconds(lifetime.toSeconds()));
        return calls.call(
                GameserverGrpc.getCreateBoardMethod(),
                asked.build(),
                remaining,
                response -> new Created(LobbyAnswers.facts(response.getBoard())),
                failure -> answers(request.type()).creation(failure));
    }

    @Override
    public CompletionStage<JoinOutcome> joinBoard(
            BoardId board, IdempotencyKey key, byte[] joinData, Duration remaining) {
        return calls.call(
                GameserverGrpc.getJoinBoardMethod(),
                GameserverJoinBoardRequest.newBuilder()
                        .setBoardId(board.toString())
                        .setKeyHash(key.hash())
                        .setJoinData(ByteString.copyFrom(joinData))
                        .build(),
                remaining,
                response -> new Joined(
                        new PlayerId(response.getPlayerId()),
                        response.getIndex(),
                        LobbyAnswers.facts(response.getBoard())),
                failure -> answers("").joining(failure));
    }

    @Override
    public CompletionStage<LeaveOutcome> leaveBoard(BoardId board, PlayerId player, Duration remaining) {
        return calls.call(
                GameserverGrpc.getLeaveBoardMethod(),
                GameserverLeaveBoardRequest.newBuilder()
                        .setBoardId(board.toString())
                        .setPlayerId(player.value())
                        .build(),
                remaining,
                response -> Left.INSTANCE,
                failure -> answers("").leaving(failure));
    }

    @Override
    public CompletionStage<Optional<BoardFacts>> getBoard(BoardId board, Duration remaining) {
        return calls.call(
                GameserverGrpc.getGetBoardMethod(),
                GetBoardRequest.newBuilder().setBoardId(board.toString()).build(),
                remaining,
                response -> Optional.of(LobbyAnswers.facts(response.getBoard())),
                failure -> {
                    LobbyAnswers.throwBadInput(failure);
                    if (failure.reason() != ErrorReason.UNKNOWN_BOARD && failure.reason() != ErrorReason.BOARD_MOVED) {
                        throw new LobbyUnavailableException(failure.message(), calls.retryAfter());
                    }
                    return Optional.empty();
                });
    }

    @Override
    public CompletionStage<BoardPage> listBoards(ListQuery query, Duration remaining) {
        return calls.call(
                GameserverGrpc.getListBoardsMethod(),
                ListBoardsRequest.newBuilder()
                        .setPageSize(query.pageSize())
                        .setPageToken(query.pageToken())
                        .setType(query.type())
                        .build(),
                remaining,
                response -> new BoardPage(
                        response.getBoardsList().stream()
                                .map(LobbyAnswers::facts)
                                .toList(),
                        response.getNextPageToken()),
                failure -> {
                    LobbyAnswers.throwBadInput(failure);
                    throw new LobbyUnavailableException(failure.message(), calls.retryAfter());
                });
    }

    private LobbyAnswers answers(String type) {
        return new LobbyAnswers(type, calls.retryAfter());
    }
}
