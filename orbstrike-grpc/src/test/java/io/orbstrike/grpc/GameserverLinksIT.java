package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.GameserverLink;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.cluster.link.ProbeOutcome;
import io.orbstrike.cluster.link.YieldOutcome;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.Failures;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.CredentialRefusal;
import io.orbstrike.grpc.v1.GameserverGrpc;
import io.orbstrike.grpc.v1.ProbeRequest;
import io.orbstrike.store.Creator;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked of a gameserver, and what it answers, over real sockets. */
class GameserverLinksIT {

    private static final Duration TIME = Duration.ofSeconds(10);

    /** Less than a call without a deadline gets. */
    private static final Duration LITTLE_TIME = Duration.ofSeconds(8);

    /** So much earlier than its caller gives up does a process, so that its answer is not late. */
    private static final Duration MARGIN = Duration.ofMillis(250);

    private static final Duration SOON = Duration.ofMillis(1_234);
    private static final Incarnation SELF = new Incarnation(1, 2);
    private static final Incarnation OTHER = new Incarnation(3, 4);
    private static final BoardId BOARD = new BoardId(5, 6);
    private static final IdempotencyKey KEY = IdempotencyKey.of(new byte[16]);
    private static final Lobby.BoardFacts FACTS =
            new Lobby.BoardFacts(BOARD, "tally", 3, 4, Duration.ofMillis(50), 1_700_000_000_000L, true);
    private static final Lobby.BoardFacts QUARANTINED =
            new Lobby.BoardFacts(new BoardId(7, 8), "tally", 0, 4, Duration.ofMillis(50), 1, true, true);
    private static final Token TOKEN = new Token(new Epoch(1_700_000_000_001L), OTHER);

    private final EventLoops loops = EventLoops.create(2);
    private final ClusterCredentials credentials =
            ClusterCredentials.of(List.of(GrpcRig.secret(1)), InstantSource.system());
    private final ScriptedGameserver gameserver = new ScriptedGameserver();
    private final GrpcServer server = GrpcServer.builder()
            .gameserver(gameserver, SELF, credentials)
            .boards(board -> Optional.empty())
            .tickets(io.orbstrike.grpc.ticket.Tickets.of(List.of(GrpcRig.secret(1)), InstantSource.system()))
            .eventLoops(loops)
            .build()
            .start();
    private final GrpcGameserverLinks links = links(credentials);
    private final GameserverLink link = links.link(new GameserverAddress(SELF, target()));

    @AfterEach
    void close() {
        links.close();
        server.close();
        loops.close();
    }

    static List<Lobby.CreateOutcome> creations() {
        return List.of(
                new Lobby.Created(FACTS),
                new Lobby.UnknownType("tally", List.of("orb", "chess")),
                new Lobby.UnknownType("tally", List.of()),
                new Lobby.QuotaSpent(100, SOON),
                new Lobby.NoRoom("the gameserver is full", SOON),
                new Lobby.NotHere(0),
                new Lobby.NotHere(77),
                Lobby.NoSuchBoard.INSTANCE,
                Lobby.Quarantined.INSTANCE,
                new Lobby.Unavailable("the store did not answer", SOON));
    }

    @ParameterizedTest
    @MethodSource("creations")
    void shouldCarryEveryOutcomeOfACreation(Lobby.CreateOutcome outcome) {
        gameserver.answer(outcome);
        RequiredLabels labels = RequiredLabels.NONE.with("zone", "eu/west-1").with("gpu", "");
        assertThat(answer(link.lobby().createBoard(creation(labels), TIME))).isEqualTo(outcome);
        assertThat(gameserver.asked())
                .containsExactly(List.of(
                        KEY,
                        "tally",
                        ScriptedGameserver.bytes(new byte[] {1, 2}),
                        true,
                        Optional.of(Duration.ofSeconds(7)),
                        new Creator("10.0.0.1"),
                        labels));
    }

    private static Lobby.CreateRequest creation(RequiredLabels labels) {
        return new Lobby.CreateRequest(
                KEY,
                "tally",
                new byte[] {1, 2},
                true,
                Optional.of(Duration.ofSeconds(7)),
                new Creator("10.0.0.1"),
                labels);
    }

    static List<Lobby.JoinOutcome> joins() {
        return List.of(
                new Lobby.Joined(new PlayerId(9), 2, FACTS),
                new Lobby.Full(4),
                new Lobby.Refused("nobody may not join"),
                new Lobby.NotHere(0),
                new Lobby.NotHere(77),
                Lobby.NoSuchBoard.INSTANCE,
                Lobby.Quarantined.INSTANCE,
                new Lobby.Unavailable("the store did not answer", SOON));
    }

