package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.cluster.Lobby.ListQuery;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.Failures;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.ticket.Ticket;
import io.orbstrike.grpc.ticket.TicketRefusal;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.grpc.v1.CreateBoardRequest;
import io.orbstrike.grpc.v1.CreateBoardResponse;
import io.orbstrike.grpc.v1.GetBoardRequest;
import io.orbstrike.grpc.v1.JoinBoardRequest;
import io.orbstrike.grpc.v1.JoinBoardResponse;
import io.orbstrike.grpc.v1.LeaveBoardRequest;
import io.orbstrike.grpc.v1.ListBoardsRequest;
import io.orbstrike.grpc.v1.LobbyGrpc;
import io.orbstrike.store.Absent;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.IdempotencyKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The lobby's answers as any gRPC client sees them. */
class LobbyIT {

    private static final ByteString KEY = ByteString.copyFrom(new byte[32]);
    private static final BoardId NO_BOARD = new BoardId(1, 2);

    private static GrpcRig rig;
    private static LobbyGrpc.LobbyBlockingStub lobby;

    @BeforeAll
    static void start() {
        rig = GrpcRig.start();
        lobby = LobbyGrpc.newBlockingStub(rig.channel());
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void shouldCreateOneBoardWhenTheKeyIsTheSame() {
        CreateBoardRequest request = creation().build();
        CreateBoardResponse first = lobby.createBoard(request);
        CreateBoardResponse second = lobby.createBoard(request);
        assertThat(second.getBoard().getId()).isEqualTo(first.getBoard().getId());
        assertThat(first.getBoard().getId()).matches("[0-9a-f]{32}");
        assertThat(first.getBoard().getTickIntervalNs()).isEqualTo(5_000_000);
        assertThat(first.getBoard().getEpoch()).isPositive();
    }

    @Test
    void shouldJoinOncePerKeyAndGiveATicketThatSaysSo() {
        BoardFacts board = rig.createBoard();
        JoinBoardRequest request = joining(board.id(), "ann").build();
        JoinBoardResponse first = lobby.joinBoard(request);
        JoinBoardResponse second = lobby.joinBoard(request);
        assertThat(second.getPlayerId()).isEqualTo(first.getPlayerId()).isEqualTo(1);
        assertThat(second.getIndex()).isEqualTo(first.getIndex());
        assertThat(rig.tickets.check(second.getTicket()).toString())
                .contains(board.id().toString());
        await().until(() -> lobby.joinBoard(request).getBoard().getPlayers() == 1); // answered before the step
    }

    @Test
    void shouldBeTheSamePlayerThroughAnotherClientWithTheSameSecretUntilHeLeaves() {
        BoardFacts board = rig.createBoard();
        byte[] secret = "a secret of one's own".getBytes(StandardCharsets.US_ASCII);
        try (OrbstrikeClient other = OrbstrikeClient.builder()
                .target(rig.target())
                .eventLoops(rig.loops)
                .build()) {
            Seat seat = GrpcRig.await(rig.client.joinBoard(GrpcRig.TYPE, board.id(), "ann", secret));
            Seat again = GrpcRig.await(other.joinBoard(GrpcRig.TYPE, board.id(), "ann", secret));
            assertThat(again.player()).isEqualTo(seat.player());
            assertThat(again.index()).isEqualTo(seat.index());
            Seat drawn = GrpcRig.await(other.joinBoard(GrpcRig.TYPE, board.id(), "bob"));
            assertThat(drawn.player()).isNotEqualTo(seat.player());

            rig.client.leaveBoard(seat).toCompletableFuture().join();
            assertThat(other.joinBoard(GrpcRig.TYPE, board.id(), "ann", secret))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOfSatisfying(
                            CallFailedException.class,
                            failure -> assertThat(failure.code()).isEqualTo(Status.Code.NOT_FOUND));
        }
    }

    @Test
    void shouldAnswerNotFoundWhenThereIsNoSuchBoard() {
        assertFails(() -> lobby.joinBoard(joining(NO_BOARD, "ann").build()), ErrorReason.UNKNOWN_BOARD);
        assertFails(
                () -> lobby.getBoard(GetBoardRequest.newBuilder()
                        .setBoardId(NO_BOARD.toString())
                        .build()),
                ErrorReason.UNKNOWN_BOARD);
    }

    @Test
    void shouldAnswerInvalidArgumentWhenTheIdIsNone() {
        assertFails(
                () -> lobby.joinBoard(JoinBoardRequest.newBuilder()
                        .setBoardId("xyz")
                        .setIdempotencyKey(KEY)
                        .build()),
                ErrorReason.INVALID_VALUE,
                "INVALID_ARGUMENT: board \"xyz\": must be 32 hexadecimal digits");
        assertFails(
                () -> lobby.getBoard(GetBoardRequest.getDefaultInstance()),
                ErrorReason.INVALID_VALUE,
                "INVALID_ARGUMENT: board \"\": must be 32 hexadecimal digits");
    }

    @Test
    void shouldNameFieldValueAndBoundWhenRulesAreBad() {
        assertFails(
                () -> lobby.createBoard(creation()
                        .setRules(ByteString.copyFrom(new byte[] {(byte) 0xd0, 0x0f, 1, 1}))
                        .build()),
                ErrorReason.INVALID_VALUE,
                "INVALID_ARGUMENT: max_players 2000 above 1: must be 1 to 1000");
        assertFails(
                () -> lobby.createBoard(
                        creation().setRules(ByteString.copyFrom(new byte[] {5})).build()),
                ErrorReason.MALFORMED_BYTES,
                "INVALID_ARGUMENT: rules at byte 1: a varint cut short");
        assertFails(
                () -> lobby.createBoard(creation()
                        .setRules(ByteString.copyFrom(new byte[64 * 1024 + 1]))
                        .build()),
                ErrorReason.INVALID_VALUE,
                "INVALID_ARGUMENT: rules of 65537 bytes: must be at most 65536 bytes");
        assertFails(
                () -> lobby.createBoard(creation().setType("chess").build()),
                ErrorReason.INVALID_VALUE,
                "INVALID_ARGUMENT: type \"chess\": must be tally");
        assertFails(
                () -> lobby.createBoard(creation().setType("").build()),
                ErrorReason.INVALID_VALUE,
                "INVALID_ARGUMENT: type of 0 characters: must be 1 to 32 characters");
        assertFails(
                () -> lobby.createBoard(
                        creation().setLifetimeSeconds(31_536_001).build()),
                ErrorReason.INVALID_VALUE,
                "INVALID_ARGUMENT: lifetime_seconds 31536001: must be 0 to 31536000 seconds");
        assertFails(
                () -> lobby.createBoard(
                        creation().putRequiredLabels("zone", "a,b").build()),
                ErrorReason.INVALID_VALUE,
                "INVALID_ARGUMENT: required_labels value \"a,b\" of zone: must be 0 to 63 characters of A to Z, a to z,"
                        + " 0 to 9, '.', '_', '-' and '/'");
        CreateBoardRequest.Builder labels = creation();
        for (int i = 0; i < 17; i++) {
            labels.putRequiredLabels("label" + i, "");
        }
        assertFails(
                () -> lobby.createBoard(labels.build()),
                ErrorReason.INVALID_VALUE,
                "INVALID_ARGUMENT: required_labels of 17 labels: must be at most 16 labels");
        assertFails(
                () -> lobby.createBoard(creation()
                        .setIdempotencyKey(ByteString.copyFromUtf8("short"))
                        .build()),
                ErrorReason.INVALID_VALUE,
                "INVALID_ARGUMENT: length of idempotency_key 5: must be 16 to 64 bytes");
    }

    @Test
    void shouldNameFieldValueAndBoundWhenTheNameIsBad() {
        BoardFacts board = rig.createBoard();
        assertFails(
                () -> lobby.joinBoard(joining(board.id(), "elevenchars").build()),
                ErrorReason.INVALID_VALUE,
                "INVALID_ARGUMENT: name of 11 code points: must be at most 10 code points");
        assertFails(
                () -> lobby.joinBoard(joining(board.id(), "a\u0007b").build()),
                ErrorReason.INVALID_VALUE,
                "INVALID_ARGUMENT: name with a control character: must be free of control characters");
        assertFails(
                () -> lobby.joinBoard(joining(board.id(), "")
                        .setJoinData(ByteString.copyFrom(new byte[] {(byte) 0xff}))
                        .build()),
                ErrorReason.MALFORMED_BYTES,
                "INVALID_ARGUMENT: join_data at byte 0: no UTF-8 text of 1 bytes");
        assertFails(
                () -> lobby.joinBoard(joining(board.id(), "")
                        .setJoinData(ByteString.copyFrom(new byte[16 * 1024 + 1]))
                        .build()),
                ErrorReason.INVALID_VALUE,
                "INVALID_ARGUMENT: join_data of 16385 bytes: must be at most 16384 bytes");
    }

    @Test
    void shouldAnswerResourceExhaustedWhenARequestIsLongerThanTheTransportReads() {
        StatusRuntimeException thrown = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> lobby.createBoard(creation()
                        .setRules(ByteString.copyFrom(new byte[300_000]))
                        .build()));
        assertThat(thrown.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void shouldRefuseBytesThatAreNoRequest() {
        MethodDescriptor<byte[], CreateBoardResponse> method = takingBytes(MethodDescriptor.MethodType.UNARY);
        assertFails(
                () -> ClientCalls.blockingUnaryCall(
                        rig.channel(), method, CallOptions.DEFAULT, new byte[] {(byte) 0xFF, (byte) 0xFF}),
                ErrorReason.MALFORMED_BYTES);
    }

    @Test
    void shouldDoNothingInACallOfTwoRequests() {
        IdempotencyKey first = IdempotencyKey.of(new byte[17]);
        IdempotencyKey second = IdempotencyKey.of(new byte[18]);
        CompletableFuture<CreateBoardResponse> answer = new CompletableFuture<>();
        StreamObserver<byte[]> requests = ClientCalls.asyncClientStreamingCall(
                rig.channel().newCall(takingBytes(MethodDescriptor.MethodType.CLIENT_STREAMING), CallOptions.DEFAULT),
                new StreamObserver<>() {
                    @Override
                    public void onNext(CreateBoardResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {}
                });
        for (int length = 17; length <= 18; length++) {
            requests.onNext(creation()
                    .setIdempotencyKey(ByteString.copyFrom(new byte[length]))
                    .build()
                    .toByteArray());
        }
        requests.onCompleted();

        assertThat(answer)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("INVALID_ARGUMENT: more than one request in a call");
        for (IdempotencyKey key : List.of(first, second)) {
            GetBoardRequest question = GetBoardRequest.newBuilder()
                    .setBoardId(key.boardId().toString())
                    .build();
            assertFails(() -> lobby.getBoard(question), ErrorReason.UNKNOWN_BOARD);
        }
    }

    @Test
    void shouldAnswerFailedPreconditionWhenTheBoardRefuses() {
        BoardFacts board = rig.createBoard();
        assertFails(
                () -> lobby.joinBoard(joining(board.id(), "nobody").build()),
                ErrorReason.JOIN_REFUSED,
                "FAILED_PRECONDITION: nobody may not join");
    }

    @Test
    void shouldAnswerResourceExhaustedWithoutRetryInfoWhenTheBoardIsFull() {
        BoardFacts board = rig.createBoard(new TallyType.Rules(2, 5, 0));
        rig.join(board.id(), "ann");
        rig.join(board.id(), "bob");
        CallFailedException failure = assertFails(
                () -> lobby.joinBoard(joining(board.id(), "cid").build()),
                ErrorReason.BOARD_FULL,
                "RESOURCE_EXHAUSTED: the board is full: 2 players fit");
        assertThat(failure.retryAfter()).isEmpty();
        assertThat(failure.isRetryable()).isFalse();
    }

    @Test
    void shouldAnswerResourceExhaustedWithRetryInfoWhenTheQuotaIsSpent() {
        GameserverOptions options = GameserverOptions.builder().createQuota(2).build();
        try (GrpcRig strict = GrpcRig.start(options)) {
            strict.createBoard();
            strict.createBoard();
            CallFailedException failure = catchThrowableOfType(CallFailedException.class, () -> strict.createBoard());
            assertThat(failure.reason()).contains(ErrorReason.QUOTA_SPENT);
            assertThat(failure.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(failure).hasMessage("RESOURCE_EXHAUSTED: a creator may create 2 boards a day");
            assertThat(failure.retryAfter().orElseThrow()).isBetween(Duration.ofMillis(1), Duration.ofHours(24));
        }
    }

    @Test
    void shouldCreateABoardWhereItsLabelsAreAndNothingElsewhere() {
        CreateOptions there = CreateOptions.DEFAULT.requiredLabel("zone", "a").requiredLabel("gpu", "yes");
        BoardFacts board = GrpcRig.await(rig.client.createBoard(GrpcRig.TYPE, GrpcRig.RULES, there));
        BoardStore.GetOutcome stored = GrpcRig.await(rig.store.boards().get(board.id(), Duration.ofSeconds(5)));
        assertThat(stored)
                .isInstanceOfSatisfying(
                        BoardStore.Found.class,
                        found -> assertThat(found.board().spec().requiredLabels())
                                .isEqualTo(there.requiredLabels()));

        CreateBoardRequest elsewhere = creation()
                .setIdempotencyKey(ByteString.copyFrom(new byte[20]))
                .putRequiredLabels("zone", "b")
                .putRequiredLabels("gpu", "yes")
                .build();
        CallFailedException failure = assertFails(
                () -> lobby.createBoard(elsewhere),
                ErrorReason.NO_ROOM,
                "RESOURCE_EXHAUSTED: the gameserver lacks what the board requires: zone=b");
        assertThat(failure.retryAfter()).isPresent();
        assertThat(GrpcRig.<BoardStore.GetOutcome>await(
                        rig.store.boards().get(IdempotencyKey.of(new byte[20]).boardId(), Duration.ofSeconds(5))))
                .isEqualTo(Absent.INSTANCE);
    }

    @Test
    void shouldAnswerUnauthenticatedAndCountWhenTheTicketIsBad() {
        BoardFacts board = rig.createBoard();
        Seat seat = rig.join(board.id(), "ann");
        String foreign = Tickets.of(List.of(GrpcRig.secret(9)), InstantSource.system())
                .sign(Ticket.of(board.id(), seat.player()));
        String expired =
                rig.tickets.sign(new Ticket(board.id(), seat.player(), Optional.of(Instant.ofEpochSecond(1_000_000))));
        long before = rig.tickets.refusedCount(TicketRefusal.UNKNOWN_KEY);
        assertFails(() -> lobby.leaveBoard(LeaveBoardRequest.getDefaultInstance()), ErrorReason.BAD_TICKET);
        assertFails(() -> leave(foreign), ErrorReason.BAD_TICKET);
        assertFails(() -> leave(expired), ErrorReason.BAD_TICKET);
        assertFails(() -> leave(seat.ticket() + "x"), ErrorReason.BAD_TICKET);
        assertThat(rig.tickets.refusedCount(TicketRefusal.UNKNOWN_KEY)).isEqualTo(before + 1);
        leave(seat.ticket());
        leave(seat.ticket());
        assertThat(GrpcRig.await(rig.client.getBoard(board.id())).players()).isZero();
    }

    @Test
    void shouldListListedBoardsOnlyAPageAtATime() {
        for (int i = 0; i < 3; i++) {
            GrpcRig.await(rig.client.createBoard(
                    GrpcRig.TYPE, GrpcRig.RULES, CreateOptions.DEFAULT.listed().lifetime(Duration.ofMinutes(1))));
        }
        BoardFacts hidden = rig.createBoard();
        var first = GrpcRig.await(rig.client.listBoards(new ListQuery(2, "", "tally")));
        assertThat(first.boards()).hasSize(2).allMatch(BoardFacts::listed);
        var rest = GrpcRig.await(rig.client.listBoards(new ListQuery(1_000, first.nextPageToken(), "tally")));
        assertThat(rest.boards()).isNotEmpty().noneMatch(board -> board.id().equals(hidden.id()));
        assertThat(rest.nextPageToken()).isEmpty();
        assertFails(
                () -> lobby.listBoards(
                        ListBoardsRequest.newBuilder().setPageSize(1_001).build()),
                ErrorReason.INVALID_VALUE,
                "INVALID_ARGUMENT: page_size 1001: must be 0 to 1000 boards");
        assertFails(
                () -> lobby.listBoards(ListBoardsRequest.newBuilder()
                        .setPageToken("x".repeat(2_000))
                        .build()),
                ErrorReason.INVALID_VALUE);
    }

    private static MethodDescriptor<byte[], CreateBoardResponse> takingBytes(MethodDescriptor.MethodType methodType) {
        MethodDescriptor<CreateBoardRequest, CreateBoardResponse> method = LobbyGrpc.getCreateBoardMethod();
        return method.toBuilder(BytesMarshaller.INSTANCE, method.getResponseMarshaller())
                .setType(methodType)
                .build();
    }

    private static CreateBoardRequest.Builder creation() {
        return CreateBoardRequest.newBuilder()
                .setIdempotencyKey(KEY)
                .setType("tally")
                .setRules(ByteString.copyFrom(GrpcRig.TYPE.rulesCodec().encode(GrpcRig.RULES)));
    }

    private static JoinBoardRequest.Builder joining(BoardId board, String name) {
        return JoinBoardRequest.newBuilder()
                .setBoardId(board.toString())
                .setIdempotencyKey(KEY)
                .setJoinData(ByteString.copyFromUtf8(name));
    }

    private static void leave(String ticket) {
        Metadata headers = PlayMetadata.ofTicket(ticket);
        with(lobby, headers).leaveBoard(LeaveBoardRequest.getDefaultInstance());
    }

    private static <S extends AbstractStub<S>> S with(S stub, Metadata headers) {
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static CallFailedException assertFails(Executable call, ErrorReason reason, String message) {
        CallFailedException failure = assertFails(call, reason);
        assertThat(failure).hasMessage(message);
        return failure;
    }

    private static CallFailedException assertFails(Executable call, ErrorReason reason) {
        StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call::execute);
        assertThat(thrown).isNotNull();
        CallFailedException failure = Failures.of(thrown.getStatus(), thrown.getTrailers());
        assertThat(failure.reason()).contains(reason);
        assertThat(failure.code()).isEqualTo(reason.code());
        return failure;
    }
}
