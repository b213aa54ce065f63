package io.orbstrike.orb;

import io.orbstrike.board.ByteWriter;
import java.util.Arrays;

/**
 * What one step changed, and its encoding as the message Delta.
 *
 * <p>Confined to the tick thread.
 */
final class OrbChanges {

    /* Changes come in the order of a step. Those of its first part are kept as they are when orbs begin to move, because a
     * death or an elimination later in the step clears the columns. Whose (direction, ring) changed is a bit set, which gives each index
     * once and in rising order, however often it changed.
     */

    private static final int FIRST_CAPACITY = 16;

    private final OrbColumns columns;
    private final boolean deathEliminates;
    private final long[] changedMotions;
    private final int[] entries;
    private final ByteWriter places = new ByteWriter();
    private final ByteWriter packed = new ByteWriter();
    private final ByteWriter message = new ByteWriter();
    private final ByteWriter newcomer = new ByteWriter();

    private int entryCount;
    private int removedCount;
    private int placedCount;
    private int deathCount;
    private int[] removed = new int[FIRST_CAPACITY];
    private int[] placed = new int[FIRST_CAPACITY];
    private boolean[] placedNew = new boolean[FIRST_CAPACITY];
    private int[] dead = new int[FIRST_CAPACITY];
    private int[] killer = new int[FIRST_CAPACITY];
    private boolean phaseChanged;
    private boolean keyframeNeeded = true;

    OrbChanges(OrbColumns columns) {
        int maxPlayers = columns.constants.maxPlayers;
        this.columns = columns;
        deathEliminates = columns.constants.respawnTicks == 0;
        changedMotions = new long[(maxPlayers + 63) >>> 6];
        entries = new int[maxPlayers];
    }

    /** Begins a step that has changed nothing. */
    void clear() {
        entryCount = 0;
        removedCount = 0;
        placedCount = 0;
        places.clear();
        deathCount = 0;
        phaseChanged = false;
        keyframeNeeded = false;
    }

    /** Everything changed: clients need the keyframe. */
    void addRound() {
        keyframeNeeded = true;
    }

    void addPhase() {
        phaseChanged = true;
    }

    void addMotion(int index) {
        changedMotions[index >>> 6] |= 1L << index;
    }

    void addPlaced(int index, boolean isNew) {
        if (placedCount == placed.length) {
            placed = Arrays.copyOf(placed, 2 * placedCount);
            placedNew = Arrays.copyOf(placedNew, 2 * placedCount);
        }
        placed[placedCount] = index;
        placedNew[placedCount] = isNew;
        placedCount++;
    }

    /** A player left before orbs moved; if he joined in the same step, clients need not hear of him. */
    void addRemoved(int index) {
        changedMotions[index >>> 6] &= ~(1L << index);
        for (int i = 0; i < placedCount; i++) {
            if (placed[i] == index) {
                placedCount--;
                System.arraycopy(placed, i + 1, placed, i, placedCount - i);
                System.arraycopy(placedNew, i + 1, placedNew, i, placedCount - i);
                return;
            }
        }
        if (removedCount == removed.length) {
            removed = Arrays.copyOf(removed, 2 * removedCount);
        }
        removed[removedCount++] = index;
    }

    /** Keeps what the first part of the step changed, as it is now that orbs begin to move. */
    void freeze(long tick) {
        for (int i = 0; i < placedCount; i++) {
            int index = placed[i];
            changedMotions[index >>> 6] &= ~(1L << index);
            writePlace(index, placedNew[i], tick, places);
        }
        for (int word = 0; word < changedMotions.length; word++) {
            long bits = changedMotions[word];
            if (bits != 0) {
                changedMotions[word] = 0;
                addEntries(word << 6, bits);
            }
        }
    }

    private void addEntries(int firstIndex, long bits) {
        int count = entryCount;
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            int index = firstIndex + Long.numberOfTrailingZeros(rest);
            entries[count++] = (index << OrbMotion.BITS) | columns.motion[index];
        }
        entryCount = count;
    }

    /** How many orbs were placed; they do not move in this step. */
    int placedCount() {
        return placedCount;
    }

    int placed(int i) {
        return placed[i];
    }

    /** An orb died; {@code by} is {@link RingGrid#NONE} at the edge. */
    void addDeath(int index, int by) {
        if (deathCount == dead.length) {
            dead = Arrays.copyOf(dead, 2 * deathCount);
            killer = Arrays.copyOf(killer, 2 * deathCount);
        }
        dead[deathCount] = index;
        killer[deathCount] = by;
        deathCount++;
    }

    /** Writes the delta, or nothing and false if clients need the keyframe. */
    boolean writeDelta(OrbPhase phase, long phaseStartTick, ByteWriter out) {
        if (keyframeNeeded) {
            return false;
        }
        if (phaseChanged) {
            message.clear();
            writePhase(phase, phaseStartTick, message);
            OrbWire.writeMessage(out, 1, message);
        }
        if (removedCount > 0) {
            writePacked(2, removed, removedCount, out);
        }
        out.writeBytes(places.array(), 0, places.size());
        if (entryCount > 0) {
            writePacked(4, entries, entryCount, out);
        }
        for (int i = 0; i < deathCount; i++) {
            message.clear();
            writeDeath(dead[i], killer[i], deathEliminates, message);
            OrbWire.writeMessage(out, 5, message);
        }
        return true;
    }

    static void writePhase(OrbPhase phase, long startTick, ByteWriter out) {
        OrbWire.writeUint(out, 1, phase.code());
        OrbWire.writeUint(out, 2, startTick);
    }

    static void writeDeath(int index, int by, boolean eliminated, ByteWriter out) {
        boolean edge = by == RingGrid.NONE;
        OrbWire.writeUint(out, 1, index);
        OrbWire.writeUint(out, 2, (edge ? OrbDeathCause.EDGE : OrbDeathCause.RING).code());
        OrbWire.writeUint(out, 3, edge ? 0 : by);
        OrbWire.writeUint(out, 4, eliminated ? 1 : 0);
    }

    private void writePacked(int field, int[] values, int count, ByteWriter out) {
        packed.clear();
        for (int i = 0; i < count; i++) {
            packed.writeVarint(values[i]);
        }
        OrbWire.writeMessage(out, field, packed);
    }

    private void writePlace(int index, boolean isNew, long tick, ByteWriter out) {
        message.clear();
        columns.writePlace(index, tick, message);
        if (isNew) {
            newcomer.clear();
            columns.writePlayer(index, newcomer);
            OrbWire.writeMessage(message, 7, newcomer);
        }
        OrbWire.writeMessage(out, 3, message);
    }
}
