package io.orbstrike.orb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.Codec;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.board.TickInputs;
import io.orbstrike.board.UnreadableSnapshotException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Damaged bytes lead to the documented exceptions, or to a state that goes on; to nothing else, and in bounded memory. */
class OrbHostileBytesProperties {

    private static final OrbType TYPE = new OrbType();
    private static final OrbRules RULES = OrbRules.builder()
            .maxPlayers(12)
            .radius(150)
            .bodyRadius(8)
            .respawnMs(100)
            .roundMs(3_000)
            .build();

    @Property(tries = 3_000)
    void shouldRefuseOrReadDamagedValues(@ForAll long seed) {
        Random random = new Random(seed);
        decode(TYPE.rulesCodec(), damaged(TYPE.rulesCodec().encode(OrbRules.DEFAULT), random));
        decode(TYPE.joinDataCodec(), damaged(TYPE.joinDataCodec().encode(new OrbPlayer("Jürgen 名前", 3)), random));
        decode(TYPE.inputCodec(), damaged(TYPE.inputCodec().encode(OrbInput.of(7, true)), random));
    }

    @Property(tries = 300)
    void shouldRefuseOrFollowDamagedFrames(@ForAll long seed) {
        Random random = new Random(seed);
        BoardStepper<OrbPlayer, OrbInput> stepper = BoardStepper.create(TYPE, RULES, seed);
        OrbPlay play = new OrbPlay(RULES.maxPlayers(), seed);
        OrbView view = TYPE.view();
        for (int step = 0; step < 300; step++) {
            stepper.step(play.next());
            try {
                if (random.nextInt(3) > 0 || !view.isKnown()) {
                    OrbPlay.show(stepper, view);
                } else {
                    showDamaged(stepper, view, random);
                }
                lookAtAll(view);
            } catch (MalformedBytesException e) {
                view = TYPE.view();
            }
        }
    }

    @Property(tries = 600)
    void shouldRefuseOrPlayDamagedSnapshots(@ForAll long seed) {
        Random random = new Random(seed);
        BoardStepper<OrbPlayer, OrbInput> stepper = BoardStepper.create(TYPE, RULES, seed);
        OrbPlay play = new OrbPlay(RULES.maxPlayers(), seed);
        for (int step = 0; step < 60; step++) {
            stepper.step(play.next());
        }
        for (int i = 0; i < 20; i++) {
            byte[] bytes = damaged(OrbPlay.snapshotBytes(stepper), random);
            try {
                BoardStepper<OrbPlayer, OrbInput> restored = BoardStepper.restore(TYPE, new ByteReader(bytes));
                TickInputs<OrbPlayer, OrbInput> nothing = new TickInputs<>();
                for (int step = 0; step < 20; step++) {
                    restored.step(nothing);
                }
                lookAtAll(OrbPlay.keyframeOf(restored));
            } catch (UnreadableSnapshotException e) {
                assertThat(e.getMessage()).startsWith("board type orb");
            }
        }
    }

    @Example
    void shouldBoundTheMemoryThatAFewBytesCost() {
        OrbRules.Builder builder = OrbRules.builder().maxPlayers(100_000).radius(20_000);
        ByteWriter keyframe = new ByteWriter();
        OrbWire.writeBytes(
                keyframe, 1, OrbConstants.of(builder.buildUnchecked()).encoded());
        ByteWriter message = new ByteWriter();
        OrbChanges.writePhase(OrbPhase.PLAY, 1, message);
        OrbWire.writeMessage(keyframe, 2, message);
        message.clear();
        OrbWire.writeUint(message, 1, 99_999);
        OrbWire.writeUint(message, 2, 1);
        message.writeTag(7, 2);
        message.writeVarint(0);
        OrbWire.writeMessage(keyframe, 3, message);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        OrbView view = TYPE.view();

        long before = threads.getCurrentThreadAllocatedBytes();
        view.onFrameStart(1, FrameKind.KEYFRAME);
        view.onKeyframe(0, new ByteReader(keyframe.toByteArray()));

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000_000);
        assertThat(view.indexBound()).isEqualTo(100_000);
    }

    @Example
    void shouldRefuseADeltaBeforeAKeyframe() {
        OrbView view = TYPE.view();
        view.onFrameStart(4, FrameKind.DELTA);
        assertThatThrownBy(() -> view.onDelta(0, new ByteReader(new byte[0])))
                .isInstanceOf(MalformedBytesException.class);
        assertThatThrownBy(view::radius)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a view without a keyframe: wait for isKnown()");
    }

    private static void showDamaged(BoardStepper<OrbPlayer, OrbInput> stepper, OrbView view, Random random) {
        ByteWriter out = new ByteWriter();
        boolean delta = random.nextBoolean() && stepper.board().writeDelta(0, out);
        view.onFrameStart(stepper.tick(), delta ? FrameKind.DELTA : FrameKind.KEYFRAME);
        if (delta) {
            view.onDelta(0, new ByteReader(damaged(out.toByteArray(), random)));
        } else {
            stepper.board().writeKeyframe(0, out);
            view.onKeyframe(0, new ByteReader(damaged(out.toByteArray(), random)));
        }
        view.onFrameEnd();
    }

    private static void lookAtAll(OrbView view) {
        assertThat(OrbStates.of(view)).isNotEmpty();
        assertThat(view.standings()).hasSizeLessThanOrEqualTo(view.maxPlayers());
        assertThat(OrbPlay.keyframeBytes(view)).isNotEmpty();
    }

    private static <T> void decode(Codec<T> codec, byte[] bytes) {
        try {
            T value = codec.decode(bytes);
            assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
        } catch (MalformedBytesException | InvalidValueException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    /** A few bytes changed, cut off, put in or doubled. */
    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] result = bytes;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(result.length + 1);
            switch (random.nextInt(5)) {
                case 0 -> result = Arrays.copyOf(result, at);
                case 1 -> result = spliced(result, at, at, (byte) random.nextInt(256));
                case 2 -> result = spliced(result, at, Math.min(result.length, at + 1));
                default -> {
                    byte[] copy = result.clone();
                    if (at < copy.length) {
                        copy[at] =
                                random.nextBoolean() ? (byte) random.nextInt(256) : (byte) (copy[at] ^ (1 << (at % 8)));
                    }
                    result = copy;
                }
            }
        }
        return result;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte... between) {
        ByteWriter out = new ByteWriter();
        out.writeBytes(bytes, 0, from);
        out.writeBytes(between, 0, between.length);
        out.writeBytes(bytes, to, bytes.length - to);
        return out.toByteArray();
    }
}
