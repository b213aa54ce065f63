package io.orbstrike.grpc;

import com.google.protobuf.ByteString;
import io.grpc.ServerServiceDefinition;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.GameserverLink;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.cluster.link.YieldOutcome;
import io.orbstrike.grpc.UnaryHandler.Call;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.v1.AdminListBoardsRequest;
import io.orbstrike.grpc.v1.AdminListBoardsResponse;
import io.orbstrike.grpc.v1.BoardToken;
import io.orbstrike.grpc.v1.CreateBoardResponse;
import io.orbstrike.grpc.v1.GameserverCreateBoardRequest;
import io.orbstrike.grpc.v1.GameserverDrainRequest;
import io.orbstrike.grpc.v1.GameserverDrainResponse;
import io.orbstrike.grpc.v1.GameserverGrpc;
import io.orbstrike.grpc.v1.GameserverJoinBoardRequest;
import io.orbstrike.grpc.v1.GameserverJoinBoardResponse;
import io.orbstrike.grpc.v1.GameserverLeaveBoardRequest;
import io.orbstrike.grpc.v1.GetBoardRequest;
import io.orbstrike.grpc.v1.GetBoardResponse;
import io.orbstrike.grpc.v1.HandOverBoardRequest;
import io.orbstrike.grpc.v1.HandOverBoardResponse;
import io.orbstrike.grpc.v1.LeaveBoardResponse;
import io.orbstrike.grpc.v1.ListBoardsRequest;
import io.orbstrike.grpc.v1.ListBoardsResponse;
import io.orbstrike.grpc.v1.ProbeRequest;
import io.orbstrike.grpc.v1.ProbeResponse;
import io.orbstrike.grpc.v1.YieldBoardRequest;
import io.orbstrike.grpc.v1.YieldBoardResponse;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The Gameserver service: what the cluster's other processes ask of the boards of this one.
 *
 * <p>Thread-safe.
 */
final class GameserverService {

    private static final long LIFETIME_SECONDS_MAX = 31_536_000;

    private final GameserverLink boards;
    private final Incarnation self;
    private final CredentialCheck check;
    private final EventLoops eventLoops;
    private final GrpcServerOptions options;
    private final GrpcCounters counters;
    private final Cases<Lobby.CreateOutcome, Call<CreateBoardResponse>> creation;
    private final Cases<Lobby.JoinOutcome, Call<GameserverJoinBoardResponse>> joining;
    private final Cases<Lobby.LeaveOutcome, Call<LeaveBoardResponse>> leaving;
    private final Cases<HandOverOutcome, Call<HandOverBoardResponse>> handingOver;
    private final Cases<YieldOutcome, Call<YieldBoardResponse>> yielding;

    GameserverService(
            GameserverLink boards,
            Incarnation self,
            ClusterCredentials callers,
            EventLoops eventLoops,
            GrpcServerOptions options,
            GrpcCounters counters) {
        this.boards = boards;
        this.self = self;
        this.check = new CredentialCheck(callers, GameserverGrpc.SERVICE_NAME);
        this.eventLoops = eventLoops;
        this.options = options;
        this.counters = counters;
        LobbyCases cases = new LobbyCases(options.retryAfter());
        this.creation = cases.<CreateBoardResponse>creation()
                .on(
                        Lobby.Created.class,
                        (created, call) -> call.reply(CreateBoardResponse.newBuilder()
                                .setBoard(LobbyCases.info(created.board()))
                                .build()))
                .build();
        this.joining = cases.<GameserverJoinBoardResponse>joining()
                .on(Lobby.Joined.class, (joined, call) -> call.reply(joined(joined)))
                .build();
        this.leaving = cases.<LeaveBoardResponse>leaving()
                .on(Lobby.Left.class, (left, call) -> call.reply(LeaveBoardResponse.getDefaultInstance()))
                .build();
        this.handingOver = handingOver(cases);
        this.yielding = yielding(cases);
    }

