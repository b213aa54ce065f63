package io.orbstrike.orb;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.Codec;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class OrbBoardProperties {

    private static final OrbType TYPE = new OrbType();

    @Property(tries = 150)
    void shouldPlayAsTheNaiveBoardDoes(@ForAll("crowded") OrbRules rules, @ForAll long seed) {
        comparedWithNaive(rules, seed, 600);
    }

    @Example
    void shouldPlayAsTheNaiveBoardDoesWithManyPlayers() {
        OrbRules rules =
                OrbRules.builder().maxPlayers(250).radius(600).roundMs(6_000).build();
        comparedWithNaive(rules, 11, 700);
    }

    @Property(tries = 150)
    void shouldShowEachStepByDeltasAsTheKeyframeDoes(@ForAll("crowded") OrbRules rules, @ForAll long seed) {
        BoardStepper<OrbPlayer, OrbInput> stepper = BoardStepper.create(TYPE, rules, seed);
        OrbPlay play = new OrbPlay(rules.maxPlayers(), seed);
        OrbView view = TYPE.view();
        for (int step = 0; step < 600; step++) {
            stepper.step(play.next());
            play.onStepped(stepper);
            OrbPlay.show(stepper, view);

            byte[] keyframe = OrbPlay.keyframeBytes(stepper);
            assertThat(OrbPlay.keyframeBytes(view)).isEqualTo(keyframe);
            OrbView fresh = OrbPlay.keyframeOf(stepper);
            assertThat(OrbPlay.keyframeBytes(fresh)).isEqualTo(keyframe);
            assertThat(OrbStates.of(view)).isEqualTo(OrbStates.of(fresh));
        }
    }

    @Property(tries = 100)
    void shouldGoOnFromASnapshotAsIfNothingHadHappened(@ForAll("crowded") OrbRules rules, @ForAll long seed) {
        BoardStepper<OrbPlayer, OrbInput> stepper = BoardStepper.create(TYPE, rules, seed);
        BoardStepper<OrbPlayer, OrbInput> restored = restored(stepper);
        OrbPlay play = new OrbPlay(rules.maxPlayers(), seed);
        Random random = new Random(seed);
        for (int step = 0; step < 500; step++) {
            var inputs = play.next();
            stepper.step(inputs);
            restored.step(inputs);
            play.onStepped(stepper);

            assertThat(OrbPlay.deltaBytes(restored)).isEqualTo(OrbPlay.deltaBytes(stepper));
            assertThat(OrbPlay.keyframeBytes(restored)).isEqualTo(OrbPlay.keyframeBytes(stepper));
            assertThat(OrbPlay.snapshotBytes(restored)).isEqualTo(OrbPlay.snapshotBytes(stepper));
            if (random.nextInt(30) == 0) {
                restored = restored(stepper);
                assertThat(OrbPlay.keyframeBytes(restored)).isEqualTo(OrbPlay.keyframeBytes(stepper));
                assertThat(OrbPlay.snapshotBytes(restored)).isEqualTo(OrbPlay.snapshotBytes(stepper));
            }
        }
    }

    /** Small circles and short durations, so that everything happens often; each switch is on or off. */
    @Provide
    Arbitrary<OrbRules> crowded() {
        Arbitrary<Integer> radius = Arbitraries.integers().between(60, 300);
        Arbitrary<Integer> tickMs = Arbitraries.of(5, 15, 16, 33, 100);
        Arbitrary<Integer> speed = Arbitraries.integers().between(20, 900);
        Arbitrary<Integer> ring = Arbitraries.integers().between(8, 90);
        Arbitrary<Integer> shortMs = Arbitraries.of(0, 1, 100, 450);
        Arbitrary<Integer> energy = Arbitraries.integers().between(1, 200);
        Arbitrary<Integer> switches = Arbitraries.integers().between(0, 15);
        return Combinators.combine(radius, tickMs, speed, ring, shortMs, shortMs, energy, switches)
                .as(OrbBoardProperties::crowdedRules);
    }

    private static OrbRules crowdedRules(
            int radius, int tickMs, int speed, int ring, int respawnMs, int protectionMs, int energy, int switches) {
        OrbRules.Builder builder = OrbRules.builder()
                .maxPlayers(12)
                .radius(radius)
                .tickIntervalMs(tickMs)
                .speed(speed)
                .bodyRadius(8)
                .ringRadius(ring)
                .respawnMs(respawnMs)
                .protectionMs(protectionMs)
                .energyMax(energy)
                .energyToRaise(1 + energy / 3)
                .roundMs(2_000)
                .scoreboardMs(300);
        if ((switches & 1) != 0) {
            builder.withoutEnergy();
        }
        if ((switches & 2) != 0) {
            builder.withoutRespawn();
        }
        if ((switches & 4) != 0) {
            builder.withoutRounds();
        }
        if ((switches & 8) != 0) {
            builder.withoutShrinking();
        }
        return builder.build();
    }

    private static void comparedWithNaive(OrbRules rules, long seed, int steps) {
        BoardStepper<OrbPlayer, OrbInput> stepper = BoardStepper.create(TYPE, rules, seed);
        NaiveOrbType naiveType = new NaiveOrbType();
        BoardStepper<OrbPlayer, OrbInput> naiveStepper = BoardStepper.create(naiveType, rules, seed);
        NaiveOrbBoard naive = (NaiveOrbBoard) naiveStepper.board();
        OrbPlay play = new OrbPlay(rules.maxPlayers(), seed);
        for (int step = 0; step < steps; step++) {
            var inputs = play.next();
            stepper.step(inputs);
            naiveStepper.step(inputs);
            play.onStepped(stepper);

            String state = OrbStates.of(OrbPlay.keyframeOf(stepper));
            String naiveState = naive.state();
            if (OrbStates.hashOf(state) != OrbStates.hashOf(naiveState)) {
                assertThat(state).as("seed %s, %s", seed, rules).isEqualTo(naiveState);
            }
            assertThat(stepper.eliminations()).hasSameSizeAs(naiveStepper.eliminations());
        }
    }

    private static BoardStepper<OrbPlayer, OrbInput> restored(BoardStepper<OrbPlayer, OrbInput> stepper) {
        return BoardStepper.restore(TYPE, new ByteReader(OrbPlay.snapshotBytes(stepper)));
    }

    private static final class NaiveOrbType implements BoardType<OrbRules, OrbPlayer, OrbInput> {

        @Override
        public String name() {
            return "naive-orb";
        }

        @Override
        public Codec<OrbRules> rulesCodec() {
            return TYPE.rulesCodec();
        }

        @Override
        public Codec<OrbPlayer> joinDataCodec() {
            return TYPE.joinDataCodec();
        }

        @Override
        public Codec<OrbInput> inputCodec() {
            return TYPE.inputCodec();
        }

        @Override
        public Board<OrbPlayer, OrbInput> create(OrbRules rules, long seed) {
            return new NaiveOrbBoard(rules);
        }

        @Override
        public Board<OrbPlayer, OrbInput> restore(int version, ByteReader snapshot) {
            throw new UnsupportedOperationException("the naive board is compared, not kept");
        }
    }
}
