package io.orbstrike.orb;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.TickInputs;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a step allocates, and how many bytes frames and snapshots have. */
class OrbCostTest {

    private static final OrbType TYPE = new OrbType();
    private static final int PLAYERS = 100;

    private final TickInputs<OrbPlayer, OrbInput> inputs = new TickInputs<>();
    private final Random random = new Random(5);
    private final ByteWriter out = new ByteWriter(1 << 16);

    @Test
    void shouldAllocateNothingInAStepOrADelta() {
        BoardStepper<OrbPlayer, OrbInput> stepper = fullBoard();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        play(stepper, 5_000);

        long before = threads.getCurrentThreadAllocatedBytes();
        play(stepper, 2_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // What is measured is the step with its inputs and its delta; one measurement itself may cost a few bytes.
        assertThat(allocated).isLessThan(256);
        assertThat(stepper.board().maxPlayers()).isEqualTo(PLAYERS);
    }

    @Test
    void shouldWriteDeltasOfAFractionOfAByteForEachPlayer() {
        BoardStepper<OrbPlayer, OrbInput> stepper = fullBoard();
        changeDirections(stepper, PLAYERS / 32);
        assertThat(deltaBytes(stepper)).isLessThanOrEqualTo(PLAYERS * 4 / 10);
        changeDirections(stepper, PLAYERS);
        assertThat(deltaBytes(stepper)).isLessThanOrEqualTo(PLAYERS * 6);
    }

    @Test
    void shouldWriteAnEmptyDeltaWhenNothingChanges() {
        BoardStepper<OrbPlayer, OrbInput> stepper = fullBoard();
        inputs.clear();
        stepper.step(inputs);
        assertThat(deltaBytes(stepper)).isZero();
    }

    @Test
    void shouldSnapshotAHundredPlayersInTwoAndAHalfKilobytes() {
        BoardStepper<OrbPlayer, OrbInput> stepper = fullBoard();
        play(stepper, 300);
        out.clear();
        stepper.writeSnapshot(1, out);
        assertThat(out.size()).isLessThanOrEqualTo(2_500);
    }

    private BoardStepper<OrbPlayer, OrbInput> fullBoard() {
        BoardStepper<OrbPlayer, OrbInput> stepper = BoardStepper.create(TYPE, OrbRules.DEFAULT, 3);
        for (int index = 0; index < PLAYERS; index++) {
            inputs.addJoin(index, new PlayerId(index + 1), new OrbPlayer("player" + (10 + index % 90), index % 5));
        }
        stepper.step(inputs);
        return stepper;
    }

    private void changeDirections(BoardStepper<OrbPlayer, OrbInput> stepper, int players) {
        inputs.clear();
        for (int i = 0; i < players; i++) {
            inputs.addInput(i * (PLAYERS / players), 1, OrbInput.of(1 + (int) (stepper.tick() % 8), false));
        }
        stepper.step(inputs);
    }

    private int deltaBytes(BoardStepper<OrbPlayer, OrbInput> stepper) {
        out.clear();
        assertThat(stepper.board().writeDelta(0, out)).isTrue();
        return out.size();
    }

    private void play(BoardStepper<OrbPlayer, OrbInput> stepper, int steps) {
        for (int step = 0; step < steps; step++) {
            inputs.clear();
            for (int i = 0; i < 3; i++) {
                inputs.addInput(
                        random.nextInt(PLAYERS), step + 1, OrbInput.of(1 + random.nextInt(8), random.nextInt(10) == 0));
            }
            stepper.step(inputs);
            out.clear();
            stepper.board().writeDelta(0, out);
        }
    }
}
