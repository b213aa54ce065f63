package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.orbstrike.cluster.routing.RouteFailure;
import io.orbstrike.cluster.routing.RouteOutcome;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.CredentialRefusal;
import io.orbstrike.grpc.v1.FrameKind;
import io.orbstrike.grpc.v1.ServerFrame;
import io.orbstrike.host.BoardSnapshot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that a proxy carries to the gameserver that holds the board, wherever it goes. */
class ProxyIT {

    private static final TallyType.Rules RULES = new TallyType.Rules(8, 5, 0);

    private final ProxyRig rig = new ProxyRig(
            GrpcServerOptions.builder().routeWait(Duration.ofSeconds(5)).build());
    private final ProxyRig.Node first = rig.newNode();
    private final ProxyRig.Node second = rig.newNode();
    private final TallyView view = new TallyView();
    private final RecordingListener heard = new RecordingListener();

    @AfterEach
    void close() {
        rig.close();
    }

    private Seat seatOnFirst() {
        rig.create(first, RULES);
        rig.routes.set(first.route());
        return rig.join(first, "ann");
    }

    @Test
    void shouldCarryFramesAndInputs() {
        Play<String> play = rig.client.play(ProxyRig.TYPE, seatOnFirst(), view, heard);
        await().until(() -> heard.frames() > 3);
        play.offer("up");
        play.offer("!jump");
        await().until(() -> heard.acknowledgedInput() == 2);
        assertThat(view.lines()).containsExactly("0 ann up !jump");
        assertThat(heard.violations()).isEmpty();
        assertThat(rig.proxy.counters().streamsOpened()).isEqualTo(1);
        assertThat(rig.proxy.counters().proxySwitches()).isZero();
    }

    @Test
    void shouldGoOnInOneStreamWhenTheBoardMovesAndLoseNoEvent() {
        Play<String> play = rig.client.play(ProxyRig.TYPE, seatOnFirst(), view, heard);
        await().until(() -> heard.frames() > 3);
        play.offer("left");
        int events = 60;
        for (int i = 0; i < events; i++) {
            String event = "!" + i;
            await().pollInterval(Duration.ofMillis(1)).until(() -> play.offer(event) > 0);
            if (i == 30) {
                rig.move(first, second);
                rig.routes.set(second.route());
            }
        }
        await().until(() -> heard.acknowledgedInput() == events + 1);
        String all = IntStream.range(0, events).mapToObj(i -> "!" + i).collect(Collectors.joining());
        await().until(() -> view.lines().equals(List.of("0 ann left " + all)));
        assertThat(heard.streams()).containsExactly(1L);
        assertThat(heard.interruptions()).isEmpty();
        assertThat(heard.violations()).isEmpty();
        assertThat(rig.proxy.counters().proxySwitches()).isEqualTo(1);
    }

    @Test
    void shouldGoOnInOneStreamWhenTheConnectionBreaksAndLoseNoEvent() {
        Play<String> play = rig.client.play(ProxyRig.TYPE, seatOnFirst(), view, heard);
        await().until(() -> heard.frames() > 3);
        int events = 60;
        for (int i = 0; i < events; i++) {
            String event = "!" + i;
            await().pollInterval(Duration.ofMillis(1)).until(() -> play.offer(event) > 0);
            if (i == 30) {
                rig.routes.set(new RouteOutcome.Unavailable("not yet"));
                first.relay.cut();
                rig.routes.set(first.route());
            }
        }
        await().until(() -> heard.acknowledgedInput() == events);
        String all = IntStream.range(0, events).mapToObj(i -> "!" + i).collect(Collectors.joining());
        await().until(() -> view.lines().equals(List.of("0 ann  " + all)));
        assertThat(heard.violations()).isEmpty();
    }

