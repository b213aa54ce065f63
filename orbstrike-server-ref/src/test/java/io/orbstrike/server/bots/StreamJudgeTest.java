package io.orbstrike.server.bots;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.FrameKind;
import io.orbstrike.server.bots.Violation.Kind;
import io.orbstrike.server.config.Percent;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Frames that miss, repeat, go back, stall: each is found and named. The tick is 10 ms, the window 0 s to 10 s. */
class StreamJudgeTest {

    private static final long MS = 1_000_000;
    private static final long TICK_NS = 10 * MS;
    private static final long BEFORE_NS = -1_000 * MS;
    private static final long END_NS = 10_000 * MS;
    private static final Limits LIMITS =
            new Limits(new Percent(BigDecimal.ONE), Duration.ofMillis(500), Duration.ofSeconds(15));

    private final Window window = new Window();
    private final LaneFigures figures = new LaneFigures();
    private final Violations violations = new Violations();
    private final StreamJudge judge =
            new StreamJudge(3, "b", Duration.ofNanos(TICK_NS), LIMITS, window, figures, violations);

    StreamJudgeTest() {
        window.open(0, END_NS);
    }

    @Test
    void shouldFindNothingWhereEveryFrameComes() {
        play(BEFORE_NS, END_NS, 1);
        judge.conclude();
        assertThat(violations.first()).isEmpty();
        assertThat(judge.framesDue()).isEqualTo(1_000);
        assertThat(judge.framesReceived()).isEqualTo(1_000);
        assertThat(judge.framesMissed()).isZero();
        assertThat(judge.slotsDropped()).isZero();
        assertThat(figures.gapMicros().getMaxValue()).isBetween(9_990L, 10_010L);
    }

    @Test
    void shouldNotCountWhatComesLateButSoonAfterTheEnd() {
        long tick = play(BEFORE_NS, END_NS - 200 * MS, 1);
        for (long at = END_NS - 200 * MS; at < END_NS + 50 * MS; at += TICK_NS) {
            delta(END_NS + 60 * MS, 1, tick++, 0);
        }
        judge.conclude();
        assertThat(violations.first()).isEmpty();
        assertThat(judge.framesDue()).isEqualTo(1_000);
        assertThat(judge.framesReceived()).isEqualTo(1_000);
        assertThat(judge.framesMissed()).isZero();
    }

    @Test
    void shouldCountFramesThatWereSkippedBeforeAKeyframe() {
        long tick = play(BEFORE_NS, 1_000 * MS, 1) + 20;
        keyframe(1_200 * MS, 1, tick, 0);
        play(1_210 * MS, END_NS, tick + 1);
        judge.conclude();
        assertThat(violations.first()).isEmpty();
        assertThat(judge.framesMissed()).isEqualTo(20);
        assertThat(judge.framesReceived()).isEqualTo(980);
    }

    @Test
    void shouldNotExpectFramesOfDroppedSlots() {
        long tick = play(BEFORE_NS, 1_000 * MS, 1);
        for (long at = 1_300 * MS; at <= END_NS; at += TICK_NS) {
            delta(at, 1, tick++, 30);
        }
        judge.conclude();
        assertThat(violations.first()).isEmpty();
        assertThat(judge.slotsDropped()).isEqualTo(30);
        assertThat(judge.framesMissed()).isZero();
    }

    @Test
    void shouldCountFramesThatAServerNeitherSentNorDropped() {
        long tick = 1;
        for (long at = BEFORE_NS; at <= END_NS; at += 2 * TICK_NS) {
            if (tick == 1) {
                keyframe(at, 1, tick++, 0);
            } else {
                delta(at, 1, tick++, 0);
            }
        }
        judge.conclude();
        assertThat(judge.framesDue()).isEqualTo(1_001);
        assertThat(judge.framesMissed()).isEqualTo(500);
    }

    @Test
    void shouldNameAGapWithinAnEpoch() {
        long tick = play(BEFORE_NS, 1_000 * MS, 1);
        play(1_000 * MS - TICK_NS + 501 * MS, END_NS, tick);
        judge.conclude();
        assertThat(violations.first())
                .containsExactly(
                        new Violation(Kind.GAP, 3, "b", tick, "at most 500 ms", "501 ms before (1, " + tick + ")"));
        assertThat(violations.first().get(0))
                .hasToString("GAP stream 3 board b tick " + tick + ": expected at most 500 ms, found 501 ms before (1, "
                        + tick + ")");
    }

