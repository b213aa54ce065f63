package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.cluster.routing.RouteOutcome;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.v1.FrameKind;
import io.orbstrike.grpc.v1.ServerFrame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WebSockets that a proxy carries to the gameserver that holds the board, wherever it goes. */
class WebProxyIT {

    private static final TallyType.Rules RULES = new TallyType.Rules(8, 5, 2_000);

    private final ProxyRig rig = new ProxyRig(
            GrpcServerOptions.builder().routeWait(Duration.ofSeconds(5)).build());
    private final ProxyRig.Node first = rig.newNode();
    private final ProxyRig.Node second = rig.newNode();
    private final WebRig web = WebRig.of(rig.loops, rig.proxy);

    @AfterEach
    void close() {
        web.close();
        rig.close();
    }

    private RawWebPlay playingOnFirst() {
        rig.create(first, RULES);
        rig.routes.set(first.route());
        Seat seat = rig.join(first, "ann");
        RawWebPlay play = RawWebPlay.reading(web.address(), seat.ticket());
        play.acknowledge();
        await().until(() -> play.frames().size() > 5);
        return play;
    }

    @Test
    void shouldGoOnOverTheSameWebSocketWhenTheBoardMoves() {
        RawWebPlay play = playingOnFirst();
        play.sendState(1, "north");
        await().until(() -> play.newest().getAcknowledgedInput() == 1);
        rig.move(first, second);
        rig.routes.set(second.route());
        await().until(() -> play.newest().getEpoch() == 2);
        int size = play.frames().size();
        await().until(() -> play.frames().size() > size + 100);
        assertContinuous(List.copyOf(play.frames()));
        assertThat(play.closeCode()).isZero();
        assertThat(rig.proxy.counters().proxySwitches()).isEqualTo(1);
        play.sendState(2, "south");
        await().until(() -> play.newest().getAcknowledgedInput() == 2);
    }

    @Test
    void shouldGoOnOverTheSameWebSocketWhenTheGameserverIsLost() {
        RawWebPlay play = playingOnFirst();
        rig.restore(second, GrpcRig.await(first.board().snapshot()));
        first.relay.cut();
        rig.routes.set(second.route());
        await().until(() -> play.newest().getEpoch() == 2);
        assertContinuous(List.copyOf(play.frames()));
        assertThat(play.closeCode()).isZero();
    }

    @Test
    void shouldTellTheBrowserWhenNobodyHoldsTheBoard() {
        RawWebPlay play = playingOnFirst();
        rig.routes.set(new RouteOutcome.Unavailable("not yet"));
        first.relay.cut();
        await().atMost(Duration.ofSeconds(20)).until(() -> play.closeCode() != 0);
        assertThat(play.closeCode()).isEqualTo(4014);
        assertThat(play.closeReason()).contains("is not held now");
    }

    @Test
    void shouldNoticeABrowserThatLeavesWhileItsBoardIsLookedFor() {
        RawWebPlay play = playingOnFirst();
        rig.routes.set(new RouteOutcome.Unavailable("not yet"));
        first.relay.cut();
        await().until(() -> !rig.routes.failures().isEmpty());
        play.abort();
        await().atMost(Duration.ofSeconds(3)).until(() -> rig.proxy.playStreamCount() == 0);
    }

    private static void assertContinuous(List<ServerFrame> frames) {
        for (int i = 1; i < frames.size(); i++) {
            ServerFrame before = frames.get(i - 1);
            ServerFrame frame = frames.get(i);
            if (frame.getEpoch() != before.getEpoch() || frame.getTick() != before.getTick() + 1) {
                assertThat(frame.getKind()).isEqualTo(FrameKind.FRAME_KIND_KEYFRAME);
            }
            assertThat(frame.getEpoch()).isGreaterThanOrEqualTo(before.getEpoch());
        }
    }
}
