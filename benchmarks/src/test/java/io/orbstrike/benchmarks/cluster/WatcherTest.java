package io.orbstrike.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.FrameKind;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.Violation;
import io.orbstrike.host.StayEndReason;
import org.junit.jupiter.api.Test;

class WatcherTest {

    private final Watcher watcher = new Watcher();

    private void frame(long epoch, long tick) {
        watcher.onFrame(new FrameInfo(epoch, tick, FrameKind.DELTA, 0, 0, 50));
    }

    @Test
    void shouldTellWhatAMoveTookBack() throws InterruptedException {
        frame(7, 100);
        frame(7, 101);
        frame(9, 80);
        frame(9, 81);
        assertThat(watcher.awaitMove(System.nanoTime() + 1_000_000_000L)).isPositive();
        assertThat(watcher.epoch()).isEqualTo(9);
        assertThat(watcher.tickAtMove()).isEqualTo(101);
        assertThat(watcher.ticksBack()).isEqualTo(22);
        assertThat(watcher.frames()).isEqualTo(4);
    }

    @Test
    void shouldTakeNothingBackWhereTheBoardGoesOn() {
        frame(7, 100);
        frame(9, 101);
        assertThat(watcher.ticksBack()).isZero();
    }

    @Test
    void shouldCountFramesThatGoBack() {
        watcher.onViolation(Violation.REGRESSION, "a frame that is not above");
        watcher.onViolation(Violation.GAP, "a delta without its keyframe");
        assertThat(watcher.regressions()).isOne();
    }

    @Test
    void shouldForgetAtAMark() {
        frame(7, 100);
        frame(9, 80);
        watcher.onViolation(Violation.REGRESSION, "a frame that is not above");
        watcher.mark();
        assertThat(watcher.ticksBack()).isZero();
        assertThat(watcher.tickAtMove()).isZero();
        assertThat(watcher.frames()).isZero();
        assertThat(watcher.regressions()).isZero();
        assertThat(watcher.gapNsMax()).isZero();
        assertThatThrownBy(() -> watcher.awaitMove(System.nanoTime() + 1_000_000L))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no frame of a higher epoch came in time");
    }

    @Test
    void shouldTakeTheEndOfAPlayForAnInterruption() {
        assertThat(watcher.interruptions()).isZero();
        watcher.onEnd(new PlayEnd.StayEnded(StayEndReason.LEFT, new byte[0]));
        assertThat(watcher.interruptions()).isOne();
    }

    @Test
    void shouldTellWhetherAFrameCame() throws InterruptedException {
        assertThat(watcher.hasFrameUntil(System.nanoTime())).isFalse();
        frame(7, 100);
        assertThat(watcher.hasFrameUntil(System.nanoTime())).isTrue();
    }

    @Test
    void shouldNotWaitForAStreamThatHasEnded() {
        watcher.onEnd(new PlayEnd.StayEnded(StayEndReason.LEFT, new byte[0]));
        assertThatThrownBy(() -> watcher.awaitMove(System.nanoTime() + 60_000_000_000L))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no frame of a higher epoch came: the stream has ended");
    }
}
