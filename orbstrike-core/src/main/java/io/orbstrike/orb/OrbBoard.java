package io.orbstrike.orb;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardContext;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.PlayerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * A board of orb.
 *
 * <p>Confined to the tick thread.
 */
final class OrbBoard implements Board<OrbPlayer, OrbInput> {

    /* A step is, in this order:
     *
     *   1. rings drop whose energy is used up, the phase changes, joins, leaves, respawns, inputs, among them those that
     *      were held until energy was enough; this fixes each orb's (direction, ring);
     *   2. all living orbs move, but those that were placed in this step;
     *   3. deaths at the edge;
     *   4. deaths by rings, all from the positions after 2;
     *   5. energy, which is a function of time and so costs nothing here.
     *
     * The calls of a step come as joins, leaves, connection changes, inputs, tick. So the first call of a step begins it,
     * and the first call after the leaves lets the dead respawn; `stage` says how far the step is. In the scoreboard phase
     * parts 2 to 4 are left out.
     *
     * Everything that decides is in the columns, the wishes, phase and tick; wheels, grid and bit sets are indexes that a
     * restored board builds anew, and nothing depends on an order within them.
     */

    private enum Stage {
        ENTERED,
        RESPAWNED,
        DONE
    }

    private final OrbConstants constants;
    private final OrbColumns columns;
    private final RingGrid rings;
    private final OrbPlacement placement;
    private final OrbMovement movement;
    private final OrbChanges changes;
    private final OrbWishes wishes;
    private final DueWheel respawns;
    private final long[] respawning;
    private final int[] dueNow;
    private final ByteWriter scratch = new ByteWriter();
    private final ByteWriter nested = new ByteWriter();
    private final byte[] snapshotChunk = new byte[OrbSnapshot.CHUNK_BYTES];

    private OrbPhase phase = OrbPhase.PLAY;
    private long phaseStartTick = 1;
    private long tick;
    private Stage stage = Stage.DONE;

    OrbBoard(OrbConstants constants) {
        int maxPlayers = constants.maxPlayers;
        this.constants = constants;
        columns = new OrbColumns(constants, maxPlayers);
        rings = new RingGrid(columns);
        placement = new OrbPlacement(rings);
        movement = new OrbMovement(columns, rings);
        changes = new OrbChanges(columns);
        wishes = new OrbWishes(columns, rings, movement, changes);
        respawns = new DueWheel(maxPlayers);
        respawning = new long[(maxPlayers + 63) >>> 6];
        dueNow = new int[maxPlayers];
    }

    @Override
    public int maxPlayers() {
        return constants.maxPlayers;
    }

    @Override
    public Duration tickInterval() {
        return Duration.ofMillis(constants.tickIntervalMs);
    }

    @Override
    public void onJoin(int index, PlayerId player, OrbPlayer joinData, BoardContext context) {
        enter(context);
        if (columns.isPresent(index)) {
            throw new IllegalStateException("index " + index + ": taken by player " + columns.player[index]);
        }
        columns.join(index, player.value(), joinData.name().getBytes(StandardCharsets.UTF_8), joinData.color());
        place(index, context);
        changes.addPlaced(index, true);
    }

    @Override
    public void onLeave(int index, BoardContext context) {
        enter(context);
        requirePresent(index);
        if (stage != Stage.DONE) {
            changes.addRemoved(index);
        }
        wishes.onGone(index);
        respawns.cancel(index);
        respawning[index >>> 6] &= ~(1L << index);
        columns.remove(index);
    }

    @Override
    public void onDisconnected(int index, BoardContext context) {
        onInput(index, OrbInput.NEUTRAL, context);
    }

    @Override
    public void onInput(int index, OrbInput input, BoardContext context) {
        respawn(context);
        requirePresent(index);
        wishes.change(index, input.motion());
    }

    @Override
    public void tick(BoardContext context) {
        respawn(context);
        wishes.follow(tick);
        changes.freeze(tick);
        if (phase == OrbPhase.PLAY) {
            for (int i = 0; i < changes.placedCount(); i++) {
                movement.hold(changes.placed(i));
            }
            movement.move(radius());
            dieAtEdge(context);
            dieByRings(context);
        }
        stage = Stage.DONE;
    }

    @Override
    public void writeKeyframe(int section, ByteWriter out) {
        OrbKeyframe.write(columns, phase, phaseStartTick, tick, scratch, nested, out);
    }

    @Override
    public boolean writeDelta(int section, ByteWriter out) {
        return changes.writeDelta(phase, phaseStartTick, out);
    }

