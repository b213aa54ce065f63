package io.orbstrike.benchmarks.peer;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.grpc.orb.v1.Player;
import io.orbstrike.grpc.v1.CreateBoardRequest;
import io.orbstrike.grpc.v1.CreateBoardResponse;
import io.orbstrike.grpc.v1.GetBoardRequest;
import io.orbstrike.grpc.v1.GetBoardResponse;
import io.orbstrike.grpc.v1.JoinBoardRequest;
import io.orbstrike.grpc.v1.JoinBoardResponse;
import io.orbstrike.grpc.v1.LeaveBoardRequest;
import io.orbstrike.grpc.v1.LeaveBoardResponse;
import io.orbstrike.grpc.v1.LobbyGrpc;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.SecureIds;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * The lobby as far as a load client calls it; boards are not listed. Only statuses tell what went wrong, without details.
 *
 * <p>Thread-safe.
 */
final class NaiveLobbyService extends LobbyGrpc.LobbyImplBase {

    private static final OrbType ORB = new OrbType();
    private static final Duration LIFETIME_DEFAULT = Duration.ofHours(1);
    private static final Duration LIFETIME_MAX = Duration.ofDays(365);

    private final NaiveBoards boards;
    private final SecureIds ids = SecureIds.create();

    NaiveLobbyService(NaiveBoards boards) {
        this.boards = boards;
    }

    @Override
    public void createBoard(CreateBoardRequest request, StreamObserver<CreateBoardResponse> observer) {
        answer(observer, () -> {
            if (!request.getType().equals(ORB.name())) {
                throw Status.INVALID_ARGUMENT
                        .withDescription("type " + request.getType())
                        .asRuntimeException();
            }
            OrbRules rules =
                    ORB.rulesCodec().decode(new ByteReader(request.getRules().toByteArray()));
            String id = IdempotencyKey.of(request.getIdempotencyKey().toByteArray())
                    .boardId()
                    .toString();
            NaiveBoard board = boards.create(id, rules, ids.seed(), lifetime(request));
            if (board == null) {
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription("too many boards")
                        .asRuntimeException();
            }
            return CreateBoardResponse.newBuilder().setBoard(board.info()).build();
        });
    }

    private static Duration lifetime(CreateBoardRequest request) {
        if (!request.hasLifetimeSeconds()) {
            return LIFETIME_DEFAULT;
        }
        long seconds = request.getLifetimeSeconds();
        boolean isForEver = seconds <= 0 || seconds > LIFETIME_MAX.toSeconds();
        return isForEver ? LIFETIME_MAX : Duration.ofSeconds(seconds);
    }

    @Override
    public void joinBoard(JoinBoardRequest request, StreamObserver<JoinBoardResponse> observer) {
        answer(observer, () -> {
            NaiveBoard board = find(request.getBoardId());
            String ticket = HexFormat.of().formatHex(ids.secret());
            NaiveSeat seat = board.join(request.getIdempotencyKey(), player(request.getJoinData()), ticket);
            if (seat == null) {
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription("the board is full")
                        .asRuntimeException();
            }
            boards.admit(seat);
            return JoinBoardResponse.newBuilder()
                    .setPlayerId(seat.orb().player)
                    .setIndex(seat.orb().index)
                    .setTicket(seat.ticket())
                    .setBoard(board.info())
                    .build();
        });
    }

    /** The message as it came, once it has been found to be in its bounds. */
    private static Player player(ByteString joinData) {
        ORB.joinDataCodec().decode(new ByteReader(joinData.toByteArray()));
        try {
            return Player.parseFrom(joinData);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedBytesException(0, "join data: " + e.getMessage());
        }
    }

    @Override
    public void leaveBoard(LeaveBoardRequest request, StreamObserver<LeaveBoardResponse> observer) {
        answer(observer, () -> {
            NaiveSeat seat = boards.seat(NaiveTickets.ofCall());
            if (seat == null) {
                throw Status.UNAUTHENTICATED.withDescription("no such ticket").asRuntimeException();
            }
            boards.remove(seat);
            return LeaveBoardResponse.getDefaultInstance();
        });
    }

    @Override
    public void getBoard(GetBoardRequest request, StreamObserver<GetBoardResponse> observer) {
        answer(
                observer,
                () -> GetBoardResponse.newBuilder()
                        .setBoard(find(request.getBoardId()).info())
                        .build());
    }

    private NaiveBoard find(String id) {
        NaiveBoard board = boards.find(id);
        if (board == null) {
            throw Status.NOT_FOUND.withDescription("board " + id).asRuntimeException();
        }
        return board;
    }

    private static <P> void answer(StreamObserver<P> observer, Supplier<P> response) {
        try {
            observer.onNext(response.get());
            observer.onCompleted();
        } catch (InvalidValueException | MalformedBytesException | IllegalArgumentException e) {
            observer.onError(
                    Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
        } catch (StatusRuntimeException e) {
            observer.onError(e);
        }
    }
}
