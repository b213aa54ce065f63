package io.orbstrike.orb;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.TickInputs;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whether the default rules reward playing: 20 orbs, three strategies, 200 rounds, each of another mix, from all hunters to
 * none. Most kills win, so who never raises his ring wins only among his like; camping must be what costs most lives and
 * must not win where some hunt. The decision "Camping loses to hunting" says what the rules allow to be asked here.
 */
class OrbBalanceTest {

    static final int TICKS_PER_DECISION = 2;

    private static final int ORBS = 20;
    private static final int ROUNDS = 200;

    /** From so many hunters on, campers are to win nothing: a lone hunter may find too few whom he can kill. */
    private static final int SOME_HUNTERS = 3;

    private final Random random = new Random(7);
    private final BoardStepper<OrbPlayer, OrbInput> stepper = BoardStepper.create(
            new OrbType(), OrbRules.builder().maxPlayers(ORBS).build(), 20);
    private final TickInputs<OrbPlayer, OrbInput> inputs = new TickInputs<>();
    private final OrbView view = new OrbType().view();
    private final OrbStrategy[] strategies = new OrbStrategy[ORBS];
    private final Tally campers = new Tally(OrbStrategy.CAMPER);
    private final Tally runners = new Tally(OrbStrategy.RUNNER);
    private final Tally hunters = new Tally(OrbStrategy.HUNTER);

    @Test
    void shouldLetHuntersWinMostAndCampersFewestWhereAsManyPlayEachStrategy() {
        playRounds(this::mixEvenly);
        assertThat(hunters.wins).isGreaterThan(ROUNDS * 4 / 5);
        assertThat(campers.wins).isLessThanOrEqualTo(Math.min(runners.wins, hunters.wins));
    }

    @Test
    void shouldLetHuntersWinMostAndCampersLoseMostLives() {
        playRounds(this::drawMix);
        assertThat(hunters.wins).isGreaterThan(ROUNDS * 4 / 5);
        assertThat(hunters.wins).isGreaterThan(4 * campers.wins);
        assertThat(campers.winsAmongHunters).isZero();
        assertThat(runners.wins).isPositive().isEqualTo(runners.roundsAlone);
        assertThat(hunters.killsPerOrb()).isGreaterThan(2 * campers.killsPerOrb());
        assertThat(campers.deathsPerOrb()).isGreaterThan(hunters.deathsPerOrb());
        assertThat(hunters.deathsPerOrb()).isGreaterThan(runners.deathsPerOrb());
    }

    private void playRounds(Runnable mix) {
        for (int index = 0; index < ORBS; index++) {
            inputs.addJoin(index, new PlayerId(index + 1), new OrbPlayer("", 0));
        }
        for (int round = 0; round < ROUNDS; round++) {
            mix.run();
            playRound();
            campers.count();
            runners.count();
            hunters.count();
        }
    }

    private void mixEvenly() {
        Arrays.fill(strategies, 0, ORBS / 3, OrbStrategy.HUNTER);
        Arrays.fill(strategies, ORBS / 3, 2 * ORBS / 3, OrbStrategy.CAMPER);
        Arrays.fill(strategies, 2 * ORBS / 3, ORBS, OrbStrategy.RUNNER);
        Collections.shuffle(Arrays.asList(strategies), random);
    }

    /** Draws how many play which strategy, each number of hunters being possible, and who does. */
    private void drawMix() {
        int one = random.nextInt(ORBS + 1);
        int other = random.nextInt(ORBS + 1);
        Arrays.fill(strategies, OrbStrategy.RUNNER);
        Arrays.fill(strategies, 0, Math.max(one, other), OrbStrategy.CAMPER);
        Arrays.fill(strategies, 0, Math.min(one, other), OrbStrategy.HUNTER);
        Collections.shuffle(Arrays.asList(strategies), random);
    }

    /** Steps from the scoreboard, or the beginning, to the next scoreboard. */
    private void playRound() {
        do {
            stepper.step(inputs);
            inputs.clear();
            OrbPlay.show(stepper, view);
            if (view.phase() == OrbPhase.PLAY) {
                decide();
            }
        } while (view.phase() == OrbPhase.PLAY || view.phaseStartTick() != view.tick());
    }

    private void decide() {
        int first = (int) (view.tick() % TICKS_PER_DECISION);
        for (int index = first; index < ORBS; index += TICKS_PER_DECISION) {
            if (view.isAlive(index)) {
                inputs.addInput(index, view.tick(), strategies[index].decide(view, index));
            }
        }
    }

    private int playing(OrbStrategy strategy) {
        return Collections.frequency(Arrays.asList(strategies), strategy);
    }

    private final class Tally {

        private final OrbStrategy strategy;
        private int wins;
        private int winsAmongHunters;
        private int roundsAlone;
        private int orbs;
        private int kills;
        private int deaths;

        Tally(OrbStrategy strategy) {
            this.strategy = strategy;
        }

        /** Adds the round that has just ended. */
        void count() {
            int[] standings = view.standings();
            boolean isWon = strategies[standings[0]] == strategy;
            wins += isWon ? 1 : 0;
            winsAmongHunters += isWon && playing(OrbStrategy.HUNTER) >= SOME_HUNTERS ? 1 : 0;
            roundsAlone += playing(strategy) == ORBS ? 1 : 0;
            for (int index : standings) {
                if (strategies[index] == strategy) {
                    orbs++;
                    kills += view.kills(index);
                    deaths += view.deaths(index);
                }
            }
        }

        double killsPerOrb() {
            return (double) kills / orbs;
        }

        double deathsPerOrb() {
            return (double) deaths / orbs;
        }
    }
}
