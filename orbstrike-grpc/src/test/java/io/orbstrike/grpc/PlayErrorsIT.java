package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.Status;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.ticket.Ticket;
import io.orbstrike.grpc.ticket.TicketRefusal;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.grpc.v1.ClientFrame;
import io.orbstrike.grpc.v1.FrameKind;
import io.orbstrike.grpc.v1.Input;
import io.orbstrike.grpc.v1.ServerFrame;
import io.orbstrike.grpc.v1.StayEndReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How Play streams end, as any gRPC client sees it. */
class PlayErrorsIT {

    private static GrpcRig rig;

    @BeforeAll
    static void start() {
        rig = GrpcRig.start();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void shouldRefuseAStreamWithoutAValidTicketAndCountIt() {
        BoardFacts board = rig.createBoard();
        Seat seat = rig.join(board.id(), "ann");
        Ticket ticket = Ticket.of(board.id(), seat.player());
        String foreign =
                Tickets.of(List.of(GrpcRig.secret(9)), InstantSource.system()).sign(ticket);
        String expired =
                rig.tickets.sign(new Ticket(board.id(), seat.player(), Optional.of(Instant.ofEpochSecond(1_000_000))));
        String cut = seat.ticket().substring(0, seat.ticket().length() - 6);
        long missing = rig.tickets.refusedCount(TicketRefusal.MISSING);
        long expiredBefore = rig.tickets.refusedCount(TicketRefusal.EXPIRED);

        assertEnds(open(new Metadata()), ErrorReason.BAD_TICKET);
        assertEnds(open(PlayMetadata.ofTicket(foreign)), ErrorReason.BAD_TICKET);
        assertEnds(open(PlayMetadata.ofTicket(expired)), ErrorReason.BAD_TICKET);
        assertEnds(open(PlayMetadata.ofTicket(cut)), ErrorReason.BAD_TICKET);
        assertEnds(open(PlayMetadata.ofTicket("x")), ErrorReason.BAD_TICKET);

        assertThat(rig.tickets.refusedCount(TicketRefusal.MISSING)).isEqualTo(missing + 1);
        assertThat(rig.tickets.refusedCount(TicketRefusal.EXPIRED)).isEqualTo(expiredBefore + 1);
    }

    @Test
    void shouldAnswerNotFoundWhenBoardOrPlayerIsNotThere() {
        BoardFacts board = rig.createBoard();
        String unknownBoard = rig.tickets.sign(Ticket.of(new BoardId(5, 6), new PlayerId(1)));
        assertEnds(open(PlayMetadata.ofTicket(unknownBoard)), ErrorReason.UNKNOWN_BOARD);
        String unknownPlayer = rig.tickets.sign(Ticket.of(board.id(), new PlayerId(77)));
        assertEnds(open(PlayMetadata.ofTicket(unknownPlayer)), ErrorReason.UNKNOWN_PLAYER);
    }

    @Test
    void shouldVoidTheTicketWhenThePlayerHasLeft() {
        BoardFacts board = rig.createBoard();
        Seat seat = rig.join(board.id(), "ann");
        GrpcRig.await(rig.client.leaveBoard(seat));
        assertEnds(open(PlayMetadata.ofTicket(seat.ticket())), ErrorReason.UNKNOWN_PLAYER);
    }

    @Test
    void shouldRefuseMetadataThatIsNone() {
        Seat seat = seat();
        Metadata stream = PlayMetadata.ofTicket(seat.ticket());
        stream.put(PlayMetadata.STREAM, "0");
        assertThat(assertEnds(open(stream), ErrorReason.INVALID_VALUE))
                .hasMessage("INVALID_ARGUMENT: orbstrike-stream \"0\": must be decimal, 1 to 9223372036854775807");
    }

    @Test
    void shouldAskToTryAgainWhenTheClientHasSeenAHigherEpoch() {
        Seat seat = seat();
        RawPlay play = open(PlayMetadata.ofPlay(seat.ticket(), 1, Long.MAX_VALUE, 5));
        CallFailedException failure = assertEnds(play, ErrorReason.BOARD_MOVED);
        assertThat(failure.retryAfter()).contains(GrpcServerOptions.DEFAULT.retryAfter());
    }

    @Test
    void shouldTellTheEpochInTheHeadersAndBeginWithAKeyframe() {
        Seat seat = seat();
        RawPlay play = playing(seat, 1);
        ServerFrame first = play.frames().get(0);
        assertThat(first.getKind()).isEqualTo(FrameKind.FRAME_KIND_KEYFRAME);
        assertThat(first.getEpoch()).isEqualTo(seat.board().epoch());
        assertThat(play.headers().get(PlayMetadata.EPOCH)).isEqualTo(Long.toString(first.getEpoch()));
        await().until(() -> play.frames().size() > 20);
        for (int i = 1; i < 20; i++) {
            assertThat(play.frames().get(i).getTick())
                    .isEqualTo(play.frames().get(i - 1).getTick() + 1);
            assertThat(play.frames().get(i).getKind()).isEqualTo(FrameKind.FRAME_KIND_DELTA);
        }
        play.cancel();
    }

    @Test
    void shouldEndTheOlderStreamWhenANewerOneOpens() {
        Seat seat = seat();
        RawPlay older = playing(seat, 3);
        RawPlay newer = playing(seat, 4);
        CallFailedException failure = assertEnds(older, ErrorReason.SUPERSEDED);
        assertThat(failure).hasMessageContaining("number 4");
        assertEnds(open(PlayMetadata.ofPlay(seat.ticket(), 4, 0, 0)), ErrorReason.SUPERSEDED);
        assertEnds(open(PlayMetadata.ofPlay(seat.ticket(), 2, 0, 0)), ErrorReason.SUPERSEDED);
        assertThat(newer.status()).isNull();
        newer.cancel();
    }

    @Test
    void shouldEndWithInvalidArgumentWhenAnInputCannotBeDecoded() {
        RawPlay play = playing(seat(), 1);
        play.send(ClientFrame.newBuilder()
                .setState(Input.newBuilder().setSequence(1).setInput(ByteString.copyFrom(new byte[] {(byte) 0xff})))
                .build());
        assertEnds(play, ErrorReason.MALFORMED_BYTES);
    }

    @Test
    void shouldEndWithInvalidArgumentWhenAnInputIsOutOfItsBounds() {
        RawPlay tooLong = playing(seat(), 1);
        tooLong.sendState(1, "x".repeat(TallyType.TEXT_MAX + 1));
        assertThat(assertEnds(tooLong, ErrorReason.INVALID_VALUE))
                .hasMessageContaining("input of 20001 code points: must be at most 20000 code points");
        RawPlay wrongKind = playing(seat(), 1);
        wrongKind.sendState(1, "!event");
        assertThat(assertEnds(wrongKind, ErrorReason.INVALID_VALUE)).hasMessageContaining("kind of input");
        RawPlay noSequence = playing(seat(), 1);
        noSequence.sendEvent(0, "!event");
        assertThat(assertEnds(noSequence, ErrorReason.INVALID_VALUE)).hasMessageContaining("sequence 0");
    }

    @Test
    void shouldEndWithInvalidArgumentWhenAMessageIsTooLong() {
        RawPlay play = playing(seat(), 1);
        play.send(ClientFrame.newBuilder()
                .setState(RawPlay.input(1, "x".repeat(PlayStream.CLIENT_FRAME_BYTES_MAX)))
                .build());
        assertThat(assertEnds(play, ErrorReason.INVALID_VALUE))
                .hasMessageContaining("length of ClientFrame")
                .hasMessageContaining("must be 0 to 65536 bytes");
    }

    @Test
    void shouldResetTheStreamWhenAMessageIsLongerThanTheTransportReads() {
        Seat seat = seat();
        RawPlay play = playing(seat, 1);
        play.send(ClientFrame.newBuilder()
                .setState(RawPlay.input(1, "x".repeat(300_000)))
                .build());
        await().until(() -> play.status() != null);
        assertThat(play.code()).isEqualTo(Status.Code.CANCELLED);
        await().until(() ->
                rig.gameserver.board(seat.board().id()).orElseThrow().status().viewers() == 0);
    }

    @Test
    void shouldEndWithResourceExhaustedWhenMoreEventsWaitThanAreKept() {
        BoardFacts slow = rig.createBoard(new TallyType.Rules(4, 1_000, 0));
        RawPlay play = playing(rig.join(slow.id(), "ann"), 1);
        ClientFrame.Builder many = ClientFrame.newBuilder();
        for (int i = 1; i <= 200; i++) {
            many.addEvents(RawPlay.input(i, "!e"));
        }
        play.send(many.build());
        assertThat(assertEnds(play, ErrorReason.TOO_MANY_EVENTS).retryAfter()).isEmpty();
    }

    @Test
    void shouldEndWithResourceExhaustedWhenTheClientSendsTooManyMessages() {
        GrpcServerOptions options = GrpcServerOptions.builder()
                .clientFramesPerSecond(10)
                .clientFramesBurst(20)
                .build();
        try (GrpcRig strict = GrpcRig.start(options)) {
            Seat seat = strict.join(strict.createBoard().id(), "ann");
            RawPlay play = RawPlay.reading(strict.channel(), PlayMetadata.ofTicket(seat.ticket()));
            await().until(() -> !play.frames().isEmpty());
            for (int i = 1; i <= 60; i++) {
                play.sendState(i, "s" + i);
            }
            CallFailedException failure = assertEnds(play, ErrorReason.TOO_MANY_MESSAGES);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(strict.server.counters().clientFramesRefused()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseOneStreamMoreThanTheServerTakes() {
        try (GrpcRig small =
                GrpcRig.start(GrpcServerOptions.builder().playStreamsMax(1).build())) {
            BoardFacts board = small.createBoard();
            Seat ann = small.join(board.id(), "ann");
            Seat bob = small.join(board.id(), "bob");
            RawPlay first = RawPlay.reading(small.channel(), PlayMetadata.ofTicket(ann.ticket()));
            await().until(() -> !first.frames().isEmpty());
            RawPlay second = RawPlay.reading(small.channel(), PlayMetadata.ofTicket(bob.ticket()));
            assertThat(assertEnds(second, ErrorReason.TOO_MANY_STREAMS).isRetryable())
                    .isTrue();
            first.cancel();
            await().until(() -> small.server.playStreamCount() == 0);
            RawPlay third = RawPlay.reading(small.channel(), PlayMetadata.ofTicket(bob.ticket()));
            await().until(() -> !third.frames().isEmpty());
            third.cancel();
        }
    }

    @Test
    void shouldTellTheEndInTheLastFrameAndCompleteWithOkWhenEliminated() {
        RawPlay play = playing(seat(), 1);
        play.sendEvent(1, "!out");
        assertLast(play, StayEndReason.STAY_END_REASON_ELIMINATED, "bye");
        assertThat(play.frames().get(play.frames().size() - 1).getAcknowledgedInput())
                .isEqualTo(1);
    }

    @Test
    void shouldTellTheResultToAllWhenTheBoardCloses() {
        BoardFacts board = rig.createBoard();
        RawPlay ann = playing(rig.join(board.id(), "ann"), 1);
        RawPlay bob = playing(rig.join(board.id(), "bob"), 1);
        bob.sendEvent(1, "!close");
        assertLast(ann, StayEndReason.STAY_END_REASON_CLOSED, "draw");
        assertLast(bob, StayEndReason.STAY_END_REASON_CLOSED, "draw");
    }

    @Test
    void shouldEndWithInternalWhenTheBoardThrows() {
        BoardFacts board = rig.createBoard();
        Seat seat = rig.join(board.id(), "ann");
        RawPlay play = playing(seat, 1);
        play.sendEvent(1, "!boom");
        assertThat(assertEnds(play, ErrorReason.BOARD_QUARANTINED).isRetryable())
                .isFalse();
        assertEnds(open(PlayMetadata.ofPlay(seat.ticket(), 2, 0, 0)), ErrorReason.BOARD_QUARANTINED);
    }

    @Test
    void shouldGoOnWatchingWhenTheClientHasEndedItsSide() {
        for (boolean acknowledges : new boolean[] {false, true}) {
            RawPlay play = playing(seat(), 1);
            if (acknowledges) {
                play.acknowledge();
                int seen = play.frames().size();
                await().until(() -> play.frames().size() > seen + 5);
            }
            play.sendState(1, "last words");
            play.stopAcknowledging();
            play.halfClose();
            int before = play.frames().size();
            await().until(() -> play.frames().size() > before + 300);
            assertThat(play.status()).isNull();
            play.cancel();
        }
    }

    private static Seat seat() {
        return rig.join(rig.createBoard().id(), "ann");
    }

    private static RawPlay open(Metadata metadata) {
        return RawPlay.reading(rig.channel(), metadata);
    }

    private static RawPlay playing(Seat seat, long streamNumber) {
        RawPlay play = open(PlayMetadata.ofPlay(seat.ticket(), streamNumber, 0, 0));
        await().until(() -> !play.frames().isEmpty());
        return play;
    }

    private static CallFailedException assertEnds(RawPlay play, ErrorReason reason) {
        await().until(() -> play.status() != null);
        CallFailedException failure = play.failure();
        assertThat(failure.reason()).as("%s", failure).contains(reason);
        assertThat(failure.code()).isEqualTo(reason.code());
        return failure;
    }

    private static void assertLast(RawPlay play, StayEndReason reason, String detail) {
        await().until(() -> play.status() != null);
        assertThat(play.code()).isEqualTo(Status.Code.OK);
        ServerFrame last = play.frames().get(play.frames().size() - 1);
        assertThat(last.getKind()).isEqualTo(FrameKind.FRAME_KIND_LAST);
        assertThat(last.getEnd().getReason()).isEqualTo(reason);
        assertThat(last.getEnd().getDetail().toStringUtf8()).isEqualTo(detail);
        assertThat(last.getSectionsCount()).isZero();
    }
}
