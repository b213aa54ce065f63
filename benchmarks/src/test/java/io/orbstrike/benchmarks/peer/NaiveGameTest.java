package io.orbstrike.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.InvalidProtocolBufferException;
import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.TickInputs;
import io.orbstrike.grpc.orb.v1.Constants;
import io.orbstrike.grpc.orb.v1.Keyframe;
import io.orbstrike.grpc.orb.v1.Orb;
import io.orbstrike.grpc.orb.v1.PhaseKind;
import io.orbstrike.grpc.orb.v1.Player;
import io.orbstrike.host.FrameDecoder;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbView;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The naive game plays as the board of orb does, and its frames say so. */
class NaiveGameTest {

    private static final OrbType TYPE = new OrbType();
    private static final int PLAYERS_MAX = 12;

    /** So small and so short that edge, rings, rounds and shrinking all matter within a thousand steps. */
    private static final OrbRules LIVELY = OrbRules.builder()
            .maxPlayers(PLAYERS_MAX)
            .radius(150)
            .bodyRadius(8)
            .respawnMs(100)
            .protectionMs(150)
            .roundMs(3_000)
            .scoreboardMs(500)
            .build();

    /** One board of each kind, given the same. */
    private static final class Twins {

        private final BoardStepper<OrbPlayer, OrbInput> stepper;
        private final TickInputs<OrbPlayer, OrbInput> inputs = new TickInputs<>();
        private final ByteWriter keyframe = new ByteWriter();
        private final NaiveGame naive;
        private final Map<Integer, NaiveOrb> present = new HashMap<>();
        private long players;
        private long sequences;

        Twins(OrbRules rules, long seed) {
            stepper = BoardStepper.create(TYPE, rules, seed);
            naive = new NaiveGame(NaiveConstants.of(rules), seed);
        }

        void join(int index) {
            long player = ++players;
            OrbPlayer joinData = new OrbPlayer("p" + player, index % OrbPlayer.COLORS);
            inputs.addJoin(index, new PlayerId(player), joinData);
            Player message = Player.newBuilder()
                    .setName(joinData.name())
                    .setColor(joinData.color())
                    .build();
            present.put(index, naive.join(index, player, message));
        }

        void leave(int index) {
            inputs.addLeave(index);
            naive.leave(orb(index));
            present.remove(index);
        }

        void disconnect(int index) {
            inputs.addDisconnected(index);
            naive.disconnect(orb(index));
        }

        void input(int index, OrbInput input) {
            inputs.addInput(index, ++sequences, input);
            naive.input(orb(index), sequences, input);
        }

        NaiveOrb orb(int index) {
            NaiveOrb orb = present.get(index);
            if (orb == null) {
                throw new IllegalStateException("nobody at " + index);
            }
            return orb;
        }

        boolean isPresent(int index) {
            return present.containsKey(index);
        }

