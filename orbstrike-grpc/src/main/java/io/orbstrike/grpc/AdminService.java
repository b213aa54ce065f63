package io.orbstrike.grpc;

import io.grpc.ServerServiceDefinition;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.cluster.BoardOverview;
import io.orbstrike.cluster.ClusterOperations;
import io.orbstrike.grpc.UnaryHandler.Call;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.v1.AdminBoard;
import io.orbstrike.grpc.v1.AdminBoardState;
import io.orbstrike.grpc.v1.AdminGrpc;
import io.orbstrike.grpc.v1.AdminListBoardsRequest;
import io.orbstrike.grpc.v1.AdminListBoardsResponse;
import io.orbstrike.grpc.v1.DrainGameserverRequest;
import io.orbstrike.grpc.v1.DrainGameserverResponse;
import io.orbstrike.grpc.v1.GameserverInfo;
import io.orbstrike.grpc.v1.GetLeaderRequest;
import io.orbstrike.grpc.v1.GetLeaderResponse;
import io.orbstrike.grpc.v1.Leader;
import io.orbstrike.grpc.v1.ListGameserversRequest;
import io.orbstrike.grpc.v1.ListGameserversResponse;
import io.orbstrike.grpc.v1.MoveBoardRequest;
import io.orbstrike.grpc.v1.MoveBoardResponse;
import io.orbstrike.grpc.v1.ReleaseBoardRequest;
import io.orbstrike.grpc.v1.ReleaseBoardResponse;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.ElectionStore.Candidate;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.LongFunction;

/**
 * The Admin service: lets in who has a credential of the cluster, and shows what the view knows.
 *
 * <p>Thread-safe.
 */
final class AdminService {

    private static final int PAGE_SIZE_DEFAULT = 100;
    private static final int PAGE_SIZE_MAX = 1_000;
    private static final int PAGE_TOKEN_CHARACTERS_MAX = 1_024;

    private final AdminView view;
    private final CredentialCheck check;
    private final EventLoops eventLoops;
    private final GrpcServerOptions options;
    private final GrpcCounters counters;

    private final Cases<LeaseStore.ReadOutcome, Call<ListGameserversResponse>> reading =
            Cases.<LeaseStore.ReadOutcome, Call<ListGameserversResponse>>of(LeaseStore.ReadOutcome.class)
                    .on(LeaseStore.Leases.class, (leases, call) -> call.reply(gameservers(leases)))
                    .on(Unknown.class, (unknown, call) -> call.fail(storeIsSilent()))
                    .build();

    private final Cases<ElectionStore.LeaderOutcome, Call<GetLeaderResponse>> leading =
            Cases.<ElectionStore.LeaderOutcome, Call<GetLeaderResponse>>of(ElectionStore.LeaderOutcome.class)
                    .on(ElectionStore.Led.class, (led, call) -> call.reply(leader(led)))
                    .on(
                            ElectionStore.NoLeader.class,
                            (none, call) -> call.reply(GetLeaderResponse.getDefaultInstance()))
                    .on(Unknown.class, (unknown, call) -> call.fail(storeIsSilent()))
                    .build();

    AdminService(
            AdminView view,
            ClusterCredentials credentials,
            EventLoops eventLoops,
            GrpcServerOptions options,
            GrpcCounters counters) {
        this.view = view;
        this.check = new CredentialCheck(credentials, AdminGrpc.SERVICE_NAME);
        this.eventLoops = eventLoops;
        this.options = options;
        this.counters = counters;
    }

    ServerServiceDefinition definition() {
        return new UnaryService(AdminGrpc.getServiceDescriptor(), eventLoops, options, counters::onAdminCall)
                .with(
                        AdminGrpc.getListGameserversMethod(),
                        ListGameserversRequest.parser(),
                        check.allowed(this::listGameservers))
                .with(AdminGrpc.getListBoardsMethod(), AdminListBoardsRequest.parser(), check.allowed(this::listBoards))
                .with(AdminGrpc.getGetLeaderMethod(), GetLeaderRequest.parser(), check.allowed(this::getLeader))
                .with(
                        AdminGrpc.getDrainGameserverMethod(),
                        DrainGameserverRequest.parser(),
                        check.allowed(this::drainGameserver))
                .with(AdminGrpc.getMoveBoardMethod(), MoveBoardRequest.parser(), check.allowed(this::moveBoard))
                .with(
                        AdminGrpc.getReleaseBoardMethod(),
                        ReleaseBoardRequest.parser(),
                        check.allowed(this::releaseBoard))
                .build();
    }

    private void listGameservers(ListGameserversRequest request, Call<ListGameserversResponse> call) {
        call.await(view.gameservers(call.remaining()), reading::handle);
    }

    private void listBoards(AdminListBoardsRequest request, Call<AdminListBoardsResponse> call) {
        long size = Integer.toUnsignedLong(request.getPageSize());
        InvalidValueException.requireInRange("page_size", size, 0, PAGE_SIZE_MAX, "boards");
        String token = request.getPageToken();
        InvalidValueException.requireInRange(
                "length of page_token", token.length(), 0, PAGE_TOKEN_CHARACTERS_MAX, "characters");
        call.await(view.boards(token, size == 0 ? PAGE_SIZE_DEFAULT : (int) size, call.remaining()), (page, asker) -> {
            AdminListBoardsResponse.Builder response =
                    AdminListBoardsResponse.newBuilder().setNextPageToken(page.nextCursor());
            page.boards().forEach(board -> response.addBoards(board(board)));
            asker.reply(response.build());
        });
    }