    ServerServiceDefinition definition() {
        return new UnaryService(GameserverGrpc.getServiceDescriptor(), eventLoops, options, counters::onGameserverCall)
                .with(
                        GameserverGrpc.getCreateBoardMethod(),
                        GameserverCreateBoardRequest.parser(),
                        check.allowed(this::createBoard))
                .with(
                        GameserverGrpc.getJoinBoardMethod(),
                        GameserverJoinBoardRequest.parser(),
                        check.allowed(this::joinBoard))
                .with(
                        GameserverGrpc.getLeaveBoardMethod(),
                        GameserverLeaveBoardRequest.parser(),
                        check.allowed(this::leaveBoard))
                .with(GameserverGrpc.getGetBoardMethod(), GetBoardRequest.parser(), check.allowed(this::getBoard))
                .with(GameserverGrpc.getListBoardsMethod(), ListBoardsRequest.parser(), check.allowed(this::listBoards))
                .with(
                        GameserverGrpc.getListAllBoardsMethod(),
                        AdminListBoardsRequest.parser(),
                        check.allowed(this::listAllBoards))
                .with(GameserverGrpc.getDrainMethod(), GameserverDrainRequest.parser(), check.allowed(this::drain))
                .with(GameserverGrpc.getProbeMethod(), ProbeRequest.parser(), check.allowed(this::probe))
                .with(
                        GameserverGrpc.getHandOverBoardMethod(),
                        HandOverBoardRequest.parser(),
                        check.allowed(this::handOverBoard))
                .with(GameserverGrpc.getYieldBoardMethod(), YieldBoardRequest.parser(), check.allowed(this::yieldBoard))
                .build();
    }

    private void createBoard(GameserverCreateBoardRequest request, Call<CreateBoardResponse> call) {
        Lobby.CreateRequest wanted = new Lobby.CreateRequest(
                key(request.getKeyHash()),
                request.getType(),
                request.getRules().toByteArray(),
                request.getListed(),
                lifetime(request),
                new Creator(request.getCreator()),
                new RequiredLabels(request.getRequiredLabelsMap()));
        call.decodes("rules");
        call.await(boards.lobby().createBoard(wanted, call.remaining()), creation::handle);
    }

    private void joinBoard(GameserverJoinBoardRequest request, Call<GameserverJoinBoardResponse> call) {
        BoardId board = BoardId.parse(request.getBoardId());
        IdempotencyKey key = key(request.getKeyHash());
        byte[] joinData = request.getJoinData().toByteArray();
        call.decodes("join_data");
        call.await(boards.lobby().joinBoard(board, key, joinData, call.remaining()), joining::handle);
    }

    private void leaveBoard(GameserverLeaveBoardRequest request, Call<LeaveBoardResponse> call) {
        BoardId board = BoardId.parse(request.getBoardId());
        InvalidValueException.requireInRange("player_id", request.getPlayerId(), 1, Long.MAX_VALUE, "");
        PlayerId player = new PlayerId(request.getPlayerId());
        call.await(boards.lobby().leaveBoard(board, player, call.remaining()), leaving::handle);
    }

    private void getBoard(GetBoardRequest request, Call<GetBoardResponse> call) {
        BoardId board = BoardId.parse(request.getBoardId());
        call.await(boards.lobby().getBoard(board, call.remaining()), (facts, asker) -> {
            if (facts.isPresent()) {
                asker.reply(GetBoardResponse.newBuilder()
                        .setBoard(LobbyCases.info(facts.get()))
                        .build());
            } else {
                asker.fail(LobbyCases.unknownBoard());
            }
        });
    }

    private void listBoards(ListBoardsRequest request, Call<ListBoardsResponse> call) {
        Lobby.ListQuery query = new Lobby.ListQuery(request.getPageSize(), request.getPageToken(), request.getType());
        call.await(boards.lobby().listBoards(query, call.remaining()), (page, asker) -> {
            ListBoardsResponse.Builder response =
                    ListBoardsResponse.newBuilder().setNextPageToken(page.nextPageToken());
            page.boards().forEach(facts -> response.addBoards(LobbyCases.info(facts)));
            asker.reply(response.build());
        });
    }

    private void listAllBoards(AdminListBoardsRequest request, Call<AdminListBoardsResponse> call) {
        int size = (int) InvalidValueException.requireInRange(
                "page_size", Integer.toUnsignedLong(request.getPageSize()), 1, BoardStore.PAGE_SIZE_MAX, "boards");
        Optional<BoardId> after = request.getPageToken().isEmpty()
                ? Optional.empty()
                : Optional.of(BoardId.parse(request.getPageToken()));
        call.await(boards.boards(after, size, call.remaining()), (page, asker) -> {
            AdminListBoardsResponse.Builder response = AdminListBoardsResponse.newBuilder();
            page.orElse(List.of()).forEach(board -> response.addBoards(AdminService.board(board)));
            asker.reply(response.build());
        });
    }