    @Override
    public void writeSnapshot(int version, ByteWriter out) {
        OrbSnapshot.write(this, out);
    }

    /** Memory for {@link OrbSnapshot}. */
    byte[] snapshotChunk() {
        return snapshotChunk;
    }

    OrbColumns columns() {
        return columns;
    }

    OrbPhase phase() {
        return phase;
    }

    long phaseStartTick() {
        return phaseStartTick;
    }

    long tick() {
        return tick;
    }

    OrbWishes wishes() {
        return wishes;
    }

    /** Goes on from columns and wishes that were read from a snapshot. */
    void resume(OrbPhase snapshotPhase, long snapshotPhaseStartTick, long snapshotTick) {
        phase = snapshotPhase;
        phaseStartTick = snapshotPhaseStartTick;
        tick = snapshotTick;
        for (int index = 0; index < columns.bound; index++) {
            if (columns.isAlive(index)) {
                wishes.resume(index, tick);
            } else if (columns.isPresent(index)) {
                respawns.schedule(index, columns.respawnTick[index]);
            }
        }
    }

    private void enter(BoardContext context) {
        if (context.tick() == tick) {
            return;
        }
        tick = context.tick();
        stage = Stage.ENTERED;
        changes.clear();
        wishes.dropDue(tick);
        int count = respawns.take(tick, dueNow);
        for (int i = 0; i < count; i++) {
            respawning[dueNow[i] >>> 6] |= 1L << dueNow[i];
        }
        changePhase(context);
    }

    private void changePhase(BoardContext context) {
        if (constants.roundTicks == 0) {
            return;
        }
        boolean playing = phase == OrbPhase.PLAY;
        if (tick - phaseStartTick < (playing ? constants.roundTicks : constants.scoreboardTicks)) {
            return;
        }
        phaseStartTick = tick;
        if (playing) {
            phase = OrbPhase.SCOREBOARD;
            changes.addPhase();
        } else {
            phase = OrbPhase.PLAY;
            changes.addRound();
            startRound(context);
        }
    }

    private void startRound(BoardContext context) {
        wishes.clearDue();
        rings.clear();
        respawns.clear();
        Arrays.fill(respawning, 0L);
        for (int index = 0; index < columns.bound; index++) {
            if (columns.isPresent(index)) {
                columns.kills[index] = 0;
                columns.deaths[index] = 0;
                place(index, context);
                changes.addPlaced(index, false);
            }
        }
    }

    private void respawn(BoardContext context) {
        enter(context);
        if (stage != Stage.ENTERED) {
            return;
        }
        stage = Stage.RESPAWNED;
        for (int word = 0; word < respawning.length; word++) {
            for (long bits = respawning[word]; bits != 0; bits &= bits - 1) {
                int index = (word << 6) + Long.numberOfTrailingZeros(bits);
                place(index, context);
                changes.addPlaced(index, false);
            }
            respawning[word] = 0;
        }
    }

    private void place(int index, BoardContext context) {
        placement.choose(radius(), context.random());
        columns.place(index, placement.x(), placement.y(), 0, tick + constants.protectionTicks, tick);
        wishes.onPlaced(index, tick);
    }

    private void dieAtEdge(BoardContext context) {
        for (int i = 0; i < movement.outsideCount(); i++) {
            die(movement.outside(i), RingGrid.NONE, context);
        }
    }

    private void dieByRings(BoardContext context) {
        if (rings.isEmpty()) {
            return;
        }
        for (int i = 0; i < movement.nearRingCount(); i++) {
            int index = movement.nearRing(i);
            int killer = rings.killerAt(columns.x[index], columns.y[index], tick);
            if (killer != RingGrid.NONE) {
                columns.credit(killer, tick);
                wishes.onRefilled(killer);
                die(index, killer, context);
            }
        }
    }

    private void die(int index, int by, BoardContext context) {
        wishes.onDied(index);
        changes.addDeath(index, by);
        if (constants.respawnTicks > 0) {
            columns.kill(index, tick + constants.respawnTicks);
            respawns.schedule(index, tick + constants.respawnTicks);
        } else {
            columns.kill(index, 0);
            scratch.clear();
            OrbChanges.writeDeath(index, by, true, scratch);
            context.eliminate(index, scratch.toByteArray());
        }
    }

    private void requirePresent(int index) {
        if (!columns.isPresent(index)) {
            throw new IllegalStateException("index " + index + ": holds no player");
        }
    }

    private int radius() {
        return constants.radiusAt(phase, tick - phaseStartTick);
    }
}
