package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.v1.FrameKind;
import io.orbstrike.grpc.v1.ServerFrame;
import io.orbstrike.host.HostedBoard;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A browser that stops reading for 10 s: what waits for it, and what comes then. */
class WebSlowViewerIT {

    private static final int TICK_MS = 10;
    private static final int STOP_MS = 10_000;
    private static final int BOUND_TICKS = 500 / TICK_MS;
    private static final int DELAY_TICKS_MAX = 100 / TICK_MS;

    /** Large enough that what the kernels of both ends keep is a small part of what 10 s bring. */
    private static final int PADDING_BYTES = 200_000;

    private static final int KERNELS_BYTES_MAX = 4_000_000;

    private final GrpcRig rig = GrpcRig.start();
    private final WebRig web = WebRig.of(rig.loops, rig.server);

    @AfterEach
    void close() {
        web.close();
        rig.close();
    }

    @Test
    void shouldSendAtMostTheBoundOfTicksAndThenAKeyframeWhenTheClientAcknowledges() {
        BoardFacts board = rig.createBoard(new TallyType.Rules(4, TICK_MS, 0));
        RawWebPlay play = playing(board, "ann");
        play.acknowledge();
        int warm = play.frames().size();
        await().until(() -> play.frames().size() > warm + 100);

        Stop stop = stopAndResume(board, play);
        assertThat(stop.oldFrames()).hasSizeLessThanOrEqualTo(BOUND_TICKS + DELAY_TICKS_MAX);
        assertThat(stop.oldFrames())
                .allMatch(frame -> frame.getTick() <= stop.lastSeenTick() + BOUND_TICKS + DELAY_TICKS_MAX);
        assertFresh(stop);
    }

    @Test
    void shouldKeepLittleAndThenSendAKeyframeWhenTheClientNeverAcknowledges() {
        BoardFacts board = rig.createBoard(new TallyType.Rules(4, TICK_MS, PADDING_BYTES));
        RawWebPlay play = playing(board, "ann");
        int warm = play.frames().size();
        await().until(() -> play.frames().size() > warm + 100);

        Stop stop = stopAndResume(board, play);
        int framesUnwritten = 2 + GrpcServerOptions.DEFAULT.framesBeyondThreshold();
        int framesInKernels = KERNELS_BYTES_MAX / PADDING_BYTES;
        assertThat(stop.oldFrames()).hasSizeLessThanOrEqualTo(framesUnwritten + framesInKernels);
        assertFresh(stop);
    }

    @Test
    void shouldDisturbNobodyElseOnTheSameBoard() {
        BoardFacts board = rig.createBoard(new TallyType.Rules(4, TICK_MS, 2_000));
        RawWebPlay slow = playing(board, "ann");
        RawWebPlay quick = playing(board, "bob");
        slow.stopReading();
        int before = quick.frames().size();
        await().atMost(Duration.ofSeconds(10)).until(() -> quick.frames().size() > before + 300);
        List<ServerFrame> frames = List.copyOf(quick.frames()).subList(before, before + 300);
        assertThat(frames)
                .filteredOn(frame -> frame.getKind() == FrameKind.FRAME_KIND_KEYFRAME)
                .hasSizeLessThan(15);
    }

    /** What a client received after it began to read again: frames from before, and the first that is not older than it may be. */
    private record Stop(long lastSeenTick, List<ServerFrame> oldFrames, ServerFrame next) {}

    private Stop stopAndResume(BoardFacts board, RawWebPlay play) {
        HostedBoard<?, ?> hosted = rig.gameserver.board(board.id()).orElseThrow();
        play.stopReading();
        long atStop = hosted.status().tick();
        await().pollDelay(Duration.ofMillis(STOP_MS))
                .atMost(Duration.ofMillis(3L * STOP_MS))
                .until(() -> hosted.status().tick() >= atStop + STOP_MS * 95L / 100 / TICK_MS);
        int seen = play.frames().size();
        long lastSeenTick = play.newest().getTick();
        long tickAtResume = hosted.status().tick();
        play.read();
        await().until(() -> play.newest().getTick() > tickAtResume + 20);
        List<ServerFrame> received =
                List.copyOf(play.frames()).stream().skip(seen).toList();
        List<ServerFrame> oldFrames = received.stream()
                .takeWhile(frame -> frame.getTick() < tickAtResume - BOUND_TICKS)
                .toList();
        return new Stop(lastSeenTick, oldFrames, received.get(oldFrames.size()));
    }

    private static void assertFresh(Stop stop) {
        assertThat(stop.next().getKind()).isEqualTo(FrameKind.FRAME_KIND_KEYFRAME);
        assertThat(stop.next().getTick()).isGreaterThan(stop.lastSeenTick() + 850);
    }

    private RawWebPlay playing(BoardFacts board, String name) {
        RawWebPlay play =
                RawWebPlay.reading(web.address(), rig.join(board.id(), name).ticket());
        await().until(() -> !play.frames().isEmpty());
        return play;
    }
}