    @Test
    void shouldReportABrokenConnectionAndSwitchWithAHigherEpochAndAKeyframe() {
        Seat seat = seatOnFirst();
        RawPlay play = RawPlay.reading(rig.channel(), PlayMetadata.ofTicket(seat.ticket()));
        await().until(() -> play.frames().size() > 5);
        assertThat(play.headers().get(PlayMetadata.EPOCH)).isEqualTo("1");
        play.sendState(1, "north");
        await().until(() -> play.frames().get(play.frames().size() - 1).getAcknowledgedInput() == 1);

        rig.restore(second, GrpcRig.await(first.board().snapshot()));
        first.relay.cut();
        await().until(() -> !rig.routes.failures().isEmpty());
        assertThat(rig.routes.failures()).containsExactly(RouteFailure.UNREACHED);
        rig.routes.set(second.route());
        await().until(() -> play.frames().get(play.frames().size() - 1).getEpoch() == 2);
        int size = play.frames().size();
        await().until(() -> play.frames().size() > size + 5);
        assertRising(play.frames());
        // The last message restores the player without a word of the client.
        await().until(() -> play.frames()
                .get(play.frames().size() - 1)
                .getSections(0)
                .toString()
                .contains("0 ann north"));
        assertThat(play.status()).isNull();
        assertThat(rig.proxy.counters().proxyUpstreamFailures()).isEqualTo(1);
        // The gameserver of before still ticks: nothing of it is shown.
        assertThat(first.board().status().tick()).isPositive();
    }

    @Test
    void shouldSwitchWhenToldThoughTheOldGameserverStillShowsTheBoard() {
        Seat seat = seatOnFirst();
        RawPlay play = RawPlay.reading(rig.channel(), PlayMetadata.ofTicket(seat.ticket()));
        await().until(() -> play.frames().size() > 5);
        rig.restore(second, GrpcRig.await(first.board().snapshot()));
        rig.routes.set(second.route());
        await().until(() -> play.frames().get(play.frames().size() - 1).getEpoch() == 2);
        await().until(() -> first.server.playStreamCount() == 0);
        int size = play.frames().size();
        await().until(() -> play.frames().size() > size + 20);
        assertRising(play.frames());
        assertThat(rig.routes.followerCount()).isEqualTo(1);
    }

    /** A stream at the second gameserver, which expects the board. */
    private RawPlay waitingAtSecond(Seat seat) {
        rig.routes.set(second.route());
        RawPlay play = RawPlay.reading(rig.channel(), PlayMetadata.ofTicket(seat.ticket()));
        await().until(() -> second.server.playStreamCount() == 1);
        return play;
    }

    @Test
    void shouldWaitAtTheGameserverThatTheBoardIsUnderWayTo() {
        Seat seat = seatOnFirst();
        BoardSnapshot last = GrpcRig.await(first.board().detach());
        CompletableFuture<Void> arrival = second.expectTheBoard();
        RawPlay play = waitingAtSecond(seat);
        rig.restore(second, last);
        arrival.complete(null);
        await().until(() -> play.frames().size() > 3);
        assertThat(play.headers().get(PlayMetadata.EPOCH)).isEqualTo("2");
        assertThat(rig.routes.failures()).isEmpty();
    }

    @Test
    void shouldLookAgainIfABoardThatWasUnderWayDoesNotCome() {
        Seat seat = seatOnFirst();
        CompletableFuture<Void> arrival = second.expectTheBoard();
        RawPlay play = waitingAtSecond(seat);
        assertThat(rig.routes.failures()).isEmpty();
        arrival.complete(null);
        await().until(() -> !rig.routes.failures().isEmpty());
        assertThat(rig.routes.failures()).containsExactly(RouteFailure.NOT_THERE);
        rig.routes.set(first.route());
        await().until(() -> play.frames().size() > 3);
    }

    @Test
    void shouldLeaveAGameserverThatTheBoardDoesNotComeToAsSoonAsThatIsKnown() {
        Seat seat = seatOnFirst();
        CompletableFuture<Void> arrival = second.expectTheBoard();
        RawPlay play = waitingAtSecond(seat);
        rig.routes.set(first.route());
        await().until(() -> play.frames().size() > 3);
        await().until(() -> second.server.playStreamCount() == 0);
        assertThat(arrival).isNotDone();
        assertThat(rig.routes.followerCount()).isEqualTo(1);
    }

    @Test
    void shouldLetGoOfAStreamThatEndsWhileItWaitsForItsBoard() {
        Seat seat = seatOnFirst();
        CompletableFuture<Void> arrival = second.expectTheBoard();
        RawPlay play = waitingAtSecond(seat);
        play.cancel();
        await().until(() -> second.server.playStreamCount() == 0);
        rig.move(first, second);
        arrival.complete(null);
        RawPlay same = RawPlay.reading(rig.channel(), PlayMetadata.ofTicket(seat.ticket()));
        await().until(() -> same.frames().size() > 3); // as the first one never came to the board
        assertThat(second.server.counters().streamsOpened()).isEqualTo(1);
    }

