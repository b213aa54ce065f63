package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.host.HostedBoard;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ten thousand streams through a proxy that come and go: nothing of them stays. */
class ProxyManyStreamsIT {

    private static final int ROUNDS = 50;
    private static final int PLAYERS = 200;

    private final ProxyRig rig = ProxyRig.start();
    private final ProxyRig.Node node = rig.newNode();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldLeakNothingWhenStreamsAreOpenedAndDropped() {
        rig.create(node, new TallyType.Rules(PLAYERS, 20, 0));
        rig.routes.set(node.route());
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < PLAYERS; i++) {
            seats.add(rig.join(node, "p" + i));
        }
        HostedBoard<?, ?> board = node.board();
        int threads = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            dropConnectionsWith(seats, round);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> rig.proxy.playStreamCount() == 0
                            && rig.routes.followerCount() == 0
                            && node.server.playStreamCount() == 0
                            && board.status().viewers() == 0);
            if (round == 3) {
                threads = ManagementFactory.getThreadMXBean().getThreadCount();
            }
        }
        assertThat(rig.proxy.counters().streamsOpened()).isEqualTo((long) ROUNDS * PLAYERS);
        assertThat(rig.links.connectionCount()).isLessThanOrEqualTo(2 * PLAYERS / 100 + 2);
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThanOrEqualTo(threads + 12);
    }

    /** A third is cancelled, the others go with their connections. */
    private void dropConnectionsWith(List<Seat> seats, int streamNumber) {
        List<ManagedChannel> channels = new ArrayList<>();
        try {
            List<RawPlay> plays = new ArrayList<>();
            for (int i = 0; i < seats.size(); i++) {
                if (i % 100 == 0) {
                    channels.add(NettyChannelBuilder.forTarget(rig.target())
                            .usePlaintext()
                            .eventLoopGroup(rig.loops.workers())
                            .channelType(rig.loops.channelType())
                            .directExecutor()
                            .build());
                }
                ManagedChannel channel = channels.get(channels.size() - 1);
                plays.add(RawPlay.reading(
                        channel, PlayMetadata.ofPlay(seats.get(i).ticket(), streamNumber, 0, 0)));
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> plays.stream().noneMatch(play -> play.frames().isEmpty()));
            for (int i = 0; i < plays.size(); i += 3) {
                plays.get(i).cancel();
            }
        } finally {
            channels.forEach(ManagedChannel::shutdownNow);
        }
    }
}
