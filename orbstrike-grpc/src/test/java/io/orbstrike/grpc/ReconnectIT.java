package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.orbstrike.board.FrameKind;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.ClientOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.Seat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plays whose connections break. */
class ReconnectIT {

    private static final ClientOptions QUICK = ClientOptions.builder()
            .reconnectDelayMin(Duration.ofMillis(5))
            .reconnectDelayMax(Duration.ofMillis(50))
            .build();

    private final GrpcRig rig = GrpcRig.start();
    private final TallyView view = new TallyView();
    private final RecordingListener heard = new RecordingListener();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldApplyEveryEventExactlyOnceAndRestoreTheStateWhenConnectionsBreak() {
        try (Relay relay = Relay.to(rig.server.address().getPort());
                OrbstrikeClient client = client(relay.target(), QUICK)) {
            Play<String> play = client.play(GrpcRig.TYPE, seat(), view, heard);
            await().until(() -> heard.frames() > 0);
            play.offer("left");
            int events = 300;
            for (int i = 0; i < events; i++) {
                String event = "!" + i;
                await().pollInterval(Duration.ofMillis(1)).until(() -> play.offer(event) > 0);
                if (i % 60 == 30) {
                    relay.cut();
                }
            }
            await().until(() -> heard.acknowledgedInput() == events + 1);
            String all = IntStream.range(0, events).mapToObj(i -> "!" + i).collect(Collectors.joining());
            await().until(() -> view.lines().equals(java.util.List.of("0 ann left " + all)));
            assertThat(heard.streams().size()).isGreaterThanOrEqualTo(5);
            assertThat(heard.streams()).isSorted().doesNotHaveDuplicates();
            assertThat(heard.firstKinds()).containsOnly(FrameKind.KEYFRAME);
            assertThat(heard.violations()).isEmpty();
            assertThat(heard.end()).isNull();
        }
    }

    @Test
    void shouldSayTheStateAgainWhenThePlayerWasDisconnected() {
        try (Relay relay = Relay.to(rig.server.address().getPort());
                OrbstrikeClient client = client(relay.target(), QUICK)) {
            Play<String> play = client.play(GrpcRig.TYPE, seat(), view, heard);
            play.offer("north");
            await().until(() -> view.lines().equals(java.util.List.of("0 ann north ")));
            relay.cut();
            await().until(() -> heard.streams().size() == 2);
            await().until(() -> view.lines().equals(java.util.List.of("0 ann north ")));
        }
    }

    @Test
    void shouldPlayOnWhenTheServerIsReplaced() {
        int port = rig.server.address().getPort();
        rig.client.play(GrpcRig.TYPE, seat(), view, heard);
        await().until(() -> heard.frames() > 5);
        rig.server.close();
        await().until(() -> !heard.interruptions().isEmpty());
        assertThat(heard.interruptions().get(0).reason()).contains(ErrorReason.SERVER_CLOSING);
        assertThat(heard.interruptions().get(0).retryAfter()).contains(GrpcServerOptions.DEFAULT.retryAfter());
        try (GrpcServer next = GrpcServer.builder()
                .lobby(rig.gameserver.lobby())
                .boards(rig.gameserver::board)
                .tickets(rig.tickets)
                .eventLoops(rig.loops)
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .build()
                .start()) {
            await().until(() -> heard.firstKinds().size() == 2);
            int frames = heard.frames();
            await().until(() -> heard.frames() > frames + 5);
            assertThat(heard.violations()).isEmpty();
            assertThat(next.playStreamCount()).isEqualTo(1);
            rig.client.close();
        }
    }

    @Test
    void shouldGoOnToTheNextTargetWhenOneIsDead() throws IOException {
        int dead = freePort();
        for (int i = 0; i < 4; i++) {
            try (OrbstrikeClient client = OrbstrikeClient.builder()
                    .target("127.0.0.1:" + dead)
                    .target(rig.target())
                    .eventLoops(rig.loops)
                    .options(QUICK)
                    .build()) {
                BoardFacts board = GrpcRig.await(client.createBoard(
                        GrpcRig.TYPE, GrpcRig.RULES, io.orbstrike.grpc.client.CreateOptions.DEFAULT));
                Seat seat = GrpcRig.await(client.joinBoard(GrpcRig.TYPE, board.id(), "ann"));
                RecordingListener listener = new RecordingListener();
                client.play(GrpcRig.TYPE, seat, new TallyView(), listener);
                await().until(() -> listener.frames() > 0);
            }
        }
    }

    @Test
    void shouldGiveUpAfterTheGivenTimeWithoutAFrame() throws IOException {
        ClientOptions impatient = ClientOptions.builder()
                .reconnectDelayMin(Duration.ofMillis(5))
                .reconnectDelayMax(Duration.ofMillis(20))
                .giveUpAfter(Duration.ofMillis(200))
                .build();
        Seat seat = seat();
        try (OrbstrikeClient client = client("127.0.0.1:" + freePort(), impatient)) {
            client.play(GrpcRig.TYPE, seat, view, heard);
            await().until(() -> heard.end() != null);
        }
        assertThat(heard.end())
                .isInstanceOfSatisfying(
                        PlayEnd.Failed.class,
                        end -> assertThat(end.failure().code()).isEqualTo(Status.Code.UNAVAILABLE));
        assertThat(heard.interruptions()).hasSizeGreaterThan(3);
    }

    @Test
    void shouldTakeOverWhenTheSeatIsPlayedAgain() {
        Seat seat = seat();
        Play<String> older = rig.client.play(GrpcRig.TYPE, seat, view, heard);
        older.offer("!a");
        await().until(() -> heard.acknowledgedInput() == 1);
        RecordingListener newerHeard = new RecordingListener();
        TallyView newerView = new TallyView();
        Play<String> newer = rig.client.play(GrpcRig.TYPE, seat, newerView, newerHeard);
        newer.offer("!b");
        await().until(() -> newerView.lines().equals(java.util.List.of("0 ann  !a!b")));
        await().until(() -> heard.end() != null);
        assertThat(heard.end())
                .isInstanceOfSatisfying(
                        PlayEnd.Failed.class,
                        end -> assertThat(end.failure().reason()).contains(ErrorReason.SUPERSEDED));
        assertThat(newerHeard.streams()).containsExactly(2L);
        assertThat(newerHeard.acknowledgedInput()).isEqualTo(2);
    }

    @Test
    void shouldEndEveryPlayWhenTheClientIsClosed() {
        OrbstrikeClient client = client(rig.target(), QUICK);
        client.play(GrpcRig.TYPE, seat(), view, heard);
        await().until(() -> heard.frames() > 0);
        client.close();
        client.close();
        await().until(() -> heard.end() == PlayEnd.Closed.INSTANCE);
        await().until(() -> rig.server.playStreamCount() == 0);
    }

    private Seat seat() {
        return rig.join(rig.createBoard().id(), "ann");
    }

    private OrbstrikeClient client(String target, ClientOptions options) {
        return OrbstrikeClient.builder()
                .target(target)
                .eventLoops(rig.loops)
                .options(options)
                .build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