    private void getLeader(GetLeaderRequest request, Call<GetLeaderResponse> call) {
        call.await(view.leader(call.remaining()), leading::handle);
    }

    private void drainGameserver(DrainGameserverRequest request, Call<DrainGameserverResponse> call) {
        Incarnation gameserver = Incarnation.parse(request.getGameserver());
        call.await(
                view.drain(gameserver, call.remaining()),
                (outcome, asker) -> answer(outcome, asker, epoch -> DrainGameserverResponse.getDefaultInstance()));
    }

    private void moveBoard(MoveBoardRequest request, Call<MoveBoardResponse> call) {
        BoardId board = BoardId.parse(request.getBoardId());
        Incarnation target = Incarnation.parse(request.getGameserver());
        call.await(
                view.move(board, target, call.remaining()),
                (outcome, asker) -> answer(
                        outcome,
                        asker,
                        epoch -> MoveBoardResponse.newBuilder().setEpoch(epoch).build()));
    }

    private void releaseBoard(ReleaseBoardRequest request, Call<ReleaseBoardResponse> call) {
        BoardId board = BoardId.parse(request.getBoardId());
        call.await(
                view.release(board, call.remaining()),
                (outcome, asker) -> answer(
                        outcome,
                        asker,
                        epoch -> ReleaseBoardResponse.newBuilder()
                                .setEpoch(epoch)
                                .build()));
    }

    private static <P> void answer(ClusterOperations.Outcome outcome, Call<P> call, LongFunction<P> response) {
        if (outcome instanceof ClusterOperations.Moved moved) {
            call.reply(response.apply(moved.token().epoch().value()));
        } else if (outcome instanceof ClusterOperations.Draining) {
            call.reply(response.apply(0));
        } else if (outcome instanceof ClusterOperations.NoSuchBoard) {
            call.fail(LobbyCases.unknownBoard());
        } else if (outcome instanceof ClusterOperations.NoSuchGameserver) {
            call.fail(Failure.of(ErrorReason.UNKNOWN_GAMESERVER, "no such gameserver lives, as far as is known here"));
        } else {
            String reason = ((ClusterOperations.Refused) outcome).reason();
            call.fail(Failure.of(ErrorReason.HANDOVER_REFUSED, reason));
        }
    }

    private static ListGameserversResponse gameservers(LeaseStore.Leases read) {
        ListGameserversResponse.Builder response = ListGameserversResponse.newBuilder();
        read.leases().stream()
                .map(recorded -> gameserver(recorded, read.storeTime()))
                .sorted(Comparator.comparing(GameserverInfo::getId))
                .forEach(response::addGameservers);
        return response.build();
    }

    private static GameserverInfo gameserver(Lease.Recorded recorded, Instant storeTime) {
        Lease lease = recorded.lease();
        boolean isLive = recorded.isLiveAt(storeTime);
        GameserverInfo.Builder info = GameserverInfo.newBuilder()
                .setId(lease.gameserver().toString())
                .setAddress(lease.address())
                .setBuild(lease.build())
                .putAllLabels(lease.labels())
                .setLive(isLive)
                .setDraining(lease.draining())
                .setBoards(lease.load().boards())
                .setMaxBoards(lease.capacity().boards())
                .setPlaces(lease.load().places())
                .setMaxPlaces(lease.capacity().places())
                .setPlayers(lease.load().players())
                .setUtilisationPermille(lease.load().utilisationPermille())
                .setTickLatenessUsMean(lease.load().delays().tickLatenessUsMean())
                .setTickLatenessUsMax(lease.load().delays().tickLatenessUsMax())
                .setSyncLagMs(lease.load().delays().syncLagMs());
        if (isLive) {
            info.setExpiresInMs(
                    Duration.between(storeTime, recorded.expiresAt()).toMillis());
        }
        lease.types().keySet().stream().sorted().forEach(info::addTypes);
        return info.build();
    }

    static AdminBoard board(BoardOverview board) {
        return AdminBoard.newBuilder()
                .setId(board.id().toString())
                .setType(board.type())
                .setEpoch(board.epoch())
                .setTick(board.tick())
                .setGameserver(board.gameserver().toString())
                .setPlayers(board.players())
                .setState(state(board.state()))
                .build();
    }

    private static AdminBoardState state(BoardOverview.State state) {
        return switch (state) {
            case STARTING -> AdminBoardState.ADMIN_BOARD_STATE_STARTING;
            case RUNNING -> AdminBoardState.ADMIN_BOARD_STATE_RUNNING;
            case SLEEPING -> AdminBoardState.ADMIN_BOARD_STATE_SLEEPING;
            case QUARANTINED -> AdminBoardState.ADMIN_BOARD_STATE_QUARANTINED;
        };
    }

    private static GetLeaderResponse leader(ElectionStore.Led led) {
        Candidate leader = led.leader();
        return GetLeaderResponse.newBuilder()
                .setLeader(Leader.newBuilder()
                        .setId(leader.process().toString())
                        .setAddress(leader.address())
                        .setTerm(led.term()))
                .build();
    }

    private Failure storeIsSilent() {
        return Failure.retryable(ErrorReason.UNAVAILABLE, "the store did not answer", options.retryAfter());
    }
}