    @Test
    void shouldLookForABoardInTheEpochThatItsGameserverOfBeforeSays() {
        Seat seat = seatOnFirst();
        rig.move(first, second);
        first.sayThatTheBoardHasMoved();
        RawPlay play = RawPlay.reading(rig.channel(), PlayMetadata.ofTicket(seat.ticket()));
        await().until(() -> !rig.routes.failures().isEmpty());
        assertThat(rig.routes.failures()).containsExactly(RouteFailure.NOT_THERE);
        assertThat(rig.routes.epochsMin()).containsExactly(2L);
        rig.routes.set(second.route());
        await().until(() -> play.frames().size() > 3);
        assertThat(play.headers().get(PlayMetadata.EPOCH)).isEqualTo("2");
    }

    @Test
    void shouldWaitForTheBoardAndThenSayThatItIsUnavailable() {
        Seat seat = seatOnFirst();
        try (ProxyRig impatient = new ProxyRig(
                GrpcServerOptions.builder().routeWait(Duration.ofMillis(200)).build())) {
            RawPlay play = RawPlay.reading(impatient.channel(), PlayMetadata.ofTicket(seat.ticket()));
            await().until(() -> play.status() != null);
            assertThat(play.failure().reason()).contains(ErrorReason.UNAVAILABLE);
            assertThat(play.failure().retryAfter()).contains(Duration.ofMillis(500));
            assertThat(impatient.proxy.counters().proxyRouteWaitsOver()).isEqualTo(1);
        }
    }

    @Test
    void shouldSayThatThereIsNoSuchBoard() {
        Seat seat = seatOnFirst();
        rig.routes.set(RouteOutcome.NoSuchBoard.INSTANCE);
        RawPlay play = RawPlay.reading(rig.channel(), PlayMetadata.ofTicket(seat.ticket()));
        await().until(() -> play.status() != null);
        assertThat(play.failure().reason()).contains(ErrorReason.UNKNOWN_BOARD);
    }

    @Test
    void shouldPassOnWhatTheGameserverSaysOfThePlayer() {
        Seat seat = seatOnFirst();
        RawPlay older = RawPlay.reading(rig.channel(), PlayMetadata.ofPlay(seat.ticket(), 5, 0, 0));
        await().until(() -> older.frames().size() > 3);
        RawPlay same = RawPlay.reading(rig.channel(), PlayMetadata.ofPlay(seat.ticket(), 5, 0, 0));
        await().until(() -> same.status() != null);
        assertThat(same.failure().reason()).contains(ErrorReason.SUPERSEDED);
        RawPlay newer = RawPlay.reading(rig.channel(), PlayMetadata.ofPlay(seat.ticket(), 6, 0, 0));
        await().until(() -> older.status() != null);
        assertThat(older.failure().reason()).contains(ErrorReason.SUPERSEDED);
        GrpcRig.await(first.board().leave(seat.player()));
        await().until(() -> newer.status() != null);
        assertThat(newer.code()).isEqualTo(Status.Code.OK);
        assertThat(newer.frames().get(newer.frames().size() - 1).getKind()).isEqualTo(FrameKind.FRAME_KIND_LAST);
        RawPlay gone = RawPlay.reading(rig.channel(), PlayMetadata.ofPlay(seat.ticket(), 7, 0, 0));
        await().until(() -> gone.status() != null);
        assertThat(gone.failure().reason()).contains(ErrorReason.UNKNOWN_PLAYER);
    }

    @Test
    void shouldRefuseBadTicketsItself() {
        seatOnFirst();
        RawPlay play = RawPlay.reading(rig.channel(), PlayMetadata.ofTicket("x"));
        await().until(() -> play.status() != null);
        assertThat(play.failure().reason()).contains(ErrorReason.BAD_TICKET);
    }

