package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.grpc.v1.FrameKind;
import io.orbstrike.grpc.v1.ServerFrame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client behind a proxy that stops reading: what waits for him on the way, and what comes then. */
class ProxySlowViewerIT {

    private static final int TICK_MS = 10;
    private static final int STOP_TICKS = 500;
    private static final int BOUND_TICKS = 500 / TICK_MS;
    private static final int DELAY_TICKS_MAX = 200 / TICK_MS;
    private static final int PADDING_BYTES = 2_000;
    private static final int STREAM_WINDOW_BYTES = 64 * 1024;

    private final ProxyRig rig = ProxyRig.start();
    private final ProxyRig.Node node = rig.newNode();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldSendAtMostTheBoundOfTicksAndThenAKeyframeWhenTheClientAcknowledges() {
        RawPlay play = playing(0);
        play.acknowledge();
        awaitMore(play, 100);
        List<ServerFrame> received = stopAndResume(play);
        int gap = gapOf(received);
        assertThat(gap).isLessThanOrEqualTo(BOUND_TICKS + DELAY_TICKS_MAX);
        assertThat(received.get(gap).getKind()).isEqualTo(FrameKind.FRAME_KIND_KEYFRAME);
    }

    @Test
    void shouldSendAtMostTheWindowsAndThenAKeyframeWhenTheClientNeverAcknowledges() {
        RawPlay play = playing(PADDING_BYTES);
        awaitMore(play, 100);
        List<ServerFrame> received = stopAndResume(play);
        int gap = gapOf(received);
        int framesInWindows = 2 * STREAM_WINDOW_BYTES / PADDING_BYTES;
        int framesQueued = 2 * (2 + GrpcServerOptions.DEFAULT.framesBeyondThreshold());
        assertThat(gap).isLessThanOrEqualTo(framesInWindows + framesQueued);
        assertThat(received.get(gap).getKind()).isEqualTo(FrameKind.FRAME_KIND_KEYFRAME);
    }

    @Test
    void shouldDisturbNobodyElseOnTheSameConnections() {
        RawPlay slow = playing(PADDING_BYTES);
        RawPlay quick = RawPlay.reading(
                rig.channel(), PlayMetadata.ofTicket(rig.join(node, "bob").ticket()));
        await().until(() -> !quick.frames().isEmpty());
        slow.stopReading();
        int before = quick.frames().size();
        await().atMost(Duration.ofSeconds(20)).until(() -> quick.frames().size() > before + 300);
        assertThat(List.copyOf(quick.frames()).subList(before, before + 300))
                .filteredOn(frame -> frame.getKind() == FrameKind.FRAME_KIND_KEYFRAME)
                .hasSizeLessThan(15);
    }

    private RawPlay playing(int paddingBytes) {
        rig.create(node, new TallyType.Rules(4, TICK_MS, paddingBytes));
        rig.routes.set(node.route());
        RawPlay play = RawPlay.reading(
                rig.channel(), PlayMetadata.ofTicket(rig.join(node, "ann").ticket()));
        await().until(() -> !play.frames().isEmpty());
        return play;
    }

    private static void awaitMore(RawPlay play, int frames) {
        int before = play.frames().size();
        await().until(() -> play.frames().size() > before + frames);
    }

    /** What the client got after he had stopped for a while, the newest frame of before first. */
    private List<ServerFrame> stopAndResume(RawPlay play) {
        play.stopReading();
        long atStop = node.board().status().tick();
        await().atMost(Duration.ofSeconds(30)).until(() -> node.board().status().tick() >= atStop + STOP_TICKS);
        int seen = play.frames().size();
        play.read();
        long atResume = node.board().status().tick();
        await().until(() -> play.frames().get(play.frames().size() - 1).getTick() > atResume + 20);
        List<ServerFrame> all = List.copyOf(play.frames());
        return all.subList(seen - 1, all.size());
    }

    /** The place of the first frame whose tick does not follow. */
    private static int gapOf(List<ServerFrame> frames) {
        int place = 1;
        while (frames.get(place).getTick() == frames.get(place - 1).getTick() + 1) {
            place++;
        }
        return place;
    }
}
