package io.orbstrike.orb;

import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.TickInputs;

/** A board for tests of single rules: orbs are put where the test wants them. Its view follows by frames. */
final class OrbTable {

    private static final OrbType TYPE = new OrbType();

    final BoardStepper<OrbPlayer, OrbInput> stepper;
    final OrbView view = TYPE.view();
    private final OrbBoard board;
    private final TickInputs<OrbPlayer, OrbInput> inputs = new TickInputs<>();

    OrbTable(OrbRules rules) {
        stepper = BoardStepper.create(TYPE, rules, 1);
        board = (OrbBoard) stepper.board();
    }

    /** A player joins with the next step; his id is his index + 1. */
    OrbTable join(int index) {
        return join(index, index + 1L);
    }

    OrbTable join(int index, long player) {
        inputs.addJoin(index, new PlayerId(player), new OrbPlayer("p" + player, index % OrbPlayer.COLORS));
        return this;
    }

    OrbTable leave(int index) {
        inputs.addLeave(index);
        return this;
    }

    OrbTable disconnect(int index) {
        inputs.addDisconnected(index);
        return this;
    }

    OrbTable want(int index, int direction) {
        inputs.addInput(index, 1, OrbInput.of(direction, false));
        return this;
    }

    OrbTable wantRing(int index, int direction) {
        inputs.addInput(index, 1, OrbInput.of(direction, true));
        return this;
    }

    /** Puts a living orb, whose ring is down, at a place in units; the view learns it from a keyframe. */
    OrbTable put(int index, double x, double y) {
        OrbColumns columns = board.columns();
        if (!columns.isAlive(index) || columns.isRingUp(index)) {
            throw new IllegalStateException("only a living orb with its ring down can be put elsewhere");
        }
        columns.x[index] = (int) Math.round(x * OrbView.PARTS_PER_UNIT);
        columns.y[index] = (int) Math.round(y * OrbView.PARTS_PER_UNIT);
        refresh();
        return this;
    }

    /** Simulates a step and shows it to the view. */
    OrbTable step() {
        stepper.step(inputs);
        inputs.clear();
        OrbPlay.show(stepper, view);
        return this;
    }

    OrbTable step(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
        return this;
    }

    /** Steps until protection is over for those who are there. */
    OrbTable unprotected() {
        return step(board.columns().constants.protectionTicks);
    }

    double x(int index) {
        return view.x(index) / (double) OrbView.PARTS_PER_UNIT;
    }

    double y(int index) {
        return view.y(index) / (double) OrbView.PARTS_PER_UNIT;
    }

    private void refresh() {
        view.onFrameStart(stepper.tick(), FrameKind.KEYFRAME);
        view.onKeyframe(0, new ByteReader(OrbPlay.keyframeBytes(stepper)));
        view.onFrameEnd();
    }
}
