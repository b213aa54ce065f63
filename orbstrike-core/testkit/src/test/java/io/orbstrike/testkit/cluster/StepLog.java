package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.TickInputs;
import io.orbstrike.host.TickRecorder;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.testkit.board.CounterType;
import java.util.ArrayList;
import java.util.List;

/** Keeps every step of every board of the counter type, wherever it was made. */
final class StepLog implements TickRecorder {

    private final CounterType type = new CounterType();
    private final List<Step> steps = new ArrayList<>();

    @Override
    @SuppressWarnings("unchecked") // boards of other types are not kept
    public void onStep(BoardId board, long epoch, long tick, TickInputs<?, ?> inputs) {
        ByteWriter encoded = new ByteWriter();
        ((TickInputs<String, Integer>) inputs).encode(type, encoded);
        steps.add(new Step(board, epoch, tick, encoded.toByteArray()));
    }

    private List<Step> of(BoardId board) {
        return steps.stream().filter(step -> step.board.equals(board)).toList();
    }

    /** The last step of a board. */
    Step last(BoardId board) {
        List<Step> all = of(board);
        return all.get(all.size() - 1);
    }

    /** I2: epoch and tick rise from step to step, so no two gameservers have ticked the board at once. */
    void shouldRise(BoardId board) {
        Step before = new Step(board, 0, 0, new byte[0]);
        for (Step step : of(board)) {
            boolean rises = step.epoch > before.epoch || (step.epoch == before.epoch && step.tick == before.tick + 1);
            assertThat(rises).as("%s after %s", step, before).isTrue();
            before = step;
        }
    }

    /** No step of a board is lost or made twice, whoever made it. */
    void shouldBeWhole(BoardId board) {
        shouldRise(board);
        long tick = 0;
        for (Step step : of(board)) {
            tick++;
            assertThat(step.tick).as("tick of %s", step).isEqualTo(tick);
        }
    }

    /** The board as it would be if it had made all these steps in one place. */
    byte[] replayed(BoardSpec spec) {
        BoardType<Integer, String, Integer> game = type;
        BoardStepper<String, Integer> stepper =
                BoardStepper.create(game, game.rulesCodec().decode(spec.rules()), spec.seed());
        for (Step step : of(spec.id())) {
            stepper.step(TickInputs.decode(game, new ByteReader(step.inputs)));
        }
        ByteWriter state = new ByteWriter();
        stepper.board().writeSnapshot(stepper.board().newestSnapshotVersion(), state);
        return state.toByteArray();
    }

    /** A step that is about to be made. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Step(BoardId board, long epoch, long tick, byte[] inputs) {
        @Override
        public String toString() {
            return "step " + epoch + "/" + tick;
        }
    }
}
