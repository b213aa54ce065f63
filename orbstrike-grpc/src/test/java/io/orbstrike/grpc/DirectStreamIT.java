package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.v1.ServerFrame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames that go past gRPC's queue, and those that cannot. */
class DirectStreamIT {

    private static final int TICK_MS = 5;

    private GrpcRig rig;

    @BeforeEach
    void start() {
        rig = GrpcRig.start(GrpcServerOptions.builder()
                .keepAlivePermitted(Duration.ofHours(1))
                .build());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldQueueAtMostTheFirstFrameWhenAllFits() {
        RawPlay play = playing(0);
        await().until(() -> play.frames().size() > 200);
        assertThat(rig.server.counters().framesQueued()).isLessThanOrEqualTo(1);
        assertRising(play.frames());
    }

    @Test
    void shouldQueueWhatIsLongerThanADataFrame() {
        RawPlay play = playing(20_000);
        await().until(() -> play.frames().size() > 50);
        List<ServerFrame> received = List.copyOf(play.frames());
        assertThat(rig.server.counters().framesQueued()).isGreaterThanOrEqualTo(received.size());
        assertRising(received);
        assertThat(received).allMatch(frame -> frame.getSerializedSize() > 20_000);
    }

    @Test
    void shouldKeepTheOrderWhenSomeFitIntoTheWindowAndSomeDoNot() {
        Seat seat = rig.join(board(15_000).id(), "ann");
        RawPlay play = RawPlay.open(rig.channel(), PlayMetadata.ofTicket(seat.ticket()));
        await().until(() -> rig.server.counters().framesQueued() > 1);
        play.read();
        await().until(() -> play.frames().size() > 200);
        List<ServerFrame> received = List.copyOf(play.frames());
        assertThat(rig.server.counters().framesQueued()).isLessThan(received.size());
        assertRising(received);
    }

    @Test
    void shouldBearAClientThatPingsAfterEachFrame() {
        Seat seat = rig.join(board(0).id(), "ann");
        try (PingingClient client = PingingClient.play(rig.server.address(), seat.ticket())) {
            await().until(() -> client.pings() > 100 || client.isSentAway());
            assertThat(client.isSentAway()).isFalse();
            int before = client.dataFrames();
            await().until(() -> client.dataFrames() > before + 10);
        }
    }

    private BoardFacts board(int paddingBytes) {
        return rig.createBoard(new TallyType.Rules(4, TICK_MS, paddingBytes));
    }

    private RawPlay playing(int paddingBytes) {
        Seat seat = rig.join(board(paddingBytes).id(), "ann");
        return RawPlay.reading(rig.channel(), PlayMetadata.ofTicket(seat.ticket()));
    }

    private static void assertRising(List<ServerFrame> frames) {
        for (int i = 1; i < frames.size(); i++) {
            assertThat(frames.get(i).getTick()).isGreaterThan(frames.get(i - 1).getTick());
        }
    }
}