    @ParameterizedTest
    @MethodSource("joins")
    void shouldCarryEveryOutcomeOfAJoin(Lobby.JoinOutcome outcome) {
        gameserver.answer(outcome);
        assertThat(answer(link.lobby().joinBoard(BOARD, KEY, new byte[] {7}, TIME)))
                .isEqualTo(outcome);
        assertThat(gameserver.asked()).containsExactly(List.of(BOARD, KEY, ScriptedGameserver.bytes(new byte[] {7})));
    }

    static List<Lobby.LeaveOutcome> leaves() {
        return List.of(
                Lobby.Left.INSTANCE,
                new Lobby.NotHere(0),
                new Lobby.NotHere(77),
                Lobby.NoSuchBoard.INSTANCE,
                Lobby.Quarantined.INSTANCE,
                new Lobby.Unavailable("the store did not answer", SOON));
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void shouldCarryEveryOutcomeOfALeave(Lobby.LeaveOutcome outcome) {
        gameserver.answer(outcome);
        assertThat(answer(link.lobby().leaveBoard(BOARD, new PlayerId(9), TIME)))
                .isEqualTo(outcome);
        assertThat(gameserver.asked()).containsExactly(List.of(BOARD, new PlayerId(9)));
    }

    @Test
    void shouldDescribeAndListBoards() {
        gameserver.answer(Optional.of(FACTS));
        assertThat(answer(link.lobby().getBoard(BOARD, TIME))).contains(FACTS);
        gameserver.answer(Optional.empty());
        assertThat(answer(link.lobby().getBoard(BOARD, TIME))).isEmpty();
        gameserver.answer(Optional.of(QUARANTINED));
        assertThat(answer(link.lobby().getBoard(BOARD, TIME))).contains(QUARANTINED);
        Lobby.BoardPage page = new Lobby.BoardPage(List.of(FACTS, QUARANTINED), "next");
        gameserver.answer(page);
        assertThat(answer(link.lobby().listBoards(new Lobby.ListQuery(10, "from", "tally"), TIME)))
                .isEqualTo(page);
    }

    @Test
    void shouldFailWithTheCallersBadInput() {
        gameserver.answer(new InvalidValueException("speed", "9000", "1 to 5,000 units/s"));
        Throwable invalid = catchThrowable(() -> answer(link.lobby().joinBoard(BOARD, KEY, new byte[1], TIME)));
        assertThat(invalid).isInstanceOfSatisfying(InvalidValueException.class, e -> {
            assertThat(e.field()).isEqualTo("speed");
            assertThat(e.value()).isEqualTo("9000");
            assertThat(e.bound()).isEqualTo("1 to 5,000 units/s");
        });
        gameserver.answer(new MalformedBytesException(3, "a varint cut short"));
        Throwable malformed = catchThrowable(() -> answer(link.lobby().joinBoard(BOARD, KEY, new byte[1], TIME)));
        assertThat(malformed).isInstanceOfSatisfying(MalformedBytesException.class, e -> {
            assertThat(e.offset()).isEqualTo(3);
            assertThat(e).hasMessage("at byte 3: a varint cut short");
        });
    }

    static List<HandOverOutcome> handovers() {
        return List.of(
                new HandOverOutcome.HandedOver(TOKEN),
                new HandOverOutcome.Refused("saves fail"),
                HandOverOutcome.NotHere.INSTANCE,
                HandOverOutcome.Unknown.INSTANCE);
    }

    @ParameterizedTest
    @MethodSource("handovers")
    void shouldCarryEveryOutcomeOfAHandover(HandOverOutcome outcome) {
        gameserver.answer(outcome);
        GameserverAddress there = new GameserverAddress(OTHER, "gameserver-2:10187");
        assertThat(answer(link.handOver(BOARD, there, TIME))).isEqualTo(outcome);
        assertThat(gameserver.asked()).containsExactly(List.of(BOARD, there));
    }

    @Test
    void shouldCarryAYieldedBoard() {
        gameserver.answer(new YieldOutcome.Yielded(new SnapshotStore.Snapshot(8, 7, 6, new byte[] {5, 4})));
        YieldOutcome outcome = answer(link.yieldBoard(BOARD, TOKEN, TIME));
        assertThat(outcome).isInstanceOfSatisfying(YieldOutcome.Yielded.class, yielded -> {
            assertThat(yielded.snapshot().tick()).isEqualTo(8);
            assertThat(yielded.snapshot().rosterNumber()).isEqualTo(7);
            assertThat(yielded.snapshot().version()).isEqualTo(6);
            assertThat(yielded.snapshot().bytes()).containsExactly(5, 4);
        });
        assertThat(gameserver.asked()).containsExactly(List.of(BOARD, TOKEN));
        for (YieldOutcome other : List.of(YieldOutcome.NotHere.INSTANCE, YieldOutcome.Unknown.INSTANCE)) {
            gameserver.answer(other);
            assertThat(answer(link.yieldBoard(BOARD, TOKEN, TIME))).isEqualTo(other);
        }
    }

    @Test
    @DisplayName("ROUTE-5: shouldCarryTheTimeThatIsLeftAndShortenIt")
    void shouldCarryTheTimeThatIsLeftAndShortenIt() {
        gameserver.answer(new Lobby.NoRoom("the gameserver is full", SOON));
        answer(link.lobby().createBoard(creation(RequiredLabels.NONE), LITTLE_TIME));
        gameserver.answer(new Lobby.Full(4));
        answer(link.lobby().joinBoard(BOARD, KEY, new byte[] {7}, LITTLE_TIME));
        gameserver.answer(Lobby.Left.INSTANCE);
        answer(link.lobby().leaveBoard(BOARD, new PlayerId(9), LITTLE_TIME));
        gameserver.answer(HandOverOutcome.Unknown.INSTANCE);
        answer(link.handOver(BOARD, new GameserverAddress(OTHER, "gameserver-2:10187"), LITTLE_TIME));
        gameserver.answer(YieldOutcome.Unknown.INSTANCE);
        answer(link.yieldBoard(BOARD, TOKEN, LITTLE_TIME));
        assertThat(gameserver.remaining()).hasSize(5).allSatisfy(this::assertShortened);
    }

    @Test
    @DisplayName("ROUTE-5: shouldShortenTheTimeThatIsLeftAgainAtEachProcess")
    void shouldShortenTheTimeThatIsLeftAgainAtEachProcess() {
        try (GrpcServer orchestrator = GrpcServer.builder()
                .gameserver(link, OTHER, credentials)
                .boards(board -> Optional.empty())
                .tickets(io.orbstrike.grpc.ticket.Tickets.of(List.of(GrpcRig.secret(1)), InstantSource.system()))
                .eventLoops(loops)
                .build()
                .start()) {
            GameserverLink outer = links.link(new GameserverAddress(
                    OTHER, "127.0.0.1:" + orchestrator.address().getPort()));
            gameserver.answer(Lobby.Left.INSTANCE);
            assertThat(answer(outer.lobby().leaveBoard(BOARD, new PlayerId(9), LITTLE_TIME)))
                    .isEqualTo(Lobby.Left.INSTANCE);
            assertThat(gameserver.remaining()).singleElement().satisfies(left -> assertShortened(left.plus(MARGIN)));
        }
    }

    private void assertShortened(Duration left) {
        assertThat(left).isPositive().isLessThanOrEqualTo(LITTLE_TIME.minus(MARGIN));
    }

    @Test
    @DisplayName("ROUTE-5: shouldAnswerWithoutACallWhenNoTimeIsLeft")
    void shouldAnswerWithoutACallWhenNoTimeIsLeft() {
        gameserver.answer(Lobby.Left.INSTANCE);
        assertThat(answer(link.lobby().leaveBoard(BOARD, new PlayerId(9), Duration.ZERO)))
                .isInstanceOf(Lobby.Unavailable.class);
        assertThat(answer(link.lobby().leaveBoard(BOARD, new PlayerId(10), TIME)))
                .isEqualTo(Lobby.Left.INSTANCE);
        assertThat(gameserver.asked()).containsExactly(List.of(BOARD, new PlayerId(10)));
    }

    @Test
    void shouldRefuseAndCountWhoHasNoCredential() {
        ClusterCredentials expired = ClusterCredentials.of(
                List.of(GrpcRig.secret(1)),
                () -> InstantSource.system().instant().minus(ClusterCredentials.LIFETIME.multipliedBy(2)));
        ClusterCredentials foreign = ClusterCredentials.of(List.of(GrpcRig.secret(2)), InstantSource.system());
        assertRefused(new Metadata(), CredentialRefusal.MISSING);
        assertRefused(PlayMetadata.ofCredential("x"), CredentialRefusal.MALFORMED);
        assertRefused(with(foreign), CredentialRefusal.UNKNOWN_KEY);
        assertRefused(with(expired), CredentialRefusal.EXPIRED);
        assertRefused(
                PlayMetadata.ofCredential(credentials.sign("orbstrike.v1.Admin")), CredentialRefusal.WRONG_AUDIENCE);
    }

    @Test
    void shouldTellNothingToOrOfAGameserverThatRefusesThisProcess() {
        gameserver.answer(Lobby.Left.INSTANCE);
        ClusterCredentials foreign = ClusterCredentials.of(List.of(GrpcRig.secret(2)), InstantSource.system());
        try (GrpcGameserverLinks strangers = links(foreign)) {
            GameserverLink refused = strangers.link(new GameserverAddress(SELF, target()));
            assertThat(answer(refused.lobby().leaveBoard(BOARD, new PlayerId(9), TIME)))
                    .isInstanceOf(Lobby.Unavailable.class);
            assertThat(answer(refused.probe(TIME))).isEqualTo(ProbeOutcome.UNKNOWN);
        }
        assertThat(gameserver.asked()).isEmpty();
    }

    @Test
    void shouldProveLifeAndDeath() throws IOException {
        assertThat(answer(link.probe(TIME))).isEqualTo(ProbeOutcome.ALIVE);
        assertThat(answer(links.link(new GameserverAddress(OTHER, target())).probe(TIME)))
                .isEqualTo(ProbeOutcome.DEAD);
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            GameserverLink silent = links.link(new GameserverAddress(SELF, "127.0.0.1:" + port));
            Duration brief = Duration.ofMillis(200);
            assertThat(answer(silent.probe(brief))).isEqualTo(ProbeOutcome.UNKNOWN);
            assertThat(answer(silent.lobby().leaveBoard(BOARD, new PlayerId(9), brief)))
                    .isEqualTo(new Lobby.Unavailable("the board's gameserver did not answer", Duration.ofMillis(500)));
        }
        GameserverLink refused = links.link(new GameserverAddress(SELF, "127.0.0.1:" + port));
        assertThat(answer(refused.probe(TIME))).isEqualTo(ProbeOutcome.DEAD);
        assertThat(answer(refused.lobby().leaveBoard(BOARD, new PlayerId(9), TIME)))
                .isInstanceOf(Lobby.Unavailable.class);
    }

