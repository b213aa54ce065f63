package io.orbstrike.orb;

import io.orbstrike.board.ByteReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The state that a view follows: columns as the board has them, from a keyframe on, changed by deltas.
 *
 * <p>Confined to the thread that decodes frames. After a {@link io.orbstrike.board.MalformedBytesException} it is of no
 * use. Memory is bounded by the greatest index told and by the bytes read.
 */
final class OrbScene {

    /* A delta's fields rise in the order in which they are applied: phase, removals, placements, (direction, ring)
     * entries, deaths. So it is applied while it is read; before the first death, or else at the end, all orbs move.
     */

    private static final int PHASE = 1;
    private static final int REMOVED = 2;
    private static final int PLACED = 3;
    private static final int MOTIONS = 4;
    private static final int DEATHS = 5;
    private static final int FIRST_CAPACITY = 16;

    private final OrbColumns columns;
    private final OrbFields fields;
    private final int[] velocityX;
    private final int[] velocityY;
    private final List<OrbDeath> deaths = new ArrayList<>();
    private int[] placed = new int[FIRST_CAPACITY];
    private int placedCount;
    private OrbPhase phase = OrbPhase.PLAY;
    private long phaseStartTick;

    private OrbScene(OrbConstants constants) {
        columns = new OrbColumns(constants, Math.min(FIRST_CAPACITY, constants.maxPlayers));
        fields = new OrbFields(constants);
        velocityX = constants.velocitiesByMotion(0);
        velocityY = constants.velocitiesByMotion(1);
    }

