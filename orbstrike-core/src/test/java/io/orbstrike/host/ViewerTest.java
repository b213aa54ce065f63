package io.orbstrike.host;

import static io.orbstrike.host.CountingType.CLOSE;
import static io.orbstrike.host.CountingType.ELIMINATE_ME;
import static io.orbstrike.host.CountingType.TELL_ALL;
import static io.orbstrike.host.CountingType.TELL_ME;
import static io.orbstrike.host.HostFixture.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.FrameKind;
import io.orbstrike.board.PlayerId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ViewerTest {

    /** 500 ms of ticks of 10 ms. */
    private static final int AHEAD = 50;

    private final HostFixture fixture = new HostFixture();
    private final HostedBoard<String, Integer> board = fixture.board();
    private final PlayerId ada = fixture.join(board, 1, "ada");
    private final ScriptedSink sink = new ScriptedSink();
    private final Viewer viewer = fixture.open(board, ada, 1, sink);

    @Test
    void shouldSendNothingBeyondTheBoundToAViewerWhoHasStoppedToAcknowledge() {
        fixture.ticks(5);
        long seen = sink.last().tick();
        viewer.onSeen(0, seen);
        fixture.ticks(200);
        assertThat(sink.last().tick()).isEqualTo(seen + AHEAD);
        assertThat(sink.frames).hasSize(5 + AHEAD);

        viewer.onSeen(0, seen + AHEAD - 1);
        fixture.ticks(5);
        assertThat(sink.last().tick()).isEqualTo(seen + AHEAD);

        viewer.onSeen(0, seen + AHEAD);
        fixture.ticks(1);
        assertThat(sink.last().kind()).isEqualTo(FrameKind.KEYFRAME);
        assertThat(sink.last().tick()).isEqualTo(board.status().tick());
        fixture.ticks(200);
        assertThat(sink.kinds().subList(5 + AHEAD + 1, sink.frames.size()))
                .hasSize(AHEAD - 1)
                .containsOnly(FrameKind.DELTA);
    }

    @Test
    void shouldAddTheLeastDelayOfAnAcknowledgementToTheBound() {
        int delay = 20;
        fixture.ticks(60);
        long newest = sink.last().tick();
        viewer.onSeen(0, newest - 45);
        viewer.onSeen(0, newest - delay);
        viewer.onSeen(0, newest - delay - 3); // an old acknowledgement says nothing new
        fixture.ticks(300);
        assertThat(sink.last().tick()).isEqualTo(newest - delay + AHEAD + delay);
    }

    @Test
    void shouldNeverStopForAViewerWhoAcknowledgesFourTimesASecond() {
        for (int i = 0; i < 2_000; i++) {
            fixture.ticks(1);
            if (i % 25 == 0) {
                viewer.onSeen(0, sink.last().tick());
            }
        }
        assertThat(sink.frames).hasSize(2_000);
        assertThat(Collections.frequency(sink.kinds(), FrameKind.KEYFRAME)).isEqualTo(1);
    }

    @Test
    void shouldKeepSendingToAViewerWhoHasSeenEverythingThoughTicksAreLongerThanTheBound() {
        HostFixture slow = new HostFixture();
        HostedBoard<String, Integer> slowBoard =
                slow.board(HostFixture.BOARD, new CountingType.Rules(10, 2_000, 1, true), BoardSettings.of(1));
        ScriptedSink slowSink = new ScriptedSink();
        var watched = slowBoard.watch(slow.lane, slowSink);
        slow.work();
        Viewer slowViewer = ((OpenOutcome.Opened) done(watched)).viewer();
        for (int i = 0; i < 20; i++) {
            slow.ticks(200);
            slowViewer.onSeen(0, slowSink.last().tick());
        }
        assertThat(slowSink.frames).hasSizeBetween(19, 20);
        assertThat(slowSink.kinds())
                .filteredOn(kind -> kind == FrameKind.KEYFRAME)
                .hasSize(1);
        slow.ticks(1_000);
        assertThat(slowSink.frames).hasSizeBetween(20, 21);
    }

    @Test
    void shouldIgnoreAcknowledgementsOfWhatWasNotSent() {
        fixture.ticks(5);
        viewer.onSeen(0, sink.last().tick() + 1);
        viewer.onSeen(7, sink.last().tick());
        viewer.onSeen(0, 0);
        viewer.onSeen(0, -1);
        fixture.ticks(200);
        assertThat(sink.frames).hasSize(205);
    }

    @Test
    void shouldSkipAViewerWhoseSinkIsNotReadyAndGoOnWithAKeyframeOfTheCurrentTick() {
        fixture.ticks(3);
        sink.ready = false;
        fixture.ticks(100);
        assertThat(sink.frames).hasSize(3);

        sink.ready = true;
        viewer.onReady();
        fixture.ticks(1);
        assertThat(sink.frames).hasSize(4);
        assertThat(sink.last().kind()).isEqualTo(FrameKind.KEYFRAME);
        assertThat(sink.last().tick()).isEqualTo(board.status().tick());
        fixture.ticks(2);
        assertThat(sink.kinds()).endsWith(FrameKind.KEYFRAME, FrameKind.DELTA, FrameKind.DELTA);
    }

    @Test
    void shouldEncodeNoKeyframesForAViewerWhoIsNotReady() {
        PlayerId bob = fixture.join(board, 2, "bob");
        fixture.open(board, bob, 1, new ScriptedSink());
        fixture.ticks(3);
        long before = keyframesEncoded();
        sink.ready = false;
        fixture.ticks(50);
        assertThat(keyframesEncoded()).isEqualTo(before);
        sink.ready = true;
        viewer.onReady();
        fixture.ticks(5);
        assertThat(keyframesEncoded()).isEqualTo(before + 1);
    }

    @Test
    void shouldFlushOnceAfterAHandOverOfSeveralFrames() {
        fixture.ticks(1);
        int before = sink.flushes;
        for (int i = 0; i < 3; i++) {
            fixture.clock.advanceNs(10_000_000);
            fixture.host.tickLoops().get(0).doWork(fixture.clock.nanoTime());
        }
        int wakeUps = fixture.lane.wakeUps;
        fixture.lane.run();
        assertThat(sink.flushes).isEqualTo(before + 1);
        assertThat(sink.frames).hasSize(4);
        assertThat(wakeUps).isEqualTo(fixture.lane.wakeUps);
    }

    @Test
    void shouldShareTheBytesOfAFrameBetweenViewers() throws IOException {
        ScriptedSink other = new ScriptedSink();
        board.watch(fixture.lane, other);
        ScriptedSink third = new ScriptedSink();
        fixture.open(board, fixture.join(board, 2, "bob"), 1, third);
        fixture.ticks(2);
        Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ScriptedSink each : List.of(sink, other, third)) {
            assertThat(each.last().kind()).isEqualTo(FrameKind.DELTA);
            arrays.add(firstArray(each.last()));
        }
        assertThat(arrays).hasSize(1);
    }

    @Test
    void shouldKeepFramesAsTheyWereWhateverTheBoardDoesLater() {
        fixture.offer(viewer, 1, 5);
        fixture.ticks(3);
        List<byte[]> early = sink.frames.stream().map(Frame::toByteArray).toList();
        List<byte[]> copies = early.stream().map(byte[]::clone).toList();
        List<Frame> frames = List.copyOf(sink.frames);
        fixture.ticks(100);
        for (int i = 0; i < frames.size(); i++) {
            assertThat(frames.get(i).toByteArray()).isEqualTo(copies.get(i));
        }
    }

    @Test
    void shouldLetAProxysLaterAttemptOfTheSameStreamWin() {
        fixture.open(board, ada, new StreamNumber(5, 1), new ScriptedSink());
        ScriptedSink second = new ScriptedSink();
        fixture.open(board, ada, new StreamNumber(5, 2), second);
        fixture.ticks(2);
        assertThat(second.kinds()).containsExactly(FrameKind.KEYFRAME, FrameKind.DELTA);
        for (StreamNumber older : List.of(new StreamNumber(5, 2), new StreamNumber(5, 0), new StreamNumber(4, 9))) {
            assertThat(fixture.tryOpen(board, ada, older, new ScriptedSink())).isEqualTo(new OpenOutcome.Superseded(5));
        }
        fixture.open(board, ada, 6, new ScriptedSink());
        fixture.ticks(1);
        assertThat(second.end).isEqualTo(new StreamEnd.Superseded(6));
    }

    @Test
    void shouldLetTheNewestStreamWin() {
        fixture.ticks(2);
        ScriptedSink newer = new ScriptedSink();
        fixture.open(board, ada, 5, newer);
        fixture.ticks(2);
        assertThat(sink.end).isEqualTo(new StreamEnd.Superseded(5));
        assertThat(sink.frames).hasSize(2);
        assertThat(newer.kinds()).containsExactly(FrameKind.KEYFRAME, FrameKind.DELTA);
        assertThat(fixture.tryOpen(board, ada, 5, new ScriptedSink())).isEqualTo(new OpenOutcome.Superseded(5));
        assertThat(fixture.tryOpen(board, ada, 4, new ScriptedSink())).isEqualTo(new OpenOutcome.Superseded(5));
        viewer.close();
        fixture.ticks(2);
        assertThat(newer.end).isNull();
        assertThat(board.status().viewers()).isEqualTo(1);
    }

    @Test
    void shouldSendANewStreamNothingThatTheOlderOneGot() {
        fixture.ticks(3);
        long newest = sink.last().tick();
        ScriptedSink newer = new ScriptedSink();
        fixture.open(board, ada, 2, newer);
        fixture.ticks(3);
        assertThat(newer.ticks()).allMatch(tick -> tick > newest);
        assertThat(sink.last().tick()).isEqualTo(newest);
    }

    @Test
    void shouldAnswerStreamsOfPlayersWhoAreNotThere() {
        assertThat(fixture.tryOpen(board, new PlayerId(99), 1, new ScriptedSink()))
                .isEqualTo(OpenOutcome.UnknownPlayer.INSTANCE);
        board.leave(ada);
        fixture.ticks(1);
        assertThat(fixture.tryOpen(board, ada, 9, new ScriptedSink())).isEqualTo(OpenOutcome.UnknownPlayer.INSTANCE);
    }

    @Test
    void shouldTellAnEliminatedPlayerWhyThoughHeIsBehind() {
        fixture.ticks(2);
        viewer.onSeen(0, sink.last().tick());
        fixture.ticks(200);
        int sent = sink.frames.size();
        fixture.offer(viewer, 1, ELIMINATE_ME);
        fixture.ticks(2);
        assertThat(sink.frames).hasSize(sent + 1);
        assertThat(sink.last().kind()).isEqualTo(FrameKind.LAST);
        assertThat(sink.decoder.endReason()).contains(StayEndReason.ELIMINATED);
        assertThat(sink.decoder.endDetail()).containsExactly(1, 2);
        assertThat(sink.decoder.acknowledgedInput()).isEqualTo(1);
        assertThat(sink.view.events).containsExactly(new byte[] {7});
        assertThat(sink.end).isEqualTo(new StreamEnd.StayEnded(StayEndReason.ELIMINATED));
        assertThat(board.status().players()).isZero();
    }

    @Test
    void shouldTellEverybodyTheResultOfABoardThatClosesItself() {
        List<String> news = new ArrayList<>();
        HostFixture other = new HostFixture();
        HostedBoard<String, Integer> closing = other.board(
                HostFixture.BOARD,
                CountingType.Rules.DEFAULT,
                BoardSettings.of(1).withListener(TickLoopTest.listener(news)));
        ScriptedSink first = new ScriptedSink();
        ScriptedSink second = new ScriptedSink();
        ScriptedSink spectator = new ScriptedSink();
        Viewer closer = other.open(closing, other.join(closing, 1, "ada"), 1, first);
        other.open(closing, other.join(closing, 2, "bob"), 1, second);
        closing.watch(other.lane, spectator);
        other.ticks(2);
        other.offer(closer, 1, CLOSE);
        other.ticks(1);
        for (ScriptedSink each : List.of(first, second, spectator)) {
            assertThat(each.end).isEqualTo(new StreamEnd.StayEnded(StayEndReason.CLOSED));
            assertThat(each.last().kind()).isEqualTo(FrameKind.LAST);
            assertThat(each.decoder.endDetail()).containsExactly(3, 4, 5);
        }
        assertThat(first.decoder.acknowledgedInput()).isEqualTo(1);
        assertThat(news).containsExactly("closed CLOSED 3");
        assertThat(closing.status().state()).isEqualTo(BoardState.CLOSED);
    }

    @Test
    void shouldSendPrivateEventsToTheirPlayerAlone() {
        PlayerId bob = fixture.join(board, 2, "bob");
        ScriptedSink other = new ScriptedSink();
        fixture.open(board, bob, 1, other);
        fixture.ticks(1);
        fixture.offer(viewer, 1, TELL_ME);
        fixture.ticks(2);
        assertThat(sink.view.events).hasSize(1);
        assertThat(other.view.events).isEmpty();
        fixture.offer(viewer, 2, TELL_ALL);
        fixture.ticks(2);
        assertThat(sink.view.events).hasSize(2);
        assertThat(other.view.events).containsExactly(new byte[] {1});
    }

    @Test
    void shouldKeepTheNewestPrivateEventsForAPlayerWhoIsSlowOrAway() {
        fixture.ticks(1);
        sink.ready = false;
        for (int i = 1; i <= 100; i++) {
            fixture.offer(viewer, i, TELL_ME);
            fixture.ticks(1);
        }
        viewer.close();
        fixture.ticks(1);
        PlayerId bob = fixture.join(board, 2, "bob");
        Viewer teller = fixture.open(board, bob, 1, new ScriptedSink());
        fixture.offer(teller, 1, TELL_ALL);
        fixture.ticks(1);

        ScriptedSink again = new ScriptedSink();
        fixture.open(board, ada, 2, again);
        fixture.ticks(1);

        assertThat(again.view.events).hasSize(64);
        assertThat(again.view.events.get(63)).containsExactly(0);
        assertThat(fixture.host.metrics().eventsDropped()).isEqualTo(37);
    }

    @Test
    void shouldGoOnWithAKeyframeAfterTheLaneMissedFrames() {
        HostFixture small = new HostFixture(builder -> builder.threads(1)
                .options(HostOptions.builder().handOversPerLane(4).build()));
        HostedBoard<String, Integer> crowded = small.board();
        ScriptedSink slow = new ScriptedSink();
        Viewer player = small.open(crowded, small.join(crowded, 1, "ada"), 1, slow);
        small.ticks(2);
        for (int i = 0; i < 20; i++) {
            if (i == 10) {
                small.offer(player, 1, 5);
            }
            small.clock.advanceNs(10_000_000);
            small.host.tickLoops().get(0).doWork(small.clock.nanoTime());
        }
        small.lane.run();
        assertThat(slow.frames).hasSize(6);
        assertThat(slow.decoder.acknowledgedInput()).isZero();
        small.ticks(1);
        assertThat(slow.last().kind()).isEqualTo(FrameKind.KEYFRAME);
        assertThat(slow.decoder.acknowledgedInput()).isEqualTo(1);
        assertThat(slow.view.sumOf(0)).isEqualTo(55);
        assertThat(small.host.metrics().handOversMissed()).isEqualTo(16);
    }

    @Test
    void shouldDropTheViewersOfALaneThatHasEnded() {
        fixture.ticks(1);
        fixture.lane.end();
        fixture.ticks(2);
        assertThat(board.status().viewers()).isZero();
        assertThat(board.status().players()).isEqualTo(1);
        assertThat(fixture.tryOpen(board, ada, 2, new ScriptedSink())).isEqualTo(OpenOutcome.Busy.INSTANCE);
    }

    @Test
    void shouldDropAViewerWhoseSinkThrowsAndNobodyElse() {
        ScriptedSink other = new ScriptedSink();
        fixture.open(board, fixture.join(board, 2, "bob"), 1, other);
        fixture.ticks(1);
        sink.onSend = () -> {
            throw new IllegalStateException("a transport's fault");
        };
        fixture.ticks(5);
        assertThat(board.status().viewers()).isEqualTo(1);
        assertThat(other.frames).hasSize(6);
    }

    @Test
    void shouldLetASinkCloseItsViewerWhileItIsWritten() {
        ScriptedSink other = new ScriptedSink();
        fixture.open(board, fixture.join(board, 2, "bob"), 1, other);
        int before = sink.frames.size();
        sink.onSend = viewer::close;
        fixture.ticks(5);
        assertThat(sink.frames).hasSize(before + 1);
        assertThat(other.frames).hasSize(5);
        assertThat(board.status().viewers()).isEqualTo(1);
        viewer.close();
        viewer.onReady();
        viewer.onSeen(0, 1);
        assertThat(fixture.offer(viewer, 1, 5)).isTrue();
    }

    @Test
    void shouldForgetASpectatorWhoClosed() {
        ScriptedSink spectator = new ScriptedSink();
        var watched = board.watch(fixture.lane, spectator);
        fixture.ticks(2);
        assertThat(board.status().viewers()).isEqualTo(2);
        ((OpenOutcome.Opened) done(watched)).viewer().close();
        fixture.ticks(1);
        assertThat(board.status().viewers()).isEqualTo(1);
        assertThat(spectator.frames).hasSize(2);
    }

    @Test
    void shouldNameTheLaneWhenAViewerIsCalledFromAnotherThread() {
        try (ExecutorLane lane = ExecutorLane.create("far")) {
            Viewer far = new Viewer(
                    new Audience(new LaneDesk(lane, 4, new LaneTally(new LaneTally.Totals()))),
                    sink,
                    board.ticking().connections(),
                    null,
                    -1,
                    0,
                    0,
                    List.of());
            assertThatThrownBy(far::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("lane far")
                    .hasMessageContaining(Thread.currentThread().getName())
                    .hasMessageContaining("Lane.execute");
        }
    }

    @Test
    void shouldSendKeyframesAloneWhenABoardHasNoDeltas() {
        HostFixture plain = new HostFixture();
        HostedBoard<String, Integer> simple =
                plain.board(HostFixture.BOARD, new CountingType.Rules(10, 10, 1, false), BoardSettings.of(1));
        ScriptedSink sink2 = new ScriptedSink();
        Viewer player = plain.open(simple, plain.join(simple, 1, "ada"), 1, sink2);
        plain.ticks(3);
        sink2.ready = false;
        plain.ticks(3);
        sink2.ready = true;
        plain.ticks(2);
        assertThat(sink2.kinds()).hasSize(5).containsOnly(FrameKind.KEYFRAME);
        assertThat(player.isClosed()).isFalse();
    }

    private long keyframesEncoded() {
        return fixture.host.tickLoops().get(0).counters().keyframesEncoded.get();
    }

    private static byte[] firstArray(Frame frame) throws IOException {
        List<byte[]> arrays = new ArrayList<>();
        frame.writeTo(new OutputStream() {
            @Override
            public void write(int single) {
                throw new AssertionError("frames are written by the array");
            }

            @Override
            public void write(byte[] array) {
                arrays.add(array);
            }
        });
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] array : arrays) {
            all.write(array);
        }
        assertThat(all.toByteArray()).isEqualTo(frame.toByteArray()).hasSize(frame.sizeBytes());
        return arrays.get(0);
    }
}
