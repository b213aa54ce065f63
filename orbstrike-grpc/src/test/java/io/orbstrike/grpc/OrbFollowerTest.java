package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.TickInputs;
import io.orbstrike.grpc.orb.v1.Death;
import io.orbstrike.grpc.orb.v1.Delta;
import io.orbstrike.grpc.orb.v1.Keyframe;
import io.orbstrike.grpc.orb.v1.Rules;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbView;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client of orb that knows the protocol alone: the generated classes, and the order of docs/protocol.md. */
class OrbFollowerTest {

    private static final OrbType TYPE = new OrbType();
    private static final int PLAYERS = 24;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldBeFollowedExactlyByAClientThatKnowsOnlyTheProtocol(long seed) throws InvalidProtocolBufferException {
        boolean respawn = seed % 3 != 0;
        Rules rules = Rules.newBuilder()
                .setMaxPlayers(PLAYERS)
                .setRespawn(respawn)
                .setEnergy(seed % 2 == 0)
                .setRoundMs(4_000)
                .setShrinkMs(2_000)
                .setScoreboardMs(300)
                .build();
        SplittableRandom random = new SplittableRandom(seed);
        BoardStepper<OrbPlayer, OrbInput> stepper =
                BoardStepper.create(TYPE, TYPE.rulesCodec().decode(rules.toByteArray()), seed);
        OrbView view = TYPE.view();
        OrbFollower follower = new OrbFollower();
        boolean[] present = new boolean[PLAYERS];
        int keyframes = 0;
        int deaths = 0;
        for (int step = 0; step < 1_500; step++) {
            stepper.step(inputs(step, random, present));
            for (BoardStepper.Elimination elimination : stepper.eliminations()) {
                present[elimination.index()] = false;
                assertCanonical(elimination.detail(), Death.parseFrom(elimination.detail()));
            }
            ByteWriter out = new ByteWriter();
            boolean isDelta = step > 0 && stepper.board().writeDelta(0, out);
            if (!isDelta) {
                stepper.board().writeKeyframe(0, out);
                keyframes++;
            }
            byte[] bytes = out.toByteArray();
            view.onFrameStart(stepper.tick(), isDelta ? FrameKind.DELTA : FrameKind.KEYFRAME);
            if (isDelta) {
                assertCanonical(bytes, Delta.parseFrom(bytes));
                deaths += Delta.parseFrom(bytes).getDeathsCount();
                view.onDelta(0, new ByteReader(bytes));
                follower.onDelta(stepper.tick(), bytes);
            } else {
                assertCanonical(bytes, Keyframe.parseFrom(bytes));
                view.onKeyframe(0, new ByteReader(bytes));
                follower.onKeyframe(bytes);
            }
            view.onFrameEnd();
            assertSame(stepper.tick(), view, follower);
        }
        assertThat(keyframes).isBetween(2, 10);
        assertThat(deaths).isPositive();
    }

    private static TickInputs<OrbPlayer, OrbInput> inputs(int step, SplittableRandom random, boolean[] present) {
        TickInputs<OrbPlayer, OrbInput> inputs = new TickInputs<>();
        for (int index = 0; index < PLAYERS; index++) {
            if (!present[index] && random.nextInt(20) == 0) {
                present[index] = true;
                inputs.addJoin(
                        index, new PlayerId(1 + index + (long) PLAYERS * step), new OrbPlayer("p" + step, index % 5));
                inputs.addConnected(index);
            } else if (present[index] && random.nextInt(700) == 0) {
                present[index] = false;
                inputs.addLeave(index);
            } else if (present[index] && random.nextInt(25) == 0) {
                inputs.addInput(index, step + 1L, OrbInput.of(random.nextInt(9), random.nextInt(3) == 0));
            } else if (present[index] && random.nextInt(200) == 0) {
                inputs.addDisconnected(index);
                inputs.addConnected(index);
            }
        }
        return inputs;
    }

    private static void assertSame(long tick, OrbView view, OrbFollower follower) {
        assertThat(follower.phase().getKind().name()).isEqualTo("PHASE_KIND_" + view.phase());
        assertThat(follower.phase().getStartTick()).isEqualTo(view.phaseStartTick());
        for (int index = 0; index < PLAYERS; index++) {
            OrbFollower.Known orb = follower.orbs.get(index);
            boolean isPresent = index < view.indexBound() && view.isPresent(index);
            assertThat(orb != null).as("presence of %d at tick %d", index, tick).isEqualTo(isPresent);
            if (orb != null) {
                assertSame(tick, view, index, orb);
            }
        }
    }

    private static void assertSame(long tick, OrbView view, int index, OrbFollower.Known orb) {
        String where = "orb " + index + " at tick " + tick;
        assertThat(orb.player).as(where).isEqualTo(view.player(index));
        assertThat(orb.name).as(where).isEqualTo(view.name(index));
        assertThat(orb.color).as(where).isEqualTo(view.color(index));
        assertThat(orb.isAlive).as(where).isEqualTo(view.isAlive(index));
        assertThat(orb.kills).as(where).isEqualTo(view.kills(index));
        assertThat(orb.deaths).as(where).isEqualTo(view.deaths(index));
        if (orb.isAlive) {
            assertThat(orb.x).as(where).isEqualTo(view.x(index));
            assertThat(orb.y).as(where).isEqualTo(view.y(index));
            assertThat(orb.direction()).as(where).isEqualTo(view.direction(index));
            assertThat(orb.isRingUp()).as(where).isEqualTo(view.isRingUp(index));
            assertThat(orb.energy).as(where).isEqualTo(view.energy(index));
            assertThat(orb.protectedUntilTick > tick).as(where).isEqualTo(view.isProtected(index));
        } else {
            assertThat(orb.respawnTick).as(where).isEqualTo(view.respawnTick(index));
        }
    }

    /** The bytes are exactly those of the generated class: all fields known, in rising order, defaults left out. */
    private static void assertCanonical(byte[] written, Message read) {
        assertThat(read.getUnknownFields().asMap()).isEmpty();
        assertThat(ByteString.copyFrom(written)).isEqualTo(read.toByteString());
    }
}