    @Test
    void shouldNotBlameTheTicketWhenTheProxyItselfIsRefused() {
        Seat seat = seatOnFirst();
        try (GrpcGameserverLinks strangers = GrpcGameserverLinks.builder()
                        .eventLoops(rig.loops)
                        .credentials(ClusterCredentials.of(List.of(GrpcRig.secret(2)), InstantSource.system()))
                        .build();
                GrpcServer stranger = GrpcServer.builder()
                        .lobby(new ScriptedGameserver())
                        .proxy(rig.routes, strangers)
                        .tickets(rig.tickets)
                        .eventLoops(rig.loops)
                        .build()
                        .start()) {
            ManagedChannel channel = NettyChannelBuilder.forTarget(
                            "127.0.0.1:" + stranger.address().getPort())
                    .usePlaintext()
                    .build();
            RawPlay play = RawPlay.reading(channel, PlayMetadata.ofTicket(seat.ticket()));
            await().until(() -> play.status() != null);
            assertThat(play.failure().reason()).contains(ErrorReason.INTERNAL);
            assertThat(rig.credentials.refusedCount(CredentialRefusal.UNKNOWN_KEY))
                    .isEqualTo(1);
            channel.shutdownNow();
        }
    }

    @Test
    void shouldRefuseMessagesThatAreTooLongItself() {
        Seat seat = seatOnFirst();
        RawPlay play = RawPlay.reading(rig.channel(), PlayMetadata.ofTicket(seat.ticket()));
        await().until(() -> !play.frames().isEmpty());
        play.sendEvent(1, "!" + "x".repeat(70_000));
        await().until(() -> play.status() != null);
        assertThat(play.failure().reason()).contains(ErrorReason.INVALID_VALUE);
        await().until(() -> first.server.playStreamCount() == 0);
        assertThat(first.server.counters().clientFrames()).isZero();
    }

    @Test
    void shouldWatchOnWhenTheClientHasEndedItsSideAndTheBoardMoves() {
        Seat seat = seatOnFirst();
        RawPlay play = RawPlay.reading(rig.channel(), PlayMetadata.ofTicket(seat.ticket()));
        await().until(() -> play.frames().size() > 3);
        play.halfClose();
        int size = play.frames().size();
        await().until(() -> play.frames().size() > size + 5);
        rig.move(first, second);
        rig.routes.set(second.route());
        await().until(() -> play.frames().get(play.frames().size() - 1).getEpoch() == 2);
        play.cancel();
        await().until(() -> second.server.playStreamCount() == 0);
    }

    @Test
    void shouldEndAtTheClientsDeadlineWithTheCallToTheGameserver() {
        Seat seat = seatOnFirst();
        Deadline deadline = Deadline.after(2, TimeUnit.SECONDS);
        RawPlay play = RawPlay.reading(
                rig.channel(), PlayMetadata.ofTicket(seat.ticket()), CallOptions.DEFAULT.withDeadline(deadline));
        await().until(() -> play.status() != null);
        assertThat(play.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(deadline.isExpired()).isTrue();
        await().until(() -> first.server.playStreamCount() == 0);
        await().until(() -> rig.proxy.playStreamCount() == 0);
        assertThat(rig.routes.followerCount()).isZero();
        assertThat(first.server.counters().streamsOpened()).isEqualTo(1);
    }

    @Test
    void shouldEndItsStreamsWhenItCloses() {
        Seat seat = seatOnFirst();
        RawPlay play = RawPlay.reading(rig.channel(), PlayMetadata.ofTicket(seat.ticket()));
        await().until(() -> play.frames().size() > 3);
        rig.proxy.close();
        await().until(() -> play.status() != null);
        assertThat(play.failure().reason()).contains(ErrorReason.SERVER_CLOSING);
        await().until(() -> first.server.playStreamCount() == 0);
        assertThat(rig.routes.followerCount()).isZero();
    }

    private static void assertRising(List<ServerFrame> frames) {
        for (int i = 1; i < frames.size(); i++) {
            ServerFrame before = frames.get(i - 1);
            ServerFrame after = frames.get(i);
            assertThat(after.getEpoch()).isGreaterThanOrEqualTo(before.getEpoch());
            if (after.getEpoch() > before.getEpoch()) {
                assertThat(after.getKind()).isEqualTo(FrameKind.FRAME_KIND_KEYFRAME);
            } else {
                assertThat(after.getTick()).isGreaterThan(before.getTick());
            }
        }
    }
}
