package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.ClientOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.host.HostedBoard;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Thousands of streams that come and go: nothing of them stays. */
class ManyStreamsIT {

    private static final int ROUNDS = 20;
    private static final int PLAYERS = 100;

    private final GrpcRig rig = GrpcRig.start();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldLeakNothingWhenStreamsAreOpenedAndDropped() {
        BoardFacts board = rig.createBoard(new TallyType.Rules(PLAYERS, 10, 0));
        HostedBoard<?, ?> hosted = rig.gameserver.board(board.id()).orElseThrow();
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < PLAYERS; i++) {
            seats.add(rig.join(board.id(), "p" + i));
        }
        int threads = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            dropAConnectionWith(seats, round);
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            rig.server.playStreamCount() == 0 && hosted.status().viewers() == 0);
            if (round == 3) {
                threads = ManagementFactory.getThreadMXBean().getThreadCount();
            }
        }
        assertThat(rig.server.counters().streamsOpened()).isEqualTo((long) ROUNDS * PLAYERS);
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThanOrEqualTo(threads + 3);
    }

    @Test
    void shouldPlayOverSharedConnectionsAndHoldNoThreadPerStream() {
        BoardFacts board = rig.createBoard(new TallyType.Rules(PLAYERS, 15, 0));
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        try (OrbstrikeClient client =
                rig.client(ClientOptions.builder().streamsPerConnection(50).build())) {
            List<RecordingListener> heard = new ArrayList<>();
            List<Play<String>> plays = new ArrayList<>();
            for (int i = 0; i < PLAYERS; i++) {
                RecordingListener listener = new RecordingListener();
                heard.add(listener);
                plays.add(client.play(GrpcRig.TYPE, rig.join(board.id(), "p" + i), new TallyView(), listener));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> heard.stream().allMatch(one -> one.frames() > 50));
            plays.forEach(play -> play.offer("!hi"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> heard.stream().allMatch(one -> one.acknowledgedInput() == 1));
            assertThat(heard).allSatisfy(one -> assertThat(one.violations()).isEmpty());
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThanOrEqualTo(threads + 5);
        }
        await().until(() -> rig.server.playStreamCount() == 0);
    }

    /** Half of the streams are cancelled, the others go with their connection. */
    private void dropAConnectionWith(List<Seat> seats, int streamNumber) {
        ManagedChannel channel = NettyChannelBuilder.forTarget(rig.target())
                .usePlaintext()
                .eventLoopGroup(rig.loops.workers())
                .channelType(rig.loops.channelType())
                .directExecutor()
                .build();
        try {
            List<RawPlay> plays = new ArrayList<>();
            for (Seat seat : seats) {
                plays.add(RawPlay.reading(channel, PlayMetadata.ofPlay(seat.ticket(), streamNumber, 0, 0)));
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> plays.stream().noneMatch(play -> play.frames().isEmpty()));
            for (int i = 0; i < plays.size(); i += 2) {
                plays.get(i).cancel();
            }
        } finally {
            channel.shutdownNow();
        }
    }
}