    private void drain(GameserverDrainRequest request, Call<GameserverDrainResponse> call) {
        call.await(boards.drain(call.remaining()), (isDraining, asker) -> {
            if (isDraining) {
                asker.reply(GameserverDrainResponse.getDefaultInstance());
            } else {
                asker.fail(unknown());
            }
        });
    }

    private void probe(ProbeRequest request, Call<ProbeResponse> call) {
        call.reply(ProbeResponse.newBuilder().setGameserver(self.toString()).build());
    }

    private void handOverBoard(HandOverBoardRequest request, Call<HandOverBoardResponse> call) {
        BoardId board = BoardId.parse(request.getBoardId());
        GameserverAddress target =
                new GameserverAddress(Incarnation.parse(request.getTarget()), request.getTargetAddress());
        call.await(boards.handOver(board, target, call.remaining()), handingOver::handle);
    }

    private void yieldBoard(YieldBoardRequest request, Call<YieldBoardResponse> call) {
        BoardId board = BoardId.parse(request.getBoardId());
        call.await(boards.yieldBoard(board, token(request.getToken()), call.remaining()), yielding::handle);
    }

    private Cases<HandOverOutcome, Call<HandOverBoardResponse>> handingOver(LobbyCases cases) {
        return Cases.<HandOverOutcome, Call<HandOverBoardResponse>>of(HandOverOutcome.class)
                .on(
                        HandOverOutcome.HandedOver.class,
                        (handed, call) -> call.reply(HandOverBoardResponse.newBuilder()
                                .setToken(message(handed.token()))
                                .build()))
                .on(
                        HandOverOutcome.Refused.class,
                        (refused, call) -> call.fail(Failure.of(ErrorReason.HANDOVER_REFUSED, refused.reason())))
                .on(HandOverOutcome.NotHere.class, (notHere, call) -> call.fail(cases.notHere()))
                .on(HandOverOutcome.Unknown.class, (unknown, call) -> call.fail(unknown()))
                .build();
    }

    private Cases<YieldOutcome, Call<YieldBoardResponse>> yielding(LobbyCases cases) {
        return Cases.<YieldOutcome, Call<YieldBoardResponse>>of(YieldOutcome.class)
                .on(YieldOutcome.Yielded.class, (yielded, call) -> call.reply(yielded(yielded.snapshot())))
                .on(YieldOutcome.NotHere.class, (notHere, call) -> call.fail(cases.notHere()))
                .on(YieldOutcome.Unknown.class, (unknown, call) -> call.fail(unknown()))
                .build();
    }

    private Failure unknown() {
        return Failure.retryable(ErrorReason.UNAVAILABLE, "it is not known what came of it", options.retryAfter());
    }

    private static GameserverJoinBoardResponse joined(Lobby.Joined joined) {
        return GameserverJoinBoardResponse.newBuilder()
                .setPlayerId(joined.player().value())
                .setIndex(joined.index())
                .setBoard(LobbyCases.info(joined.board()))
                .build();
    }

    private static YieldBoardResponse yielded(SnapshotStore.Snapshot snapshot) {
        return YieldBoardResponse.newBuilder()
                .setTick(snapshot.tick())
                .setRosterNumber(snapshot.rosterNumber())
                .setVersion(snapshot.version())
                .setSnapshot(ByteString.copyFrom(snapshot.bytes()))
                .build();
    }

    static BoardToken message(Token token) {
        return BoardToken.newBuilder()
                .setEpoch(token.epoch().value())
                .setHolder(token.holder().toString())
                .build();
    }

    static Token token(BoardToken message) {
        InvalidValueException.requireInRange("epoch", message.getEpoch(), 1, Long.MAX_VALUE, "");
        return new Token(new Epoch(message.getEpoch()), Incarnation.parse(message.getHolder()));
    }

    private static IdempotencyKey key(String hash) {
        try {
            return new IdempotencyKey(hash);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("key_hash", "of " + hash.length() + " characters", "64 hexadecimal digits");
        }
    }

    private static Optional<Duration> lifetime(GameserverCreateBoardRequest request) {
        if (!request.hasLifetimeSeconds()) {
            return Optional.empty();
        }
        long seconds = InvalidValueException.requireInRange(
                "lifetime_seconds", request.getLifetimeSeconds(), 0, LIFETIME_SECONDS_MAX, "seconds");
        return Optional.of(Duration.ofSeconds(seconds));
    }
}
