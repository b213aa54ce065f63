package io.orbstrike.benchmarks;

import io.orbstrike.board.BoardRandom;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.TickInputs;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A host as one writes it first: a queue of inputs and a queue of frames per player, and the whole state encoded anew for
 * every viewer. Game and encoder are ours, so what differs is the host alone.
 *
 * <p>Confined to one thread.
 */
final class NaiveHost {

    private static final int SECTION = 0;
    private static final int FRAMES_PER_CHANGE = 32;

    private static final class NaivePlayer {
        final Queue<OrbInput> inputs = new ConcurrentLinkedQueue<>();
        final Queue<byte[]> frames = new ConcurrentLinkedQueue<>();
        OrbInput wish = OrbInput.NEUTRAL;
    }

    private record NaiveBoard(OrbWorkload play, List<NaivePlayer> players) {}

    private final List<NaiveBoard> boards = new ArrayList<>();
    private final TickInputs<OrbPlayer, OrbInput> inputs = new TickInputs<>();
    private final BoardRandom random = new BoardRandom(1);
    private int turn;
    private long bytes;

    NaiveHost(Shape shape) {
        for (int i = 0; i < shape.boards(); i++) {
            List<NaivePlayer> players = new ArrayList<>();
            for (int player = 0; player < shape.players(); player++) {
                players.add(new NaivePlayer());
            }
            boards.add(new NaiveBoard(OrbWorkload.settled(shape.players(), i), players));
        }
    }

    /** The tick of one board after the other, with all that its players say and get; tells how many bytes they got. */
    long tickOneBoard() {
        NaiveBoard board = boards.get(turn);
        turn = (turn + 1) % boards.size();
        step(board);
        encode(board);
        board.players().forEach(this::receive);
        return bytes;
    }

    private void step(NaiveBoard board) {
        inputs.clear();
        for (int index = 0; index < board.players().size(); index++) {
            OrbInput last = lastOf(board.players().get(index).inputs);
            if (last != null) {
                inputs.addInput(index, 1, last);
            }
        }
        board.play().stepper().step(inputs);
    }

    private static @Nullable OrbInput lastOf(Queue<OrbInput> waiting) {
        OrbInput last = null;
        for (OrbInput next = waiting.poll(); next != null; next = waiting.poll()) {
            last = next;
        }
        return last;
    }

    private static void encode(NaiveBoard board) {
        for (NaivePlayer player : board.players()) {
            ByteWriter out = new ByteWriter();
            board.play().stepper().board().writeKeyframe(SECTION, out);
            player.frames.add(out.toByteArray());
        }
    }

    private void receive(NaivePlayer player) {
        for (byte[] frame = player.frames.poll(); frame != null; frame = player.frames.poll()) {
            bytes += frame.length;
        }
        if (random.nextInt(FRAMES_PER_CHANGE) == 0) {
            player.wish = OrbWorkload.drawInput(random);
        }
        player.inputs.add(player.wish);
    }
}
