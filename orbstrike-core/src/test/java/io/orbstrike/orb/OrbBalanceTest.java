package io.orbstrike.orb;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.TickInputs;
import org.junit.jupiter.api.Test;

/**
 * Whether the default rules reward playing: 20 orbs, three strategies, 200 rounds. Who never raises the ring never kills,
 * so a runner wins no round by the rules; campers must not win either, and pay for camping with the most deaths.
 */
class OrbBalanceTest {

    static final int TICKS_PER_DECISION = 2;

    private static final int ORBS = 20;
    private static final int ROUNDS = 200;
    private static final OrbStrategy[] STRATEGIES = {OrbStrategy.CAMPER, OrbStrategy.RUNNER, OrbStrategy.HUNTER};

    private final BoardStepper<OrbPlayer, OrbInput> stepper = BoardStepper.create(
            new OrbType(), OrbRules.builder().maxPlayers(ORBS).build(), 20);
    private final TickInputs<OrbPlayer, OrbInput> inputs = new TickInputs<>();
    private final OrbView view = new OrbType().view();
    private final Tally campers = new Tally(OrbStrategy.CAMPER);
    private final Tally runners = new Tally(OrbStrategy.RUNNER);
    private final Tally hunters = new Tally(OrbStrategy.HUNTER);

    @Test
    void shouldLetHuntersWinMostAndCampersLeast() {
        for (int index = 0; index < ORBS; index++) {
            inputs.addJoin(
                    index,
                    new PlayerId(index + 1),
                    new OrbPlayer(strategyOf(index).name(), 0));
        }
        for (int round = 0; round < ROUNDS; ) {
            stepper.step(inputs);
            inputs.clear();
            OrbPlay.show(stepper, view);
            if (view.phase() == OrbPhase.PLAY) {
                decide();
            } else if (view.phaseStartTick() == view.tick()) {
                campers.count();
                runners.count();
                hunters.count();
                round++;
            }
        }
        assertThat(hunters.wins).isGreaterThan(ROUNDS * 9 / 10);
        assertThat(campers.wins).isLessThanOrEqualTo(runners.wins).isLessThan(hunters.wins);
        assertThat(hunters.killsPerOrb()).isGreaterThan(2 * campers.killsPerOrb());
        assertThat(campers.deathsPerOrb()).isGreaterThan(runners.deathsPerOrb());
        assertThat(runners.deathsPerOrb()).isGreaterThan(hunters.deathsPerOrb());
    }

    private void decide() {
        int first = (int) (view.tick() % TICKS_PER_DECISION);
        for (int index = first; index < ORBS; index += TICKS_PER_DECISION) {
            if (view.isAlive(index)) {
                inputs.addInput(index, view.tick(), strategyOf(index).decide(view, index));
            }
        }
    }

    private static OrbStrategy strategyOf(int index) {
        return STRATEGIES[index % STRATEGIES.length];
    }

    private final class Tally {

        private final OrbStrategy strategy;
        private int wins;
        private int orbs;
        private int kills;
        private int deaths;

        Tally(OrbStrategy strategy) {
            this.strategy = strategy;
        }

        /** Adds the round that has just ended. */
        void count() {
            int[] standings = view.standings();
            wins += strategyOf(standings[0]) == strategy ? 1 : 0;
            for (int index : standings) {
                if (strategyOf(index) == strategy) {
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
