package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.ticket.Ticket;
import io.orbstrike.grpc.v1.ClientFrame;
import io.orbstrike.grpc.v1.CreateBoardRequest;
import io.orbstrike.grpc.v1.CreateBoardResponse;
import io.orbstrike.grpc.v1.FrameKind;
import io.orbstrike.grpc.v1.JoinBoardRequest;
import io.orbstrike.grpc.v1.JoinBoardResponse;
import io.orbstrike.grpc.v1.LeaveBoardRequest;
import io.orbstrike.grpc.v1.LeaveBoardResponse;
import io.orbstrike.grpc.v1.ServerFrame;
import io.orbstrike.grpc.v1.StayEndReason;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Play as browsers have it: over a WebSocket. */
class WebPlayIT {

    private static final ByteString KEY = ByteString.copyFrom(new byte[32]);

    private final GrpcRig rig = GrpcRig.start();
    private final WebRig web = WebRig.of(rig.loops, rig.server);

    @AfterEach
    void close() {
        web.close();
        rig.close();
    }

    private Seat seat() {
        return rig.join(rig.createBoard().id(), "ann");
    }

    private RawWebPlay playing(Seat seat) {
        RawWebPlay play = RawWebPlay.reading(web.address(), seat.ticket());
        await().until(() -> !play.frames().isEmpty());
        return play;
    }

    private int viewersOf(Seat seat) {
        return rig.gameserver.board(seat.board().id()).orElseThrow().status().viewers();
    }

    private static void assertEnds(RawWebPlay play, ErrorReason reason) {
        await().until(() -> play.closeCode() != 0);
        assertThat(play.closeCode()).isEqualTo(4_000 + reason.code().value());
        assertThat(play.closeReason()).isNotEmpty();
    }

    @Test
    void shouldCreateJoinPlayAndLeaveWithoutGrpc() {
        CreateBoardRequest creation = CreateBoardRequest.newBuilder()
                .setIdempotencyKey(KEY)
                .setType("tally")
                .setRules(ByteString.copyFrom(new byte[] {4, 5, 0}))
                .build();
        String board = WebRig.answer(web.call("CreateBoard", creation), CreateBoardResponse.parser())
                .getBoard()
                .getId();
        JoinBoardRequest joining = JoinBoardRequest.newBuilder()
                .setBoardId(board)
                .setIdempotencyKey(KEY)
                .setJoinData(ByteString.copyFromUtf8("ann"))
                .build();
        String ticket = WebRig.answer(web.call("JoinBoard", joining), JoinBoardResponse.parser())
                .getTicket();

        RawWebPlay play = RawWebPlay.reading(web.address(), ticket);
        assertThat(play.subprotocol()).isEqualTo("orbstrike.v1");
        play.acknowledge();
        await().until(() -> play.frames().size() > 5);
        play.sendState(1, "north");
        play.sendEvent(2, "!jump");
        await().until(() -> play.newest().getAcknowledgedInput() == 2);
        List<ServerFrame> frames = List.copyOf(play.frames());
        assertThat(frames.get(0).getKind()).isEqualTo(FrameKind.FRAME_KIND_KEYFRAME);
        for (int i = 1; i < frames.size(); i++) {
            assertThat(frames.get(i).getTick()).isEqualTo(frames.get(i - 1).getTick() + 1);
        }
        TallyView view = new TallyView();
        view.onDelta(0, new ByteReader(play.newest().getSections(0).getDelta().toByteArray()));
        assertThat(view.lines()).containsExactly("0 ann north !jump");

        LeaveBoardResponse unused = WebRig.answer(
                web.call("LeaveBoard", LeaveBoardRequest.getDefaultInstance())
                        .header("authorization", "Bearer " + ticket),
                LeaveBoardResponse.parser());
        await().until(() -> play.closeCode() != 0);
        assertThat(play.closeCode()).isEqualTo(WebSocket.NORMAL_CLOSURE);
        assertThat(play.newest().getKind()).isEqualTo(FrameKind.FRAME_KIND_LAST);
        assertThat(play.newest().getEnd().getReason()).isEqualTo(StayEndReason.STAY_END_REASON_LEFT);
        assertThat(rig.server.counters().streamsEnded(Status.Code.OK)).isEqualTo(1);
        await().until(() -> rig.server.playStreamCount() == 0);
    }

    @Test
    void shouldSendNearlyAllFramesPastTheQueue() {
        RawWebPlay play = playing(seat());
        play.acknowledge();
        await().until(() -> play.frames().size() > 200);
        // The first frame of the stream, and those that a late lane had with it.
        assertThat(rig.server.counters().framesQueued()).isLessThan(20);
    }

