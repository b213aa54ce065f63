package io.orbstrike.testkit.board;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.Admission;
import io.orbstrike.board.Board;
import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.BoardStepper.Elimination;
import io.orbstrike.board.BoardStepper.PlayerEvent;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.TickInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A board that is played without a host: what is asked for is collected, and happens with the next {@link #step()}. It
 * keeps a host's promises: a player gets the lowest free index, after the board has admitted him; only players with a
 * stream have inputs; a board that has closed is not stepped.
 *
 * <p>Confined to one thread.
 *
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
public final class BoardPlay<J, I> {

    private final BoardType<?, J, I> type;
    private final BoardStepper<J, I> stepper;
    private final TickInputs<J, I> inputs = new TickInputs<>();
    private final TreeMap<Integer, Player> players = new TreeMap<>();
    private final List<J> pending = new ArrayList<>();
    private final List<Integer> leaving = new ArrayList<>();
    private long playersEver;
    private byte[] lastInputs = {};

    private BoardPlay(BoardType<?, J, I> type, BoardStepper<J, I> stepper) {
        this.type = type;
        this.stepper = stepper;
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
     * @return a play without players
     */
    public static <R, J, I> BoardPlay<J, I> create(BoardType<R, J, I> type, R rules, long seed) {
        return new BoardPlay<>(type, BoardStepper.create(type, rules, seed));
    }

    /**
     * The board.
     *
     * @return for its encoders and bounds
     */
    public Board<J, I> board() {
        return stepper.board();
    }

    /**
     * How many steps were simulated.
     *
     * @return 0 and above
     */
    public long tick() {
        return stepper.tick();
    }

    /**
     * Whether the board has closed itself.
     *
     * @return true from the step on that closed it
     */
    public boolean isClosed() {
        return stepper.result() != null;
    }

    /**
     * The result with which the board closed itself.
     *
     * @return the bytes
     * @throws NullPointerException if it is open
     */
    public byte[] result() {
        return requireNonNull(stepper.result(), "result");
    }

    /**
     * The indexes of those who are on the board, or join it with the next step.
     *
     * @return rising
     */
    public List<Integer> players() {
        return List.copyOf(players.keySet());
    }

    /**
     * Whether a player has a stream, or gets it with the next step.
     *
     * @param index his place
     * @return false also if there is no such player
     */
    public boolean isConnected(int index) {
        Player player = players.get(index);
        return player != null && player.connected;
    }

    /**
     * Lets a player join, connected from the start, if there is a place and the board admits him.
     *
     * @param joinData what he brings
     * @return his index, or empty
     */
    public OptionalInt join(J joinData) {
        int index = lowestFreeIndex();
        if (index == board().maxPlayers()
                || board().admit(joinData, List.copyOf(pending)) instanceof Admission.Refused) {
            return OptionalInt.empty();
        }
        playersEver++;
        players.put(index, new Player());
        pending.add(joinData);
        inputs.addJoin(index, new PlayerId(playersEver), joinData);
        inputs.addConnected(index);
        return OptionalInt.of(index);
    }

    /**
     * Lets a player leave.
     *
     * @param index his place
     */
    public void leave(int index) {
        player(index);
        leaving.add(index);
        inputs.addLeave(index);
    }

    /**
     * Gives a player a stream again.
     *
     * @param index his place
     */
    public void connect(int index) {
        player(index).connected = true;
        inputs.addConnected(index);
    }

    /**
     * Takes a player's stream away.
     *
     * @param index his place
     */
    public void disconnect(int index) {
        player(index).connected = false;
        inputs.addDisconnected(index);
    }

    /**
     * Lets a player want something.
     *
     * @param index his place
     * @param input what he wants
     * @throws IllegalStateException if he has no stream
     */
    public void input(int index, I input) {
        Player player = player(index);
        if (!player.connected) {
            throw new IllegalStateException("player at " + index + " has no stream: connect him first");
        }
        player.sequence++;
        inputs.addInput(index, player.sequence, input);
    }

    /**
     * Simulates a step with what was collected.
     *
     * @throws IllegalStateException if the board has closed, or names an index at which nobody is
     */
    public void step() {
        if (isClosed()) {
            throw new IllegalStateException("the board closed at tick " + tick() + ": it takes no more steps");
        }
        ByteWriter out = new ByteWriter();
        inputs.encode(type, out);
        lastInputs = out.toByteArray();
        stepper.step(inputs);
        stepper.eliminations().forEach(elimination -> requirePlayer(elimination.index(), "eliminated"));
        stepper.events().forEach(event -> requirePlayer(event.index(), "sent an event to"));
        leaving.forEach(players::remove);
        stepper.eliminations().forEach(elimination -> players.remove(elimination.index()));
        inputs.clear();
        pending.clear();
        leaving.clear();
    }

    /**
     * Simulates steps in which nobody does anything but what was collected for the first.
     *
     * @param steps how many, fewer if the board closes
     */
    public void steps(int steps) {
        for (int i = 0; i < steps && !isClosed(); i++) {
            step();
        }
    }

    /**
     * What the last step was simulated with.
     *
     * @return encoded {@link TickInputs}, empty before the first step
     */
    public byte[] lastInputs() {
        return lastInputs.clone();
    }

    /**
     * Whom the last step eliminated.
     *
     * @return valid until the next step
     */
    public List<Elimination> eliminations() {
        return stepper.eliminations();
    }

    /**
     * What the last step sent to single players.
     *
     * @return in order, valid until the next step
     */
    public List<PlayerEvent> events() {
        return stepper.events();
    }

    /**
     * The whole state, with tick and random.
     *
     * @return what {@link BoardStepper#restore} reads
     */
    public byte[] snapshot() {
        return snapshot(board().newestSnapshotVersion());
    }

    /**
     * The whole state in a given version, with tick and random.
     *
     * @param version one of the type's
     * @return what {@link BoardStepper#restore} reads
     */
    public byte[] snapshot(int version) {
        ByteWriter out = new ByteWriter();
        stepper.writeSnapshot(version, out);
        return out.toByteArray();
    }

    /**
     * What a section's viewers see.
     *
     * @param section the section's id
     * @return the keyframe
     */
    public byte[] keyframe(int section) {
        ByteWriter out = new ByteWriter();
        board().writeKeyframe(section, out);
        return out.toByteArray();
    }

    private int lowestFreeIndex() {
        return IntStream.range(0, board().maxPlayers())
                .filter(index -> !players.containsKey(index))
                .findFirst()
                .orElse(board().maxPlayers());
    }

    private void requirePlayer(int index, String done) {
        if (!players.containsKey(index)) {
            throw new IllegalStateException("board type " + type.name() + " " + done + " index " + index + " at tick "
                    + tick() + ": players are at " + players.keySet());
        }
    }

    private Player player(int index) {
        Player player = players.get(index);
        if (player == null || leaving.contains(index)) {
            throw new IllegalStateException("nobody at " + index + ": players are at " + players.keySet());
        }
        return player;
    }

    private static final class Player {
        private boolean connected = true;
        private long sequence;
    }
}
