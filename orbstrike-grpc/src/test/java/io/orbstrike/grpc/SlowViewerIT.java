package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.v1.FrameKind;
import io.orbstrike.grpc.v1.ServerFrame;
import io.orbstrike.host.HostedBoard;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that stops reading for 10 s, with and without acknowledgements: what waits for him, and what comes then. */
class SlowViewerIT {

    private static final int TICK_MS = 10;
    private static final int STOP_MS = 10_000;
    private static final int BOUND_TICKS = 500 / TICK_MS;
    private static final int DELAY_TICKS_MAX = 100 / TICK_MS;
    private static final int PADDING_BYTES = 2_000;
    private static final int STREAM_WINDOW_BYTES = 64 * 1024;

    private final GrpcRig rig = GrpcRig.start();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldSendAtMostTheBoundOfTicksAndThenAKeyframeWhenTheClientAcknowledges() {
        BoardFacts board = rig.createBoard(new TallyType.Rules(4, TICK_MS, 0));
        RawPlay play = playing(rig.join(board.id(), "ann"));
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
    void shouldSendAtMostTheWindowsAndThenAKeyframeWhenTheClientNeverAcknowledges() {
        BoardFacts board = rig.createBoard(new TallyType.Rules(4, TICK_MS, PADDING_BYTES));
        RawPlay play = playing(rig.join(board.id(), "ann"));
        int warm = play.frames().size();
        await().until(() -> play.frames().size() > warm + 100);

        Stop stop = stopAndResume(board, play);
        int framesInWindow = STREAM_WINDOW_BYTES / PADDING_BYTES;
        int framesQueued = 2 + GrpcServerOptions.DEFAULT.framesBeyondThreshold();
        assertThat(stop.oldFrames()).hasSizeLessThanOrEqualTo(framesInWindow + framesQueued);
        assertFresh(stop);
    }

    @Test
    void shouldDisturbNobodyElseOnTheSameConnection() {
        BoardFacts board = rig.createBoard(new TallyType.Rules(4, TICK_MS, PADDING_BYTES));
        RawPlay slow = playing(rig.join(board.id(), "ann"));
        RawPlay quick = playing(rig.join(board.id(), "bob"));
        slow.stopReading();
        int before = quick.frames().size();
        await().atMost(Duration.ofSeconds(10)).until(() -> quick.frames().size() > before + 300);
        List<ServerFrame> frames = List.copyOf(quick.frames()).subList(before, before + 300);
        // A late lane may cost one now and then; a blocked connection would leave nothing but keyframes.
        assertThat(frames)
                .filteredOn(frame -> frame.getKind() == FrameKind.FRAME_KIND_KEYFRAME)
                .hasSizeLessThan(15);
    }

    /** What a client received after he began to read again, up to the first gap in the ticks, and what came then. */
    private record Stop(long lastSeenTick, long tickAtResume, List<ServerFrame> oldFrames, ServerFrame next) {}

    private Stop stopAndResume(BoardFacts board, RawPlay play) {
        HostedBoard<?, ?> hosted = rig.gameserver.board(board.id()).orElseThrow();
        play.stopReading();
        long atStop = hosted.status().tick();
        await().pollDelay(Duration.ofMillis(STOP_MS))
                .atMost(Duration.ofMillis(3L * STOP_MS))
                .until(() -> hosted.status().tick() >= atStop + STOP_MS * 95L / 100 / TICK_MS);
        int seen = play.frames().size();
        long lastSeen = play.frames().get(seen - 1).getTick();
        long tickAtResume = hosted.status().tick();
        play.read();
        await().until(() -> play.frames().get(play.frames().size() - 1).getTick() > tickAtResume + 20);
        List<ServerFrame> all = List.copyOf(play.frames());
        List<ServerFrame> received = all.subList(seen, all.size());
        int gap = 0;
        long expected = lastSeen + 1;
        while (received.get(gap).getTick() == expected) {
            gap++;
            expected++;
        }
        return new Stop(lastSeen, tickAtResume, received.subList(0, gap), received.get(gap));
    }

    private static void assertFresh(Stop stop) {
        assertThat(stop.next().getKind()).isEqualTo(FrameKind.FRAME_KIND_KEYFRAME);
        assertThat(stop.next().getTick()).isGreaterThanOrEqualTo(stop.tickAtResume() - BOUND_TICKS);
        assertThat(stop.next().getTick()).isGreaterThan(stop.lastSeenTick() + 900);
    }

    private RawPlay playing(Seat seat) {
        RawPlay play = RawPlay.reading(rig.channel(), PlayMetadata.ofTicket(seat.ticket()));
        await().until(() -> !play.frames().isEmpty());
        return play;
    }
}
