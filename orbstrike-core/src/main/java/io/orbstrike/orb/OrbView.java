package io.orbstrike.orb;

import io.orbstrike.board.BoardView;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.FrameKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A board of orb as one client knows it: exactly the numbers that the board has at the tick of the newest frame.
 *
 * <p>Players are known by their index; indexes run from 0 to {@link #indexBound()} - 1, and some of them may be free.
 * Lengths and coordinates are in 1/1024 unit with the circle's centre at (0, 0), energy is in 1/1000 of a point.
 * Accessors but {@link #isKnown()} and {@link #tick()} throw {@link IllegalStateException} before the first keyframe, and
 * {@link IndexOutOfBoundsException} for an index outside of the bound.
 *
 * <p>To predict an orb: in each step it moves by the velocity of its direction, by none while its ring is up or the
 * phase is {@link OrbPhase#SCOREBOARD}.
 *
 * <p>Confined to the thread that decodes frames.
 */
public final class OrbView implements BoardView {

    /** How many parts a unit of length has in coordinates, velocities and radii. */
    public static final int PARTS_PER_UNIT = OrbConstants.PARTS_PER_UNIT;

    private static final ByteReader NOTHING_CHANGED = new ByteReader(new byte[0]);

    private final ByteWriter scratch = new ByteWriter();
    private final ByteWriter nested = new ByteWriter();
    private @Nullable OrbScene scene;
    private long tick;
    private boolean deltaExpected;

    /** Makes a view that knows nothing. */
    public OrbView() {}

    @Override
    public void onFrameStart(long frameTick, FrameKind kind) {
        deltaExpected = kind == FrameKind.DELTA;
        if (kind == FrameKind.KEYFRAME) {
            scene = null;
        }
        if (kind != FrameKind.LAST) {
            tick = frameTick;
        }
    }

    @Override
    public void onKeyframe(int section, ByteReader in) {
        scene = null;
        deltaExpected = false;
        scene = OrbScene.ofKeyframe(in, tick);
    }

    @Override
    public void onDelta(int section, ByteReader in) {
        OrbScene known = scene;
        if (known == null) {
            throw in.malformed("a delta before the first keyframe");
        }
        deltaExpected = false;
        known.apply(in, tick);
    }

    @Override
    public void onSectionGone(int section) {
        scene = null;
    }

    @Override
    public void onFrameEnd() {
        OrbScene known = scene;
        if (deltaExpected && known != null) {
            deltaExpected = false;
            known.apply(NOTHING_CHANGED, tick);
        }
    }

    @Override
    public void writeKeyframe(int section, ByteWriter out) {
        OrbScene shown = scene;
        if (shown != null) {
            OrbKeyframe.write(shown.columns(), shown.phase(), shown.phaseStartTick(), tick, scratch, nested, out);
        }
    }

    /** {@return whether there was a keyframe, and nothing has made it void since} */
    public boolean isKnown() {
        return scene != null;
    }

    /** {@return the step that the view shows; 0 before the first frame} */
    public long tick() {
        return tick;
    }

    /** {@return how many players fit; 1 to 100,000} */
    public int maxPlayers() {
        return constants().maxPlayers;
    }

    /** {@return the time between two steps} */
    public Duration tickInterval() {
        return Duration.ofMillis(constants().tickIntervalMs);
    }

    /** {@return the radius of the circle now, in 1/1024 unit} */
    public int radius() {
        return constants().radiusAt(phase(), tick - phaseStartTick());
    }

    /** {@return the radius of the circle before it shrinks, in 1/1024 unit} */
    public int radiusAtStart() {
        return constants().radius;
    }

    /** {@return the radius of an orb's body, in 1/1024 unit} */
    public int bodyRadius() {
        return constants().bodyRadius;
    }

    /** {@return the radius of a raised ring, in 1/1024 unit} */
    public int ringRadius() {
        return constants().ringRadius;
    }

    /**
     * How far an orb moves along x in a step.
     *
     * @param direction 0 to 8, as in {@link OrbInput}
     * @return in 1/1024 unit
     */
    public int velocityX(int direction) {
        return constants().velocityX(Objects.checkIndex(direction, OrbInput.DIRECTIONS));
    }

    /**
     * How far an orb moves along y in a step.
     *
     * @param direction 0 to 8, as in {@link OrbInput}
     * @return in 1/1024 unit
     */
    public int velocityY(int direction) {
        return constants().velocityY(Objects.checkIndex(direction, OrbInput.DIRECTIONS));
    }

    /** {@return the greatest energy in 1/1000; 0 if rings cost none} */
    public int energyMax() {
        return constants().energyMax;
    }

    /** {@return the least energy in 1/1000 after a step with which a ring may be raised in the next} */
    public int energyToRaise() {
        return constants().energyToRaise;
    }

    /** {@return what a raised ring costs in a step, in 1/1000} */
    public int energyDrainPerTick() {
        return constants().energyDrain;
    }

    /** {@return what comes back in a step with the ring down, in 1/1000} */
    public int energyGainPerTick() {
        return constants().energyGain;
    }

    /** {@return what the board is doing} */
    public OrbPhase phase() {
        return known().phase();
    }

    /** {@return the first step of the phase, 1 and above} */
    public long phaseStartTick() {
        return known().phaseStartTick();
    }

    /** {@return the first step of the next phase, or 0 if this one does not end} */
    public long phaseEndTick() {
        OrbConstants constants = constants();
        int lasts = phase() == OrbPhase.PLAY ? constants.roundTicks : constants.scoreboardTicks;
        return lasts == 0 ? 0 : phaseStartTick() + lasts;
    }

    /** {@return the bound of the indexes in use, 0 and above} */
    public int indexBound() {
        return columns().bound;
    }

    /**
     * The index of a player.
     *
     * @param player his id's value
     * @return 0 and above, or -1 if he is not on the board
     */
    public int indexOf(long player) {
        OrbColumns columns = columns();
        for (int index = 0; index < columns.bound; index++) {
            if (columns.isPresent(index) && columns.player[index] == player) {
                return index;
            }
        }
        return -1;
    }

    /**
     * Whether an index holds a player.
     *
     * @param index 0 and above; above the bound there is none
     * @return true if so
     */
    public boolean isPresent(int index) {
        return index < columns().bound && columns().isPresent(index);
    }

    /**
     * Whether an index holds a player whose orb lives.
     *
     * @param index 0 and above; above the bound there is none
     * @return true if so
     */
    public boolean isAlive(int index) {
        return index < columns().bound && columns().isAlive(index);
    }

    /**
     * A player's id.
     *
     * @param index of the player
     * @return the id's value, 1 and above; 0 if the index is free
     */
    public long player(int index) {
        return columns().player[checked(index)];
    }

    /**
     * A player's name.
     *
     * @param index of the player
     * @return at most 50 code points; empty if the index is free
     */
    public String name(int index) {
        return new String(columns().names.get(checked(index)), StandardCharsets.UTF_8);
    }

    /**
     * A player's colour.
     *
     * @param index of the player
     * @return 0 to 4
     */
    public int color(int index) {
        return columns().color[checked(index)];
    }

    /**
     * Where an orb is.
     *
     * @param index of the player
     * @return x in 1/1024 unit; 0 if the orb is not alive
     */
    public int x(int index) {
        return columns().x[checked(index)];
    }

    /**
     * Where an orb is.
     *
     * @param index of the player
     * @return y in 1/1024 unit; 0 if the orb is not alive
     */
    public int y(int index) {
        return columns().y[checked(index)];
    }

    /**
     * The direction in which an orb moves, or would move if its ring were down.
     *
     * @param index of the player
     * @return 0 to 8, as in {@link OrbInput}
     */
    public int direction(int index) {
        return OrbMotion.direction(columns().motion[checked(index)]);
    }

    /**
     * Whether an orb's ring is up.
     *
     * @param index of the player
     * @return true if so
     */
    public boolean isRingUp(int index) {
        return columns().isRingUp(checked(index));
    }

    /**
     * Whether in this step an orb is immune to rings and its own does not kill.
     *
     * @param index of the player
     * @return true if so
     */
    public boolean isProtected(int index) {
        return protectedUntilTick(index) > 0;
    }

    /**
     * When an orb's protection ends.
     *
     * @param index of the player
     * @return the first step without it, or 0 if there is none now
     */
    public long protectedUntilTick(int index) {
        return columns().protectedTickAhead(checked(index), tick);
    }

    /**
     * An orb's energy after this step.
     *
     * @param index of the player
     * @return 0 to {@link #energyMax()}, in 1/1000
     */
    public int energy(int index) {
        return columns().energyAt(checked(index), tick);
    }

    /**
     * How many a player has killed in this round.
     *
     * @param index of the player
     * @return 0 and above
     */
    public int kills(int index) {
        return columns().kills[checked(index)];
    }

    /**
     * How often a player has died in this round.
     *
     * @param index of the player
     * @return 0 and above
     */
    public int deaths(int index) {
        return columns().deaths[checked(index)];
    }

    /**
     * When a dead orb is expected back; it is back when a frame says so.
     *
     * @param index of the player
     * @return the step in which it respawns, or 0 if it lives
     */
    public long respawnTick(int index) {
        return columns().respawnTick[checked(index)];
    }

    /** {@return how many deaths the newest frame told, 0 and above} */
    public int deathCount() {
        return known().deathCount();
    }

    /**
     * A death of the newest frame.
     *
     * @param i 0 to {@link #deathCount()} - 1: first those at the edge, then those by rings
     * @return the death
     */
    public OrbDeath death(int i) {
        return known().death(i);
    }

    /**
     * The players of the round, the best first: most kills, then fewest deaths, then the lowest id. In the scoreboard
     * phase the first is the winner.
     *
     * @return their indexes
     */
    public int[] standings() {
        OrbColumns columns = columns();
        return IntStream.range(0, columns.bound)
                .filter(columns::isPresent)
                .boxed()
                .sorted(columns::compareStandings)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private int checked(int index) {
        return Objects.checkIndex(index, columns().bound);
    }

    private OrbColumns columns() {
        return known().columns();
    }

    private OrbConstants constants() {
        return columns().constants;
    }

    private OrbScene known() {
        OrbScene known = scene;
        if (known == null) {
            throw new IllegalStateException("a view without a keyframe: wait for isKnown()");
        }
        return known;
    }
}
