package io.orbstrike.orb;

import io.orbstrike.board.BoardRandom;
import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.TickInputs;

/**
 * A board of orb with steady play: one player per 4,000 square units, 1 in 32 says something new in each tick.
 *
 * <p>Confined to one thread.
 */
public final class OrbWorkload {

    /* What keeps it stationary: an input is a new direction, never none, and with probability 1/10 the ring; so a tenth
     * wants the ring at any time, and on average for 32 ticks, far less than energy lasts. The dead are back in the next
     * step, anywhere in the circle, so nobody drifts to the edge. There are no rounds, whose shrinking circle would change
     * the density. Bodies, rings, speed, energy and protection are the rules' defaults.
     */

    private static final int SQUARE_UNITS_PER_PLAYER = 4_000;
    private static final int ONE_CHANGES_IN = 32;
    private static final int ONE_WANTS_RING_IN = 10;
    private static final int SETTLING_STEPS = 400;

    private final int players;
    private final BoardRandom random;
    private final OrbInput[] wishes;
    private final BoardStepper<OrbPlayer, OrbInput> stepper;
    private final TickInputs<OrbPlayer, OrbInput> inputs = new TickInputs<>();
    private int changesDue;
    private long sequence;

    private OrbWorkload(int players, long seed) {
        this.players = players;
        random = new BoardRandom(seed);
        wishes = new OrbInput[players];
        stepper = BoardStepper.create(new OrbType(), rules(players), seed);
    }

    /**
     * Makes a full board and plays until it is in a steady state.
     *
     * @param players 1 to 100,000, beyond what rules allow
     * @param seed any 64 bits
     * @return a board in play
     */
    public static OrbWorkload settled(int players, long seed) {
        OrbWorkload workload = new OrbWorkload(players, seed);
        workload.join();
        workload.wishAnew();
        for (int i = 0; i < SETTLING_STEPS; i++) {
            workload.step();
        }
        return workload;
    }

    /**
     * The rules of a board for so many players.
     *
     * @param players 1 and above
     * @return rules by which the number of players stays
     */
    public static OrbRules rules(int players) {
        return OrbRules.builder()
                .maxPlayers(players)
                .radius((int) Math.sqrt(SQUARE_UNITS_PER_PLAYER * (double) players / Math.PI))
                .respawnMs(0)
                .withoutRounds()
                .buildUnchecked();
    }

    /**
     * What a player says next.
     *
     * @param random where it is drawn from
     * @return a direction, and one time in ten the ring
     */
    public static OrbInput drawInput(BoardRandom random) {
        return OrbInput.of(1 + random.nextInt(OrbInput.DIRECTIONS - 1), random.nextInt(ONE_WANTS_RING_IN) == 0);
    }

    /** {@return how many players there are} */
    public int players() {
        return players;
    }

    /** {@return the board with what a step needs} */
    public BoardStepper<OrbPlayer, OrbInput> stepper() {
        return stepper;
    }

    /** Simulates a step in which 1 player in 32 says something new. */
    public void step() {
        stepper.step(nextInputs());
    }

    /**
     * The inputs of a step in which 1 player in 32 says something new.
     *
     * @return valid until the next call
     */
    public TickInputs<OrbPlayer, OrbInput> nextInputs() {
        inputs.clear();
        sequence++;
        for (changesDue += players; changesDue >= ONE_CHANGES_IN; changesDue -= ONE_CHANGES_IN) {
            say(random.nextInt(players), drawInput(random));
        }
        return inputs;
    }

    /** Simulates a step in which everybody turns by 45 degrees. */
    public void turnAll() {
        inputs.clear();
        sequence++;
        for (int index = 0; index < players; index++) {
            OrbInput wish = wishes[index];
            say(index, OrbInput.of(1 + wish.direction() % (OrbInput.DIRECTIONS - 1), wish.isRingWanted()));
        }
        stepper.step(inputs);
    }

    /**
     * The same board, as it is now, as objects in a hash map.
     *
     * @return a copy that goes on by itself
     */
    public HashMapOrbs toHashMap() {
        ByteWriter out = new ByteWriter();
        stepper.writeSnapshot(1, out);
        ByteReader in = new ByteReader(out.toByteArray());
        long tick = in.readVarint();
        BoardRandom boardRandom = new BoardRandom(in.readFixed64());
        return new HashMapOrbs((OrbBoard) stepper.board(), tick, boardRandom);
    }

    private void join() {
        for (int index = 0; index < players; index++) {
            inputs.addJoin(
                    index,
                    new PlayerId(index + 1),
                    new OrbPlayer("player" + (10 + index % 90), index % OrbPlayer.COLORS));
        }
        stepper.step(inputs);
    }

    private void wishAnew() {
        inputs.clear();
        sequence++;
        for (int index = 0; index < players; index++) {
            say(index, drawInput(random));
        }
        stepper.step(inputs);
    }

    private void say(int index, OrbInput input) {
        wishes[index] = input;
        inputs.addInput(index, sequence, input);
    }
}