    @Test
    void shouldSendFramesThatAreLong() {
        BoardFacts board = rig.createBoard(new TallyType.Rules(4, 10, 300_000));
        RawWebPlay play = playing(rig.join(board.id(), "ann"));
        play.acknowledge();
        await().until(() -> play.frames().size() > 20);
        assertThat(play.frames()).allMatch(frame -> frame.getSerializedSize() > 300_000);
    }

    @Test
    void shouldReadAMessageThatComesInPieces() {
        RawWebPlay play = playing(seat());
        play.sendInPieces(ClientFrame.newBuilder()
                .setState(RawPlay.input(7, "x".repeat(15_000)))
                .build()
                .toByteArray());
        await().until(() -> play.newest().getAcknowledgedInput() == 7);
    }

    @Test
    void shouldGoOnWithAKeyframeWhenAStreamWithAHigherNumberOpensAndEndTheOlder() {
        Seat seat = seat();
        RawWebPlay older = playing(seat);
        ServerFrame seen = older.newest();
        String query = "?stream=2&epoch=" + seen.getEpoch() + "&tick=" + seen.getTick();
        RawWebPlay newer = RawWebPlay.reading(web.address(), seat.ticket(), query);
        await().until(() -> !newer.frames().isEmpty());
        assertThat(newer.frames().get(0).getKind()).isEqualTo(FrameKind.FRAME_KIND_KEYFRAME);
        assertThat(newer.frames().get(0).getTick()).isGreaterThan(seen.getTick());
        assertEnds(older, ErrorReason.SUPERSEDED);
        assertThat(older.closeReason()).contains("number 2");
        assertEnds(RawWebPlay.reading(web.address(), seat.ticket(), "?stream=2"), ErrorReason.SUPERSEDED);
    }

    @Test
    void shouldSayOverTheOpenWebSocketWhyAStreamIsRefused() {
        Seat seat = seat();
        assertEnds(RawWebPlay.reading(web.address(), "wrong"), ErrorReason.BAD_TICKET);
        assertEnds(
                RawWebPlay.reading(web.address(), RawWebPlay.builder().subprotocols("orbstrike.v1")),
                ErrorReason.BAD_TICKET);
        String unknownBoard = rig.tickets.sign(Ticket.of(new BoardId(5, 6), new PlayerId(1)));
        assertEnds(RawWebPlay.reading(web.address(), unknownBoard), ErrorReason.UNKNOWN_BOARD);
        assertEnds(RawWebPlay.reading(web.address(), seat.ticket(), "?stream=0"), ErrorReason.INVALID_VALUE);
        assertEnds(RawWebPlay.reading(web.address(), seat.ticket(), "?stream=%2e"), ErrorReason.INVALID_VALUE);
        assertEnds(
                RawWebPlay.reading(web.address(), seat.ticket(), "?stream=1&epoch=" + Long.MAX_VALUE + "&tick=3"),
                ErrorReason.BOARD_MOVED);
        await().until(() -> rig.server.playStreamCount() == 0);
        await().until(() -> rig.server.connectionCount() == 1);
    }

    @Test
    void shouldTakeTheTicketFromAHeaderOfAClientThatCanSetOne() {
        RawWebPlay play = RawWebPlay.reading(
                web.address(),
                RawWebPlay.builder().subprotocols("orbstrike.v1").header("authorization", "Bearer " + seat().ticket()));
        await().until(() -> !play.frames().isEmpty());
    }

    @Test
    void shouldEndAStreamThatSendsText() {
        Seat seat = seat();
        RawWebPlay play = playing(seat);
        play.sendText("hello");
        await().until(() -> play.closeCode() != 0);
        assertThat(play.closeCode()).isEqualTo(1003);
        await().until(() -> viewersOf(seat) == 0 && rig.server.playStreamCount() == 0);
    }

    @Test
    void shouldEndAStreamWithAMessageThatIsNone() {
        RawWebPlay play = playing(seat());
        play.sendBytes(new byte[] {(byte) 0xff});
        assertEnds(play, ErrorReason.MALFORMED_BYTES);
    }

    @Test
    void shouldEndAStreamWithTooLongAMessageByItsOwnBoundAndByTheTransports() {
        RawWebPlay beyondOwn = playing(seat());
        beyondOwn.sendBytes(new byte[PlayStream.CLIENT_FRAME_BYTES_MAX + 1]);
        assertEnds(beyondOwn, ErrorReason.INVALID_VALUE);
        assertThat(beyondOwn.closeReason()).contains("must be 0 to 65536 bytes");

        Seat seat = seat();
        RawWebPlay beyondTransport = playing(seat);
        beyondTransport.sendBytes(new byte[GrpcServerOptions.DEFAULT.inboundMessageBytesMax() + 1]);
        await().until(() -> beyondTransport.closeCode() != 0);
        assertThat(beyondTransport.closeCode()).isEqualTo(1009);

        RawWebPlay inPieces = playing(rig.join(seat.board().id(), "bob"));
        inPieces.sendInPieces(new byte[GrpcServerOptions.DEFAULT.inboundMessageBytesMax() + 1]);
        await().until(() -> inPieces.closeCode() != 0);
        assertThat(inPieces.closeCode()).isEqualTo(1009);
        await().until(() -> viewersOf(seat) == 0);
    }

