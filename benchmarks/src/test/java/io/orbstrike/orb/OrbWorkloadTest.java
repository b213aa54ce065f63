package io.orbstrike.orb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.TickInputs;
import org.junit.jupiter.api.Test;

/** The play that is measured stays what it is said to be, however long it lasts. */
class OrbWorkloadTest {

    private static final int PLAYERS = 1_000;
    private static final int STEPS = 3_000;

    private final OrbWorkload workload = OrbWorkload.settled(PLAYERS, 11);
    private final OrbColumns columns = ((OrbBoard) workload.stepper().board()).columns();

    @Test
    void shouldKeepATenthOfTheRingsUpAndNearlyAllAlive() {
        assertSteady(STEPS);
        assertSteady(STEPS);
    }

    @Test
    void shouldKeepPlayersSpreadOverTheCircle() {
        long inner = 0;
        long living = 0;
        long halfAreaSquared = (long) columns.constants.radius * columns.constants.radius / 2;
        for (int step = 0; step < STEPS; step++) {
            workload.step();
            for (int index = 0; index < PLAYERS; index++) {
                long x = columns.x[index];
                long y = columns.y[index];
                if (columns.isAlive(index)) {
                    living++;
                    inner += x * x + y * y < halfAreaSquared ? 1 : 0;
                }
            }
        }
        // half of the area; those who come back do so within nine tenths of the radius
        assertThat(inner / (double) living).isCloseTo(0.57, within(0.07));
    }

    @Test
    void shouldLetEachPlayerSpeakOnceInThirtyTwoStepsOnAverage() {
        CountingReceiver receiver = new CountingReceiver();
        for (int step = 0; step < 32; step++) {
            workload.nextInputs().forEach(receiver);
        }
        assertThat(receiver.inputs).isEqualTo(PLAYERS);
    }

    @Test
    void shouldWriteADeltaInWhichEverybodyTurned() {
        ByteWriter few = new ByteWriter();
        ByteWriter all = new ByteWriter();
        workload.step();
        assertThat(workload.stepper().board().writeDelta(0, few)).isTrue();
        workload.turnAll();
        assertThat(workload.stepper().board().writeDelta(0, all)).isTrue();
        assertThat(few.size()).isBetween(PLAYERS / 32, PLAYERS);
        assertThat(all.size()).isGreaterThan(2 * PLAYERS);
    }

    private void assertSteady(int steps) {
        long living = 0;
        long rings = 0;
        long deathsBefore = deaths();
        for (int step = 0; step < steps; step++) {
            workload.step();
            for (int index = 0; index < PLAYERS; index++) {
                living += columns.isAlive(index) ? 1 : 0;
                rings += columns.isRingUp(index) ? 1 : 0;
            }
        }
        double all = (double) steps * PLAYERS;
        assertThat(living / all).isGreaterThan(0.97);
        assertThat(rings / all).isCloseTo(0.10, within(0.01));
        assertThat((deaths() - deathsBefore) / all).isBetween(0.001, 0.03);
    }

    private long deaths() {
        long deaths = 0;
        for (int index = 0; index < PLAYERS; index++) {
            deaths += columns.deaths[index];
        }
        return deaths;
    }

    private static final class CountingReceiver implements TickInputs.Receiver<OrbPlayer, OrbInput> {

        private int inputs;

        @Override
        public void onJoin(int index, long player, OrbPlayer joinData) {
            throw new AssertionError("joined");
        }

        @Override
        public void onLeave(int index) {
            throw new AssertionError("left");
        }

        @Override
        public void onConnected(int index) {
            throw new AssertionError("connected");
        }

        @Override
        public void onDisconnected(int index) {
            throw new AssertionError("disconnected");
        }

        @Override
        public void onInput(int index, long sequence, OrbInput input) {
            assertThat(index).isBetween(0, PLAYERS - 1);
            assertThat(input.direction()).isPositive();
            inputs++;
        }
    }
}