    static OrbScene ofKeyframe(ByteReader in, long tick) {
        OrbScene scene = null;
        while (in.remaining() > 0) {
            int tag = OrbWire.readTag(in);
            int field = OrbWire.field(tag);
            if (field == OrbKeyframe.CONSTANTS && scene == null) {
                scene = new OrbScene(OrbConstants.decode(OrbWire.readMessage(in, tag)));
            } else if (scene == null) {
                throw in.malformed("field " + field + " before the constants");
            } else if (field == OrbKeyframe.PHASE) {
                scene.readPhase(OrbWire.readMessage(in, tag));
            } else if (field == OrbKeyframe.ORBS) {
                scene.readOrb(OrbWire.readMessage(in, tag), tick);
            } else {
                in.skipField(OrbWire.type(tag));
            }
        }
        if (scene == null || scene.phaseStartTick == 0) {
            throw in.malformed("a keyframe without constants and phase");
        }
        return scene;
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

    int deathCount() {
        return deaths.size();
    }

    OrbDeath death(int i) {
        return deaths.get(i);
    }

    /** Applies the delta of a step. */
    void apply(ByteReader in, long tick) {
        placedCount = 0;
        deaths.clear();
        boolean moved = false;
        int lastField = 0;
        while (in.remaining() > 0) {
            int tag = OrbWire.readTag(in);
            int field = OrbWire.field(tag);
            if (field > DEATHS) {
                in.skipField(OrbWire.type(tag));
                continue;
            }
            if (field < lastField) {
                throw in.malformed("field " + field + " after field " + lastField);
            }
            lastField = field;
            if (field == DEATHS && !moved) {
                move();
                moved = true;
            }
            readChange(OrbWire.readMessage(in, tag), field, tick);
        }
        if (!moved) {
            move();
        }
    }

    private void readChange(ByteReader in, int field, long tick) {
        switch (field) {
            case PHASE -> readPhase(in);
            case REMOVED -> readRemoved(in);
            case PLACED -> readPlaced(in, tick);
            case MOTIONS -> readMotions(in, tick);
            default -> readDeath(in, tick);
        }
    }

    private void readPhase(ByteReader in) {
        OrbPhase kind = null;
        long start = 0;
        while (in.remaining() > 0) {
            int tag = OrbWire.readTag(in);
            switch (OrbWire.field(tag)) {
                case 1 -> kind = OrbPhase.ofCode(OrbWire.readUlong(in, tag, "kind"));
                case 2 -> start = OrbWire.readUlong(in, tag, "start_tick");
                default -> in.skipField(OrbWire.type(tag));
            }
        }
        if (kind == null || start == 0) {
            throw in.malformed("a phase without kind or start");
        }
        phase = kind;
        phaseStartTick = start;
    }

    private void readOrb(ByteReader in, long tick) {
        fields.read(in);
        int index = fields.index;
        if (index < columns.bound) {
            throw in.malformed("index " + index + ": must be above the one before");
        }
        if (fields.respawnTick > 0 && (fields.x | fields.y | fields.motion | fields.energySpent) != 0) {
            throw in.malformed("index " + index + ": a dead orb with a place, motion or energy");
        }
        joinNewcomer(in);
        if (fields.respawnTick == 0) {
            columns.place(index, fields.x, fields.y, fields.motion, fields.protectedUntilTick, tick);
            columns.energy[index] = columns.constants.energyMax - fields.energySpent;
            columns.energyTick[index] = tick;
        }
        columns.respawnTick[index] = fields.respawnTick;
        columns.kills[index] = fields.kills;
        columns.deaths[index] = fields.deaths;
    }

    private void readRemoved(ByteReader in) {
        while (in.remaining() > 0) {
            columns.remove(requirePresent(in, in.readVarint("index", 0, columns.constants.maxPlayers - 1)));
        }
    }

    private void readPlaced(ByteReader in, long tick) {
        fields.read(in);
        int index = fields.index;
        columns.ensureIndex(index);
        if (columns.isPresent(index)) {
            if (fields.name != null || columns.isAlive(index) || columns.player[index] != fields.playerId) {
                throw in.malformed("index " + index + ": already taken by player " + columns.player[index]);
            }
        } else {
            joinNewcomer(in);
        }
        columns.place(index, fields.x, fields.y, fields.motion, fields.protectedUntilTick, tick);
        if (placedCount == placed.length) {
            placed = Arrays.copyOf(placed, 2 * placedCount);
        }
        placed[placedCount++] = index;
    }

    private void joinNewcomer(ByteReader in) {
        byte[] name = fields.name;
        if (name == null) {
            throw in.malformed("index " + fields.index + ": a newcomer without name and color");
        }
        columns.ensureIndex(fields.index);
        columns.join(fields.index, fields.playerId, name, fields.color);
    }

    private void readMotions(ByteReader in, long tick) {
        int entryMax = columns.constants.maxPlayers * OrbMotion.VALUES - 1;
        while (in.remaining() > 0) {
            int entry = in.readVarint("entry", 0, entryMax);
            int index = requireAlive(in, entry >>> OrbMotion.BITS);
            int motion = entry & (OrbMotion.VALUES - 1);
            if (!OrbMotion.isValid(motion)) {
                throw in.malformed("entry " + entry + ": no such direction");
            }
            columns.setMotion(index, motion, tick);
        }
    }

    private void move() {
        if (phase != OrbPhase.PLAY) {
            return;
        }
        int[] x = columns.x;
        int[] y = columns.y;
        byte[] motion = columns.motion;
        for (int i = 0; i < placedCount; i++) {
            int index = placed[i];
            x[index] -= velocityX[motion[index]];
            y[index] -= velocityY[motion[index]];
        }
        for (int index = 0; index < columns.bound; index++) {
            x[index] += velocityX[motion[index]];
            y[index] += velocityY[motion[index]];
        }
    }

    private void readDeath(ByteReader in, long tick) {
        int index = 0;
        OrbDeathCause cause = null;
        int by = 0;
        boolean eliminated = false;
        while (in.remaining() > 0) {
            int tag = OrbWire.readTag(in);
            switch (OrbWire.field(tag)) {
                case 1 -> index = OrbWire.readUint(in, tag, "index", columns.constants.maxPlayers - 1);
                case 2 -> cause = OrbDeathCause.ofCode(OrbWire.readUlong(in, tag, "cause"));
                case 3 -> by = OrbWire.readUint(in, tag, "by", columns.constants.maxPlayers - 1);
                case 4 -> eliminated = OrbWire.readBool(in, tag, "eliminated");
                default -> in.skipField(OrbWire.type(tag));
            }
        }
        requireAlive(in, index);
        if (cause == null || eliminated != (columns.constants.respawnTicks == 0)) {
            throw in.malformed("a death without cause, or of another board");
        }
        if (cause == OrbDeathCause.RING) {
            requireKiller(in, by, index);
            addDeath(index, OrbDeathCause.RING, by, columns.player[by], eliminated);
            columns.credit(by, tick);
        } else {
            addDeath(index, OrbDeathCause.EDGE, RingGrid.NONE, 0, eliminated);
        }
        columns.kill(index, eliminated ? 0 : tick + columns.constants.respawnTicks);
        if (eliminated) {
            columns.remove(index);
        }
    }

    private void addDeath(int index, OrbDeathCause cause, int by, long killer, boolean eliminated) {
        deaths.add(new OrbDeath(
                index, columns.player[index], cause, by, killer, columns.x[index], columns.y[index], eliminated));
    }

    private void requireKiller(ByteReader in, int by, int victim) {
        requireAlive(in, by);
        if (by == victim || !columns.isRingUp(by)) {
            throw in.malformed("index " + by + ": has no ring to kill index " + victim);
        }
    }

    private int requirePresent(ByteReader in, int index) {
        if (index >= columns.bound || !columns.isPresent(index)) {
            throw in.malformed("index " + index + ": holds no player");
        }
        return index;
    }

    private int requireAlive(ByteReader in, int index) {
        if (index >= columns.bound || !columns.isAlive(index)) {
            throw in.malformed("index " + index + ": holds no living orb");
        }
        return index;
    }
}