    @Test
    void shouldNoticeAClientThatLeavesWithAWordOrWithoutOne() {
        Seat seat = seat();
        RawWebPlay polite = playing(seat);
        polite.close();
        await().until(() -> viewersOf(seat) == 0);
        await().until(() -> polite.closeCode() == WebSocket.NORMAL_CLOSURE);
        RawWebPlay rude = RawWebPlay.reading(web.address(), seat.ticket(), "?stream=2");
        await().until(() -> !rude.frames().isEmpty());
        rude.abort();
        await().until(() -> viewersOf(seat) == 0 && rig.server.playStreamCount() == 0);
        assertThat(rig.server.counters().streamsEnded(Status.Code.CANCELLED)).isEqualTo(2);
        await().until(() -> rig.server.connectionCount() == 1); // that of the rig's own client
    }

    @Test
    void shouldSendPlayersElsewhereWhenTheGrpcServerCloses() {
        RawWebPlay play = playing(seat());
        rig.server.close();
        assertEnds(play, ErrorReason.SERVER_CLOSING);
        assertThat(play.closeReason()).contains("the server is stopping");
    }

    @Test
    void shouldSendPlayersElsewhereWhenTheHttpServerCloses() {
        Seat seat = seat();
        RawWebPlay play = playing(seat);
        web.close();
        assertEnds(play, ErrorReason.SERVER_CLOSING);
        await().until(() -> viewersOf(seat) == 0 && rig.server.playStreamCount() == 0);
    }

    @Test
    void shouldAnswerWithoutAWebSocketWhenNobodyIsServedYet() {
        try (WebRig early = WebRig.withoutPlayers(rig.loops)) {
            assertRefused(503, early, RawWebPlay.builder().subprotocols("orbstrike.v1"));
            early.server.serve(rig.server.playerCalls());
            RawWebPlay play = RawWebPlay.reading(early.address(), seat().ticket());
            await().until(() -> !play.frames().isEmpty());
        }
    }

    @Test
    void shouldServeOnlyCallsOfItsOwnEventLoops() {
        try (EventLoops others = EventLoops.create(1);
                WebRig elsewhere = WebRig.withoutPlayers(others)) {
            assertThatThrownBy(() -> elsewhere.server.serve(rig.server.playerCalls()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("other event loops");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://elsewhere.example", "http://127.0.0.1:1", "null", "https://127.0.0.1"})
    void shouldRefusePagesOfOthers(String origin) {
        assertRefused(
                403, web, RawWebPlay.builder().subprotocols("orbstrike.v1").header("origin", origin));
    }

    @Test
    void shouldLetItsOwnPagesPlay() {
        String origin =
                "http://" + web.address().getHostString() + ":" + web.address().getPort();
        RawWebPlay play = RawWebPlay.reading(
                web.address(),
                RawWebPlay.builder()
                        .subprotocols("orbstrike.v1", "bearer." + seat().ticket())
                        .header("origin", origin));
        await().until(() -> !play.frames().isEmpty());
    }

    @Test
    void shouldRefuseWhoDoesNotOfferTheSubprotocol() {
        assertRefused(400, web, RawWebPlay.builder());
        assertRefused(400, web, RawWebPlay.builder().subprotocols("orbstrike.v2"));
    }

    @Test
    void shouldAskForAWebSocket() {
        assertThat(WebRig.send(web.request("/play")).statusCode()).isEqualTo(426);
    }

    @Test
    void shouldCountWebSocketsWithTheServersConnections() {
        GrpcServerOptions options =
                GrpcServerOptions.builder().connectionsMax(2).build();
        try (GrpcRig small = GrpcRig.start(options);
                WebRig smallWeb = WebRig.of(small.loops, small.server)) {
            Seat seat = small.join(small.createBoard().id(), "ann"); // over one connection
            RawWebPlay play = RawWebPlay.reading(smallWeb.address(), seat.ticket());
            await().until(() -> !play.frames().isEmpty());
            assertThat(small.server.connectionCount()).isEqualTo(2);
            assertRefused(503, smallWeb, RawWebPlay.builder().subprotocols("orbstrike.v1"));
            assertThat(small.server.counters().connectionsRefused()).isEqualTo(1);
            play.close();
            await().until(() -> small.server.connectionCount() == 1);
        }
    }

    private static void assertRefused(int status, WebRig web, WebSocket.Builder builder) {
        assertThatThrownBy(() -> RawWebPlay.reading(web.address(), builder))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(status));
    }
}
