package io.orbstrike.board;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A board together with what a step needs beside it: the tick number, the random, and what the board caused in the last
 * step. It is the deterministic half of a host, and all that a replay needs.
 *
 * <p>Confined to the tick thread.
 *
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
public final class BoardStepper<J, I> {

    private final Board<J, I> board;
    private final BoardRandom random;
    private final Context context = new Context();
    private final Applier applier = new Applier();
    private final List<Elimination> eliminations = new ArrayList<>();
    private final List<PlayerEvent> events = new ArrayList<>();
    private long tick;
    private byte @Nullable [] result;

    private BoardStepper(Board<J, I> board, BoardRandom random, long tick) {
        this.board = board;
        this.random = random;
        this.tick = tick;
    }

    /**
     * Starts a new board at tick 0.
     *
     * @param type the game
     * @param rules decoded and checked
     * @param seed any 64 bits
     * @param <R> the rules
     * @param <J> what a player brings when he joins
     * @param <I> what a player wants
     * @return a stepper that has simulated nothing
     * @throws InvalidValueException if rules do not go together
     */
    public static <R, J, I> BoardStepper<J, I> create(BoardType<R, J, I> type, R rules, long seed) {
        return new BoardStepper<>(type.create(rules, seed), new BoardRandom(seed), 0);
    }

    /**
     * Continues a board from what {@link #writeSnapshot} wrote.
     *
     * @param type the game
     * @param in the bytes, read to their end
     * @param <J> what a player brings when he joins
     * @param <I> what a player wants
     * @return a stepper that goes on exactly as the one that wrote them
     * @throws UnreadableSnapshotException if they are damaged or of a version that the type does not read
     */
    public static <J, I> BoardStepper<J, I> restore(BoardType<?, J, I> type, ByteReader in) {
        try {
            long tick = in.readVarint();
            long randomState = in.readFixed64();
            int version = in.readVarint("snapshot version", 1, Integer.MAX_VALUE);
            SnapshotVersions readable = type.snapshotVersions();
            if (!readable.contains(version)) {
                throw new UnreadableSnapshotException(
                        "board type " + type.name() + ", snapshot version " + version + ": this build reads "
                                + readable.oldest() + " to " + readable.newest(),
                        null);
            }
            Board<J, I> board = type.restore(version, in);
            in.requireEnd();
            return new BoardStepper<>(board, new BoardRandom(randomState), tick);
        } catch (MalformedBytesException | InvalidValueException e) {
            throw new UnreadableSnapshotException(
                    "board type " + type.name() + ": damaged snapshot, " + e.getMessage(), e);
        }
    }

    /**
     * The board itself, for its encoders and its bounds.
     *
     * @return always the same object
     */
    public Board<J, I> board() {
        return board;
    }

    /**
     * How many steps were simulated.
     *
     * @return 0 and above
     */
    public long tick() {
        return tick;
    }

    /**
     * Simulates one step: applies the inputs, ticks, and takes eliminated players off the board.
     *
     * @param inputs left unchanged
     */
    public void step(TickInputs<J, I> inputs) {
        eliminations.clear();
        events.clear();
        tick++;
        inputs.forEach(applier);
        board.tick(context);
        for (int i = 0; i < eliminations.size(); i++) {
            board.onLeave(eliminations.get(i).index(), context);
        }
    }

    /**
     * Whom the last step eliminated.
     *
     * @return valid until the next step, not to be changed
     */
    public List<Elimination> eliminations() {
        return eliminations;
    }

    /**
     * What the last step sent to single players, in order.
     *
     * @return valid until the next step, not to be changed
     */
    public List<PlayerEvent> events() {
        return events;
    }

    /**
     * The result with which the board closed itself.
     *
     * @return the result in the game's own encoding, or null while the board is open
     */
    public byte @Nullable [] result() {
        return result;
    }

    /**
     * Writes tick, random and board.
     *
     * @param version one of the type's snapshot versions
     * @param out receives the bytes; what it held before stays
     */
    public void writeSnapshot(int version, ByteWriter out) {
        out.writeVarint(tick);
        out.writeFixed64(random.state());
        out.writeVarint(version);
        board.writeSnapshot(version, out);
    }

    /**
     * A player whose stay the board ended.
     *
     * @param index the player's place
     * @param detail what he is told, in the game's own encoding
     */
    @SuppressWarnings("ArrayRecordComponent") // carried once from the board to the frame, never compared
    public record Elimination(int index, byte[] detail) {}

    /**
     * Something that the board sent to one player.
     *
     * @param index the player's place
     * @param event in the game's own encoding
     */
    @SuppressWarnings("ArrayRecordComponent") // carried once from the board to the frame, never compared
    public record PlayerEvent(int index, byte[] event) {}

    private final class Context implements BoardContext {

        @Override
        public long tick() {
            return tick;
        }

        @Override
        public BoardRandom random() {
            return random;
        }

        @Override
        public void eliminate(int index, byte[] detail) {
            requireNonNull(detail, "detail");
            for (int i = 0; i < eliminations.size(); i++) {
                if (eliminations.get(i).index() == index) {
                    return;
                }
            }
            eliminations.add(new Elimination(index, detail));
        }

        @Override
        public void sendEvent(int index, byte[] event) {
            events.add(new PlayerEvent(index, requireNonNull(event, "event")));
        }

        @Override
        public void close(byte[] finalResult) {
            if (result == null) {
                result = requireNonNull(finalResult, "result");
            }
        }
    }

    private final class Applier implements TickInputs.Receiver<J, I> {

        @Override
        public void onJoin(int index, long player, J joinData) {
            board.onJoin(index, new PlayerId(player), joinData, context);
        }

        @Override
        public void onLeave(int index) {
            board.onLeave(index, context);
        }

        @Override
        public void onConnected(int index) {
            board.onConnected(index, context);
        }

        @Override
        public void onDisconnected(int index) {
            board.onDisconnected(index, context);
        }

        @Override
        public void onInput(int index, long sequence, I input) {
            board.onInput(index, input, context);
        }
    }
}
