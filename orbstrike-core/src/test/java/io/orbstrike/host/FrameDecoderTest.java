package io.orbstrike.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.board.OrbstrikeException;
import io.orbstrike.host.FrameDecoder.Continuity;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {

    private final CountingType.CountingView view = new CountingType.CountingView();
    private final FrameDecoder decoder = new FrameDecoder(view);

    @Test
    void shouldFollowAStreamAndHoldItsHeader() {
        assertThat(decoder.hasFrame()).isFalse();
        assertThat(decoder.decode(frame(2, 10, FrameKind.KEYFRAME))).isEqualTo(Continuity.FOLLOWS);
        assertThat(decoder.decode(frame(2, 11, FrameKind.DELTA))).isEqualTo(Continuity.FOLLOWS);
        assertThat(decoder.epoch()).isEqualTo(2);
        assertThat(decoder.tick()).isEqualTo(11);
        assertThat(decoder.kind()).isEqualTo(FrameKind.DELTA);
        assertThat(decoder.slotsDropped()).isEqualTo(3);
        assertThat(decoder.acknowledgedInput()).isEqualTo(400);
        assertThat(decoder.endReason()).isEmpty();
        assertThat(view.keyframes).isEqualTo(1);
        assertThat(view.deltas).isEqualTo(1);
        assertThat(view.events).hasSize(2);
    }

    @Test
    void shouldNotShowADeltaAfterAGapAndGoOnWithAKeyframe() {
        assertThat(decoder.decode(frame(2, 10, FrameKind.DELTA))).isEqualTo(Continuity.GAP);
        decoder.decode(frame(2, 11, FrameKind.KEYFRAME));
        assertThat(decoder.decode(frame(2, 13, FrameKind.DELTA))).isEqualTo(Continuity.GAP);
        assertThat(decoder.decode(frame(3, 12, FrameKind.DELTA))).isEqualTo(Continuity.GAP);
        assertThat(decoder.tick()).isEqualTo(11);
        assertThat(decoder.decode(frame(2, 14, FrameKind.KEYFRAME))).isEqualTo(Continuity.FOLLOWS);
        assertThat(view.deltas).isZero();
    }

    @Test
    void shouldNotShowWhatDoesNotGoBeyondWhatWasSeen() {
        decoder.decode(frame(2, 10, FrameKind.KEYFRAME));
        assertThat(decoder.decode(frame(2, 10, FrameKind.KEYFRAME))).isEqualTo(Continuity.REGRESSION);
        assertThat(decoder.decode(frame(2, 9, FrameKind.KEYFRAME))).isEqualTo(Continuity.REGRESSION);
        assertThat(decoder.decode(frame(1, 99, FrameKind.KEYFRAME))).isEqualTo(Continuity.REGRESSION);
        assertThat(decoder.decode(frame(3, 1, FrameKind.KEYFRAME))).isEqualTo(Continuity.FOLLOWS);
        assertThat(view.keyframes).isEqualTo(2);
    }

    @Test
    void shouldHoldWhyTheStayEnded() {
        decoder.decode(frame(2, 10, FrameKind.KEYFRAME));
        ByteWriter out = new ByteWriter();
        FrameFields.writeHeader(out, 2, 15, FrameKind.LAST, 3);
        FrameFields.writeEnd(out, StayEndReason.CLOSED, new byte[] {1, 2, 3});
        assertThat(decoder.decode(out.toByteArray())).isEqualTo(Continuity.FOLLOWS);
        assertThat(decoder.kind()).isEqualTo(FrameKind.LAST);
        assertThat(decoder.endReason()).contains(StayEndReason.CLOSED);
        assertThat(decoder.endDetail()).containsExactly(1, 2, 3);
        assertThat(decoder.decode(frame(2, 16, FrameKind.DELTA))).isEqualTo(Continuity.GAP);
    }

    @Test
    void shouldNeedAKeyframeAfterTheViewFoundBytesMalformed() {
        decoder.decode(frame(2, 10, FrameKind.KEYFRAME));
        ByteWriter out = new ByteWriter();
        FrameFields.writeHeader(out, 2, 11, FrameKind.DELTA, 0);
        ByteWriter state = new ByteWriter();
        state.writeByte(0x80);
        FrameFields.writeSection(out, 0, FrameFields.SECTION_DELTA, state);
        assertThatThrownBy(() -> decoder.decode(out.toByteArray())).isInstanceOf(MalformedBytesException.class);
        assertThat(decoder.decode(frame(2, 12, FrameKind.DELTA))).isEqualTo(Continuity.GAP);
        assertThat(decoder.decode(frame(2, 13, FrameKind.KEYFRAME))).isEqualTo(Continuity.FOLLOWS);
    }

    @Test
    void shouldReadFieldsInAnyOrderAndSkipUnknownOnes() {
        ByteWriter out = new ByteWriter();
        ByteWriter state = new ByteWriter();
        writeState(state, 7);
        FrameFields.writeSection(out, 0, FrameFields.SECTION_KEYFRAME, state);
        out.writeTag(99, 2);
        out.writeBlock(new byte[] {1, 2});
        out.writeTag(100, 5);
        out.writeFixed32(1);
        out.writeTag(101, 1);
        out.writeFixed64(1);
        FrameFields.writeHeader(out, 2, 7, FrameKind.KEYFRAME, 0);
        assertThat(decoder.decode(out.toByteArray())).isEqualTo(Continuity.FOLLOWS);
        assertThat(view.sections).containsKey(0);
    }

    @Test
    void shouldReadPartOfAnArray() {
        byte[] frame = frame(2, 10, FrameKind.KEYFRAME);
        byte[] larger = new byte[frame.length + 7];
        Arrays.fill(larger, (byte) 0xff);
        System.arraycopy(frame, 0, larger, 3, frame.length);
        assertThat(decoder.decode(larger, 3, frame.length)).isEqualTo(Continuity.FOLLOWS);
    }

    @Test
    void shouldRefuseWhatIsNoFrameAndChangeNothing() {
        decoder.decode(frame(2, 10, FrameKind.KEYFRAME));
        byte[] next = frame(2, 11, FrameKind.DELTA);
        for (int length = 0; length < next.length; length++) {
            byte[] cut = Arrays.copyOf(next, length);
            try {
                decoder.decode(cut);
                // a frame may end after any whole field
                new FrameDecoderTest().decoder.decode(cut);
                decoder.decode(frame(2, decoder.tick() + 100, FrameKind.KEYFRAME));
            } catch (MalformedBytesException e) {
                assertThat(e.offset()).isBetween(0, length);
            }
        }
    }

    @Test
    void shouldRefuseHeadersThatMakeNoSense() {
        assertMalformed(header(1, 0, 1));
        assertMalformed(header(1, -5, 1));
        assertMalformed(header(-1, 5, 1));
        assertMalformed(header(1, 5, 0));
        assertMalformed(header(1, 5, 4));
        assertMalformed(header(1, 5, 3));
        assertMalformed(new ByteWriter());
        ByteWriter end = header(1, 5, 1);
        FrameFields.writeEnd(end, StayEndReason.LEFT, new byte[0]);
        assertMalformed(end);
        ByteWriter noReason = header(1, 5, 3);
        noReason.writeTag(FrameFields.END, 2);
        noReason.writeVarint(0);
        assertMalformed(noReason);
        ByteWriter wrongType = header(1, 5, 1);
        wrongType.writeTag(FrameFields.SECTIONS, 0);
        wrongType.writeVarint(1);
        assertMalformed(wrongType);
        ByteWriter field0 = header(1, 5, 1);
        field0.writeTag(0, 0);
        field0.writeVarint(1);
        assertMalformed(field0);
    }

    @Test
    void shouldMeetRandomBytesWithAnExceptionOfItsOwn() {
        SplittableRandom random = new SplittableRandom(42);
        byte[] valid = frame(2, 10, FrameKind.KEYFRAME);
        int followed = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = valid.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                followed +=
                        new FrameDecoder(new CountingType.CountingView()).decode(bytes) == Continuity.FOLLOWS ? 1 : 0;
            } catch (OrbstrikeException e) {
                assertThat(e).isInstanceOfAny(MalformedBytesException.class, InvalidValueException.class);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("was not known"); // the view's own answer
            }
        }
        assertThat(followed).isPositive();
    }

    private void assertMalformed(ByteWriter frame) {
        assertThatThrownBy(() -> decoder.decode(frame.toByteArray())).isInstanceOf(MalformedBytesException.class);
        assertThat(decoder.hasFrame()).isFalse();
    }

    private static ByteWriter header(long epoch, long tick, int kind) {
        ByteWriter out = new ByteWriter();
        out.writeTag(FrameFields.EPOCH, 0);
        out.writeVarint(epoch);
        out.writeTag(FrameFields.TICK, 0);
        out.writeVarint(tick);
        out.writeTag(FrameFields.KIND, 0);
        out.writeVarint(kind);
        return out;
    }

    private static byte[] frame(long epoch, long tick, FrameKind kind) {
        ByteWriter out = new ByteWriter();
        FrameFields.writeHeader(out, epoch, tick, kind, 3);
        ByteWriter state = new ByteWriter();
        writeState(state, tick);
        int field = kind == FrameKind.KEYFRAME ? FrameFields.SECTION_KEYFRAME : FrameFields.SECTION_DELTA;
        FrameFields.writeSection(out, 0, field, state);
        FrameFields.writeAcknowledgedInput(out, 400);
        FrameFields.writeEvent(out, new byte[] {9});
        return out.toByteArray();
    }

    private static void writeState(ByteWriter state, long tick) {
        state.writeVarint(0);
        state.writeVarint(tick);
        state.writeVarint(1);
        state.writeVarint(0);
        state.writeVarint(tick * 3);
    }
}