    @Test
    void shouldNotNameAGapOfJustWhatIsAllowed() {
        long tick = play(BEFORE_NS, 1_000 * MS, 1);
        play(1_000 * MS - TICK_NS + 500 * MS, END_NS, tick);
        judge.conclude();
        assertThat(violations.first()).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatHappenedBeforeTheWindow() {
        play(BEFORE_NS - 5_000 * MS, BEFORE_NS, 1);
        keyframe(-1 * MS, 1, 5_000, 0);
        play(9 * MS, END_NS, 5_001);
        judge.conclude();
        assertThat(violations.first()).isEmpty();
        assertThat(judge.framesMissed()).isZero();
    }

    @Test
    void shouldCountAStallThatReachesIntoTheWindow() {
        long tick = play(BEFORE_NS, -500 * MS, 1);
        play(300 * MS, END_NS, tick);
        judge.conclude();
        assertThat(violations.first()).isEmpty();
        assertThat(judge.framesMissed()).isEqualTo(30);
    }

    @Test
    void shouldNotCountFramesThatComeAtOnceAfterAStallThatReachesIntoTheWindow() {
        long tick = play(BEFORE_NS, -500 * MS, 1);
        for (long at = -500 * MS; at < 300 * MS; at += TICK_NS) {
            delta(300 * MS, 1, tick++, 0);
        }
        play(300 * MS, END_NS, tick);
        judge.conclude();
        assertThat(violations.first()).isEmpty();
        assertThat(judge.framesDue()).isEqualTo(1_000);
        assertThat(judge.framesMissed()).isZero();
    }

    @Test
    void shouldNotExpectFramesOfSlotsDroppedWhileTheWindowBegan() {
        long tick = play(BEFORE_NS, -500 * MS, 1);
        for (long at = 300 * MS; at < END_NS; at += TICK_NS) {
            delta(at, 1, tick++, 80);
        }
        judge.conclude();
        assertThat(violations.first()).isEmpty();
        assertThat(judge.framesMissed()).isZero();
    }

    @Test
    void shouldNameAStallAtTheEnd() {
        long tick = play(BEFORE_NS, END_NS - 600 * MS, 1) - 1;
        judge.conclude();
        assertThat(violations.first()).hasSize(1);
        assertThat(violations.first().get(0).kind()).isEqualTo(Kind.GAP);
        assertThat(violations.first().get(0).tick()).isEqualTo(tick);
        assertThat(violations.first().get(0).found()).endsWith("without a frame until the end");
        assertThat(judge.framesMissed()).isEqualTo(60);
    }

    @Test
    void shouldNameAStreamThatNeverHadAFrame() {
        judge.conclude();
        assertThat(violations.first()).extracting(Violation::kind).containsExactly(Kind.GAP);
        assertThat(judge.hasFrame()).isFalse();
        assertThat(judge.framesDue()).isEqualTo(1_000);
        assertThat(judge.framesMissed()).isEqualTo(1_000);
    }

    @Test
    void shouldCountNeitherMissedNorGapWhereTheEpochRises() {
        play(BEFORE_NS, 1_000 * MS, 1);
        keyframe(4_000 * MS, 2, 40, 0);
        long tick = 41;
        for (long at = 4_010 * MS; at <= END_NS; at += TICK_NS) {
            delta(at, 2, tick++, 0);
        }
        judge.conclude();
        assertThat(violations.first()).isEmpty();
        assertThat(judge.framesMissed()).isZero();
        assertThat(judge.framesReceived()).isBetween(690L, 702L);
        assertThat(figures.gapMicros().getMaxValue()).isBetween(3_000_000L, 3_020_000L);
    }

    @Test
    void shouldNameAFailoverThatTookTooLong() {
        window.open(0, 60_000 * MS);
        play(BEFORE_NS, 1_000 * MS, 1);
        keyframe(17_000 * MS, 2, 40, 0);
        long tick = 41;
        for (long at = 17_010 * MS; at <= 60_000 * MS; at += TICK_NS) {
            delta(at, 2, tick++, 0);
        }
        judge.conclude();
        assertThat(violations.first())
                .containsExactly(
                        new Violation(Kind.FAILOVER_GAP, 3, "b", 40, "at most 15000 ms", "16010 ms before (2, 40)"));
    }

    @Test
    void shouldStillCountMissedFramesAfterAFailover() {
        play(BEFORE_NS, 1_000 * MS, 1);
        keyframe(1_500 * MS, 2, 40, 0);
        keyframe(1_800 * MS, 2, 70, 0);
        long tick = 71;
        for (long at = 1_810 * MS; at <= END_NS; at += TICK_NS) {
            delta(at, 2, tick++, 0);
        }
        judge.conclude();
        assertThat(judge.framesMissed()).isEqualTo(29);
    }

    @Test
    void shouldNameADeltaThatDoesNotContinue() {
        long tick = play(BEFORE_NS, 1_000 * MS, 1);
        assertThat(delta(1_000 * MS, 1, tick + 2, 0)).isFalse();
        assertThat(violations.first())
                .containsExactly(new Violation(
                        Kind.TICK_GAP,
                        3,
                        "b",
                        tick + 2,
                        "the delta of (1, " + tick + ") or a keyframe",
                        "the delta of (1, " + (tick + 2) + ")"));
    }

    @Test
    void shouldNameADeltaBeforeAnyKeyframeAndInANewEpoch() {
        assertThat(delta(BEFORE_NS, 1, 1, 0)).isFalse();
        assertThat(keyframe(BEFORE_NS, 1, 2, 0)).isTrue();
        assertThat(delta(BEFORE_NS, 2, 3, 0)).isFalse();
        assertThat(violations.first()).extracting(Violation::kind).containsExactly(Kind.TICK_GAP, Kind.TICK_GAP);
    }

    @Test
    void shouldNameWhatIsNotNewer() {
        keyframe(BEFORE_NS, 5, 10, 0);
        assertThat(delta(BEFORE_NS, 5, 10, 0)).isFalse();
        assertThat(keyframe(BEFORE_NS, 5, 9, 0)).isFalse();
        assertThat(keyframe(BEFORE_NS, 4, 100, 0)).isFalse();
        assertThat(keyframe(BEFORE_NS, 6, 1, 0)).isTrue();
        assertThat(judge.regressions()).isEqualTo(3);
        assertThat(violations.first())
                .containsExactly(
                        new Violation(Kind.REGRESSION, 3, "b", 10, "above (5, 10)", "(5, 10)"),
                        new Violation(Kind.REGRESSION, 3, "b", 9, "above (5, 10)", "(5, 9)"),
                        new Violation(Kind.REGRESSION, 3, "b", 100, "above (5, 10)", "(4, 100)"));
    }

    @Test
    void shouldKeepTheFirstViolationsAndCountAll() {
        keyframe(BEFORE_NS, 5, 10, 0);
        for (int i = 0; i < 30; i++) {
            delta(BEFORE_NS, 5, 10, 0);
        }
        assertThat(violations.first()).hasSize(20);
        assertThat(violations.count()).isEqualTo(30);
    }

    @Test
    void shouldAddUpTheBytesOfTheWindow() {
        play(BEFORE_NS, END_NS, 1);
        judge.conclude();
        assertThat(judge.bytes()).isEqualTo(7 * judge.framesInWindow());
        assertThat(judge.framesInWindow()).isEqualTo(1_000);
    }

    @Test
    void shouldJudgeUntilTheCutWhenTheRunIsEndedEarly() {
        play(BEFORE_NS, 2_000 * MS, 1);
        window.cut(2_000 * MS);
        judge.conclude();
        assertThat(violations.first()).isEmpty();
        assertThat(judge.framesDue()).isEqualTo(200);
        assertThat(judge.framesMissed()).isZero();
    }

    /** Frames of epoch 1, a keyframe first if nothing was before, from a time to before another; the next tick. */
    private long play(long fromNs, long untilNs, long firstTick) {
        long tick = firstTick;
        for (long at = fromNs; at < untilNs; at += TICK_NS) {
            if (tick == 1) {
                keyframe(at, 1, tick++, 0);
            } else {
                delta(at, 1, tick++, 0);
            }
        }
        return tick;
    }

    private boolean keyframe(long nowNs, long epoch, long tick, long slots) {
        return judge.onFrame(nowNs, epoch, tick, FrameKind.KEYFRAME, slots, 7);
    }

    private boolean delta(long nowNs, long epoch, long tick, long slots) {
        return judge.onFrame(nowNs, epoch, tick, FrameKind.DELTA, slots, 7);
    }
}