        /** A step of both; what the board of orb shows after it. */
        Keyframe step() throws InvalidProtocolBufferException {
            stepper.step(inputs);
            inputs.clear();
            naive.step();
            keyframe.clear();
            stepper.board().writeKeyframe(0, keyframe);
            return Keyframe.parseFrom(keyframe.toByteArray());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldPlayAsTheBoardDoes(long seed) throws InvalidProtocolBufferException {
        Twins twins = new Twins(LIVELY, seed);
        Random random = new Random(seed);
        int kills = 0;
        int deaths = 0;
        int scoreboards = 0;
        for (int step = 0; step < 1_000; step++) {
            act(twins, random);
            Keyframe expected = twins.step();
            assertThat(NaiveFrames.state(twins.naive)).isEqualTo(expected);
            kills = Math.max(
                    kills,
                    expected.getOrbsList().stream().mapToInt(Orb::getKills).sum());
            deaths = Math.max(
                    deaths,
                    expected.getOrbsList().stream().mapToInt(Orb::getDeaths).sum());
            scoreboards += expected.getPhase().getKind() == PhaseKind.PHASE_KIND_SCOREBOARD ? 1 : 0;
        }
        assertThat(kills).isPositive();
        assertThat(deaths).isGreaterThan(kills);
        assertThat(scoreboards).isPositive();
    }

    /** Somebody may join, leave or lose his stream, and some want something else. */
    private static void act(Twins twins, Random random) {
        int anybody = random.nextInt(PLAYERS_MAX);
        int chance = random.nextInt(100);
        if (!twins.isPresent(anybody)) {
            twins.join(anybody);
        } else if (chance == 0) {
            twins.leave(anybody);
        } else if (chance < 5) {
            twins.disconnect(anybody);
        }
        for (int index = 0; index < PLAYERS_MAX; index++) {
            if (index != anybody && twins.isPresent(index) && random.nextInt(20) == 0) {
                twins.input(index, OrbInput.of(random.nextInt(OrbInput.DIRECTIONS), random.nextInt(3) == 0));
            }
        }
    }

    @Test
    void shouldMakeTheSameConstants() throws InvalidProtocolBufferException {
        for (int speed = 1; speed <= 5_000; speed += 7) {
            OrbRules rules = OrbRules.builder()
                    .speed(speed)
                    .tickIntervalMs(5 + speed % 996)
                    .build();
            assertThat(NaiveConstants.of(rules)).as("%s", rules).isEqualTo(constants(rules));
        }
        OrbRules bare = OrbRules.builder().withoutEnergy().withoutRounds().build();
        assertThat(NaiveConstants.of(bare)).isEqualTo(constants(bare));
        OrbRules steady = OrbRules.builder().withoutShrinking().respawnMs(0).build();
        assertThat(NaiveConstants.of(steady)).isEqualTo(constants(steady));
        OrbRules deadly = OrbRules.builder().withoutRespawn().build();
        assertThatIllegalArgumentException().isThrownBy(() -> NaiveConstants.of(deadly));
    }

    private static Constants constants(OrbRules rules) throws InvalidProtocolBufferException {
        return new Twins(rules, 1).step().getConstants();
    }

    @Test
    void shouldShowFramesToAViewAsTheyAre() throws InvalidProtocolBufferException {
        Twins twins = new Twins(LIVELY, 3);
        IntStream.range(0, 5).forEach(twins::join);
        OrbView view = TYPE.view();
        FrameDecoder decoder = new FrameDecoder(view);
        Random random = new Random(3);
        for (int step = 0; step < 200; step++) {
            act(twins, random);
            twins.step();
            NaiveOrb viewer = twins.orb(twins.present.keySet().iterator().next());
            byte[] frame = NaiveFrames.keyframe(twins.naive, viewer).toByteArray();
            assertThat(decoder.decode(frame)).isEqualTo(FrameDecoder.Continuity.FOLLOWS);
            assertThat(decoder.acknowledgedInput()).isEqualTo(viewer.acknowledgedInput);
            assertThat(decoder.tick()).isEqualTo(twins.naive.tick());
            for (NaiveOrb orb : twins.naive.orbs()) {
                assertThat(view.player(orb.index)).isEqualTo(orb.player);
                assertThat(view.x(orb.index)).isEqualTo(orb.x);
                assertThat(view.y(orb.index)).isEqualTo(orb.y);
                assertThat(view.isRingUp(orb.index)).isEqualTo(orb.isRingUp);
                assertThat(view.isAlive(orb.index)).isEqualTo(orb.isAlive);
            }
        }
    }

    @Test
    void shouldAcknowledgeTheNewestInputThatAStepApplied() {
        NaiveGame game = new NaiveGame(NaiveConstants.of(OrbRules.DEFAULT), 1);
        NaiveOrb orb = game.join(0, 1, Player.getDefaultInstance());
        game.input(orb, 2, OrbInput.of(1, false));
        game.input(orb, 3, OrbInput.of(5, false));
        game.input(orb, 1, OrbInput.of(3, false));
        assertThat(orb.acknowledgedInput).isZero();
        game.step();
        int x = orb.x;
        int y = orb.y;
        assertThat(orb.acknowledgedInput).isEqualTo(3);
        game.step();
        assertThat(orb.x).isLessThan(x);
        assertThat(orb.y).isEqualTo(y);
    }
}
