package io.orbstrike.server.bots;

import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.BoardView;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.TickInputs;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import java.util.function.UnaryOperator;

/** A real board of orb, stepped by hand, with players 1 to n at the indexes 0 to n - 1. */
final class OrbTable {

    static final OrbType ORB = new OrbType();
    private static final int SECTION = 0;

    private final BoardStepper<OrbPlayer, OrbInput> stepper;
    private final TickInputs<OrbPlayer, OrbInput> inputs = new TickInputs<>();
    private final ByteWriter bytes = new ByteWriter();

    OrbTable(int players) {
        OrbRules rules = OrbRules.builder().maxPlayers(players).build();
        stepper = BoardStepper.create(ORB, rules, 7);
        for (int index = 0; index < players; index++) {
            inputs.addJoin(index, new PlayerId(index + 1), new OrbPlayer("p", 0));
            inputs.addConnected(index);
        }
        step();
    }

    void input(int index, long sequence, OrbInput input) {
        inputs.addInput(index, sequence, input);
    }

    long step() {
        stepper.step(inputs);
        inputs.clear();
        return stepper.tick();
    }

    /** Shows the board's whole state to a view. */
    void showKeyframe(BoardView view) {
        bytes.clear();
        stepper.board().writeKeyframe(SECTION, bytes);
        show(view, FrameKind.KEYFRAME, bytes.toByteArray());
    }

    /** Shows the last step to a view; a keyframe if there is no delta. */
    FrameKind showDelta(BoardView view) {
        return showDelta(view, delta -> delta);
    }

    /** Shows the last step to a view, changed on its way. */
    FrameKind showDelta(BoardView view, UnaryOperator<byte[]> change) {
        bytes.clear();
        if (stepper.board().writeDelta(SECTION, bytes)) {
            show(view, FrameKind.DELTA, change.apply(bytes.toByteArray()));
            return FrameKind.DELTA;
        }
        showKeyframe(view);
        return FrameKind.KEYFRAME;
    }

    private void show(BoardView view, FrameKind kind, byte[] state) {
        view.onFrameStart(stepper.tick(), kind);
        if (kind == FrameKind.KEYFRAME) {
            view.onKeyframe(SECTION, new ByteReader(state));
        } else {
            view.onDelta(SECTION, new ByteReader(state));
        }
        view.onFrameEnd();
    }
}
