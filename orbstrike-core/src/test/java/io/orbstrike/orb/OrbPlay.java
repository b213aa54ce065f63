package io.orbstrike.orb;

import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.TickInputs;
import java.util.Random;

/** Random players: who joins, leaves, is connected and wants what in each step, from a seed. */
final class OrbPlay {

    private static final OrbType TYPE = new OrbType();

    private final Random random;
    private final boolean[] taken;
    private final TickInputs<OrbPlayer, OrbInput> inputs = new TickInputs<>();
    private long lastPlayer;
    private long lastSequence;

    OrbPlay(int maxPlayers, long seed) {
        random = new Random(seed);
        taken = new boolean[maxPlayers];
    }

    /** What the next step brings; valid until the next call. */
    TickInputs<OrbPlayer, OrbInput> next() {
        inputs.clear();
        boolean[] before = taken.clone();
        for (int index = 0; index < taken.length; index++) {
            if (!taken[index] && random.nextInt(20) == 0) {
                taken[index] = true;
                lastPlayer += 1 + random.nextInt(3);
                inputs.addJoin(index, new PlayerId(lastPlayer), randomPlayer());
            }
        }
        for (int index = 0; index < taken.length; index++) {
            if (taken[index] && random.nextInt(400) == 0) {
                taken[index] = false;
                inputs.addLeave(index);
            }
        }
        for (int index = 0; index < taken.length; index++) {
            if (taken[index] && random.nextInt(100) == 0) {
                addConnectionChange(index);
            }
            // as in a host, who joins in a step can say something only in the next
            if (taken[index] && before[index] && random.nextInt(12) == 0) {
                inputs.addInput(index, ++lastSequence, OrbInput.of(random.nextInt(9), random.nextInt(3) == 0));
            }
        }
        return inputs;
    }

    /** Frees the indexes of those whom a step eliminated. */
    void onStepped(BoardStepper<OrbPlayer, OrbInput> stepper) {
        stepper.eliminations().forEach(elimination -> taken[elimination.index()] = false);
    }

    /** Hands the frame of a step to a view, as a host would send it. */
    static void show(BoardStepper<OrbPlayer, OrbInput> stepper, OrbView view) {
        ByteWriter out = new ByteWriter();
        boolean delta = view.isKnown() && stepper.board().writeDelta(0, out);
        view.onFrameStart(stepper.tick(), delta ? FrameKind.DELTA : FrameKind.KEYFRAME);
        if (delta) {
            view.onDelta(0, new ByteReader(out.toByteArray()));
        } else {
            stepper.board().writeKeyframe(0, out);
            view.onKeyframe(0, new ByteReader(out.toByteArray()));
        }
        view.onFrameEnd();
    }

    static OrbView keyframeOf(BoardStepper<OrbPlayer, OrbInput> stepper) {
        OrbView view = TYPE.view();
        view.onFrameStart(stepper.tick(), FrameKind.KEYFRAME);
        view.onKeyframe(0, new ByteReader(keyframeBytes(stepper)));
        view.onFrameEnd();
        return view;
    }

    static byte[] keyframeBytes(BoardStepper<OrbPlayer, OrbInput> stepper) {
        ByteWriter out = new ByteWriter();
        stepper.board().writeKeyframe(0, out);
        return out.toByteArray();
    }

    static byte[] keyframeBytes(OrbView view) {
        ByteWriter out = new ByteWriter();
        view.writeKeyframe(0, out);
        return out.toByteArray();
    }

    static byte[] deltaBytes(BoardStepper<OrbPlayer, OrbInput> stepper) {
        ByteWriter out = new ByteWriter();
        return stepper.board().writeDelta(0, out) ? out.toByteArray() : new byte[] {(byte) 0xFF};
    }

    static byte[] snapshotBytes(BoardStepper<OrbPlayer, OrbInput> stepper) {
        ByteWriter out = new ByteWriter();
        stepper.writeSnapshot(1, out);
        return out.toByteArray();
    }

    private void addConnectionChange(int index) {
        if (random.nextBoolean()) {
            inputs.addConnected(index);
        } else {
            inputs.addDisconnected(index);
        }
    }

    private OrbPlayer randomPlayer() {
        String[] names = {"", "ada", "Jürgen", "名前", "x".repeat(50), "\uD83D\uDE00"};
        return new OrbPlayer(names[random.nextInt(names.length)], random.nextInt(OrbPlayer.COLORS));
    }
}
