package io.orbstrike.grpc.orb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.TickInputs;
import io.orbstrike.grpc.orb.v1.Death;
import io.orbstrike.grpc.orb.v1.DeathCause;
import io.orbstrike.grpc.orb.v1.Delta;
import io.orbstrike.grpc.orb.v1.Input;
import io.orbstrike.grpc.orb.v1.Keyframe;
import io.orbstrike.grpc.orb.v1.Orb;
import io.orbstrike.grpc.orb.v1.PhaseKind;
import io.orbstrike.grpc.orb.v1.Player;
import io.orbstrike.grpc.orb.v1.Rules;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bytes that orb writes by hand are those that protobuf writes for the same message. */
class OrbMessagesTest {

    private static final OrbType TYPE = new OrbType();

    @Test
    void shouldReadAndWriteRulesPlayersAndInputsAsProtobufDoes() throws InvalidProtocolBufferException {
        byte[] rules =
                TYPE.rulesCodec().encode(OrbRules.builder().withoutEnergy().build());
        assertThat(same(rules, Rules.parser()).getEnergy()).isFalse();
        assertThat(Rules.parseFrom(rules).getShrinkMs()).isEqualTo(60_000);
        assertThat(TYPE.rulesCodec()
                        .decode(Rules.newBuilder().setMaxPlayers(7).build().toByteArray()))
                .isEqualTo(OrbRules.builder().maxPlayers(7).build());

        byte[] player = TYPE.joinDataCodec().encode(new OrbPlayer("Jürgen", 3));
        assertThat(same(player, Player.parser()))
                .isEqualTo(Player.newBuilder().setName("Jürgen").setColor(3).build());

        byte[] input = TYPE.inputCodec().encode(OrbInput.of(8, true));
        assertThat(same(input, Input.parser()))
                .isEqualTo(Input.newBuilder().setDirection(8).setRing(true).build());
    }

    @Test
    void shouldWriteKeyframesAndDeltasAsProtobufDoes() throws InvalidProtocolBufferException {
        OrbRules rules = OrbRules.builder()
                .maxPlayers(12)
                .radius(150)
                .bodyRadius(8)
                .respawnMs(100)
                .roundMs(2_000)
                .scoreboardMs(500)
                .build();
        BoardStepper<OrbPlayer, OrbInput> stepper = BoardStepper.create(TYPE, rules, 4);
        TickInputs<OrbPlayer, OrbInput> inputs = new TickInputs<>();
        Random random = new Random(4);
        int deaths = 0;
        int placed = 0;
        int phases = 0;
        for (int step = 0; step < 1_000; step++) {
            inputs.clear();
            if (step < 12) {
                inputs.addJoin(step, new PlayerId(step + 1), new OrbPlayer("p" + step, step % 5));
            } else if (step == 900) {
                inputs.addLeave(11);
            } else {
                inputs.addInput(random.nextInt(11), step, OrbInput.of(random.nextInt(9), random.nextInt(3) == 0));
            }
            stepper.step(inputs);
            Keyframe keyframe = same(keyframe(stepper), Keyframe.parser());
            assertThat(keyframe.getConstants().getVelocitiesCount()).isEqualTo(18);
            assertThat(keyframe.getOrbsCount()).isEqualTo(step < 12 ? step + 1 : step < 900 ? 12 : 11);
            ByteWriter out = new ByteWriter();
            if (stepper.board().writeDelta(0, out)) {
                Delta delta = same(out.toByteArray(), Delta.parser());
                deaths += delta.getDeathsCount();
                placed += delta.getPlacedCount();
                phases += delta.hasPhase() ? 1 : 0;
                assertThat(delta.getRemovedList()).hasSize(step == 900 ? 1 : 0);
                for (Death death : delta.getDeathsList()) {
                    Orb orb = keyframe.getOrbsList().stream()
                            .filter(each -> each.getIndex() == death.getIndex())
                            .findFirst()
                            .orElseThrow();
                    assertThat(orb.getRespawnTick()).isGreaterThan(stepper.tick());
                    assertThat(death.getCause()).isNotEqualTo(DeathCause.DEATH_CAUSE_UNSPECIFIED);
                }
            }
            assertThat(keyframe.getPhase().getKind()).isNotEqualTo(PhaseKind.PHASE_KIND_UNSPECIFIED);
        }
        assertThat(deaths).isGreaterThan(20);
        assertThat(placed).isGreaterThan(30);
        assertThat(phases).isGreaterThan(2);
    }

    private static byte[] keyframe(BoardStepper<OrbPlayer, OrbInput> stepper) {
        ByteWriter out = new ByteWriter();
        stepper.board().writeKeyframe(0, out);
        return out.toByteArray();
    }

    private static <M extends MessageLite> M same(byte[] bytes, Parser<M> parser)
            throws InvalidProtocolBufferException {
        M message = parser.parseFrom(bytes);
        assertThat(message.toByteArray()).isEqualTo(bytes);
        return message;
    }
}