    @Test
    void shouldServeNoLobbyAndNoPlayerBesideProxies() {
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(target()).usePlaintext().build();
        try {
            RawPlay play = RawPlay.reading(channel, PlayMetadata.ofTicket("t.t.t"));
            org.awaitility.Awaitility.await().until(() -> play.status() != null);
            assertThat(play.failure().reason()).contains(ErrorReason.BAD_CREDENTIAL);
            assertThat(credentials.refusedCount(CredentialRefusal.MISSING)).isEqualTo(1);
            assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(
                            channel,
                            io.orbstrike.grpc.v1.LobbyGrpc.getGetBoardMethod(),
                            CallOptions.DEFAULT,
                            io.orbstrike.grpc.v1.GetBoardRequest.getDefaultInstance()))
                    .hasMessageContaining("UNIMPLEMENTED");
        } finally {
            channel.shutdownNow();
        }
    }

    private void assertRefused(Metadata metadata, CredentialRefusal why) {
        long before = credentials.refusedCount(why);
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(target()).usePlaintext().build();
        try {
            GameserverGrpc.GameserverBlockingStub stub = GameserverGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
            StatusRuntimeException thrown =
                    (StatusRuntimeException) catchThrowable(() -> stub.probe(ProbeRequest.getDefaultInstance()));
            CallFailedException failure = Failures.of(thrown.getStatus(), thrown.getTrailers());
            assertThat(failure.reason()).contains(ErrorReason.BAD_CREDENTIAL);
            assertThat(failure).hasMessage("UNAUTHENTICATED: " + why.message());
            assertThat(credentials.refusedCount(why)).isEqualTo(before + 1);
        } finally {
            channel.shutdownNow();
        }
    }

    private static Metadata with(ClusterCredentials signer) {
        return PlayMetadata.ofCredential(signer.sign(GameserverGrpc.SERVICE_NAME));
    }

    private GrpcGameserverLinks links(ClusterCredentials signer) {
        return GrpcGameserverLinks.builder()
                .eventLoops(loops)
                .credentials(signer)
                .build();
    }

    private String target() {
        return "127.0.0.1:" + server.address().getPort();
    }

    private static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
