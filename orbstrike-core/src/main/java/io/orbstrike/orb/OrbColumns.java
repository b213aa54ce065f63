package io.orbstrike.orb;

import io.orbstrike.board.ByteWriter;
import java.util.Arrays;

/**
 * The players of a board and their orbs as a structure of arrays: what a board computes with, and what a view follows.
 *
 * <p>Confined to one thread.
 */
final class OrbColumns {

    /* A player's index is the same in all columns. An index is free, or holds a player whose orb is dead or alive:
     *
     *           join            place            kill
     *   FREE ---------> DEAD ----------> ALIVE --------> DEAD
     *     ^----------------------------------' remove
     *
     * Invariants: who is not alive stands still at (0, 0), has full energy, and is protected for ever, so that loops over
     * all indexes need not ask who is alive. Indexes at and above `bound` are free.
     *
     * Energy changes in every tick but is stored only when the ring changes: `energy` is what it was after the step
     * `energyTick`, and the ring has been as `motion` says since then.
     */

    static final byte FREE = 0;
    static final byte DEAD = 1;
    static final byte ALIVE = 2;

    /** Protected for ever, as those are who are not alive. */
    static final long ALWAYS = Long.MAX_VALUE;

    final OrbConstants constants;

    int bound;
    byte[] status;
    byte[] motion;
    byte[] color;
    int[] x;
    int[] y;
    int[] energy;
    int[] kills;
    int[] deaths;
    long[] player;
    long[] energyTick;
    long[] protectedUntilTick;
    long[] respawnTick;
    final OrbNames names;

    /**
     * Makes columns without a player.
     *
     * @param capacity how many indexes are there before {@link #ensureIndex} is called for more
     */
    OrbColumns(OrbConstants constants, int capacity) {
        this.constants = constants;
        status = new byte[capacity];
        motion = new byte[capacity];
        color = new byte[capacity];
        x = new int[capacity];
        y = new int[capacity];
        energy = new int[capacity];
        kills = new int[capacity];
        deaths = new int[capacity];
        player = new long[capacity];
        energyTick = new long[capacity];
        protectedUntilTick = new long[capacity];
        respawnTick = new long[capacity];
        names = new OrbNames(capacity);
        Arrays.fill(protectedUntilTick, ALWAYS);
    }

    /** Grows the columns, to twice their length at least, so that they hold an index below the constants' bound. */
    void ensureIndex(int index) {
        int oldCapacity = status.length;
        if (index < oldCapacity) {
            return;
        }
        int capacity = Math.min(constants.maxPlayers, Math.max(index + 1, 2 * oldCapacity));
        status = Arrays.copyOf(status, capacity);
        motion = Arrays.copyOf(motion, capacity);
        color = Arrays.copyOf(color, capacity);
        x = Arrays.copyOf(x, capacity);
        y = Arrays.copyOf(y, capacity);
        energy = Arrays.copyOf(energy, capacity);
        kills = Arrays.copyOf(kills, capacity);
        deaths = Arrays.copyOf(deaths, capacity);
        player = Arrays.copyOf(player, capacity);
        energyTick = Arrays.copyOf(energyTick, capacity);
        protectedUntilTick = Arrays.copyOf(protectedUntilTick, capacity);
        respawnTick = Arrays.copyOf(respawnTick, capacity);
        names.ensureCapacity(capacity);
        Arrays.fill(protectedUntilTick, oldCapacity, capacity, ALWAYS);
    }

    boolean isPresent(int index) {
        return status[index] != FREE;
    }

    boolean isAlive(int index) {
        return status[index] == ALIVE;
    }

    boolean isRingUp(int index) {
        return OrbMotion.isRingUp(motion[index]);
    }

    /** Gives a free index to a player, whose orb is not placed yet. */
    void join(int index, long playerId, byte[] playerName, int playerColor) {
        bound = Math.max(bound, index + 1);
        player[index] = playerId;
        names.set(index, playerName);
        color[index] = (byte) playerColor;
        kills[index] = 0;
        deaths[index] = 0;
        setDead(index, 0);
    }

    /** Frees an index. */
    void remove(int index) {
        setDead(index, 0);
        status[index] = FREE;
        player[index] = 0;
        names.clear(index);
        while (bound > 0 && status[bound - 1] == FREE) {
            bound--;
        }
    }

    /** Brings an orb to life in the first part of a step. */
    void place(int index, int atX, int atY, int placedMotion, long protectedUntil, long tick) {
        status[index] = ALIVE;
        x[index] = atX;
        y[index] = atY;
        motion[index] = (byte) placedMotion;
        protectedUntilTick[index] = protectedUntil;
        respawnTick[index] = 0;
        refill(index, tick);
    }

    /** Kills an orb and counts the death. */
    void kill(int index, long respawn) {
        deaths[index]++;
        setDead(index, respawn);
    }

    /** Counts a kill in a step and refills the killer's energy. */
    void credit(int index, long tick) {
        kills[index]++;
        refill(index, tick);
    }

    /** Changes (direction, ring) in the first part of a step. */
    void setMotion(int index, int newMotion, long tick) {
        if (OrbMotion.isRingUp(newMotion ^ motion[index])) {
            energy[index] = energyAt(index, tick - 1);
            energyTick[index] = tick - 1;
        }
        motion[index] = (byte) newMotion;
    }

    /** The energy after a step that is not before the last change. */
    int energyAt(int index, long tick) {
        return constants.energyAfter(energy[index], isRingUp(index), tick - energyTick[index]);
    }

    /** Writes the fields that the messages Orb and Place have in common, but the player's name and colour. */
    void writePlace(int index, long tick, ByteWriter out) {
        OrbWire.writeUint(out, 1, index);
        OrbWire.writeUint(out, 2, player[index]);
        OrbWire.writeSint(out, 3, x[index]);
        OrbWire.writeSint(out, 4, y[index]);
        OrbWire.writeUint(out, 5, motion[index]);
        OrbWire.writeUint(out, 6, protectedTickAhead(index, tick));
    }

    /** Writes the message Player. */
    void writePlayer(int index, ByteWriter out) {
        OrbWire.writeBytes(out, 1, names.bytes(), names.start(index), names.length(index));
        OrbWire.writeUint(out, 2, color[index]);
    }

    /** Writes the fields of the message Orb that come after the player. */
    void writeState(int index, long tick, ByteWriter out) {
        OrbWire.writeUint(out, 8, constants.energyMax - energyAt(index, tick));
        OrbWire.writeUint(out, 9, kills[index]);
        OrbWire.writeUint(out, 10, deaths[index]);
        OrbWire.writeUint(out, 11, respawnTick[index]);
    }

    /** The first step in which a living orb is not protected any more; 0 if that is not ahead, or it is not alive. */
    long protectedTickAhead(int index, long tick) {
        long until = protectedUntilTick[index];
        return until == ALWAYS || until <= tick ? 0 : until;
    }

    /** The order of a round's standings: the better first. */
    int compareStandings(int one, int other) {
        if (kills[one] != kills[other]) {
            return Integer.compare(kills[other], kills[one]);
        }
        if (deaths[one] != deaths[other]) {
            return Integer.compare(deaths[one], deaths[other]);
        }
        return Long.compare(player[one], player[other]);
    }

    private void setDead(int index, long respawn) {
        status[index] = DEAD;
        x[index] = 0;
        y[index] = 0;
        motion[index] = 0;
        protectedUntilTick[index] = ALWAYS;
        energy[index] = constants.energyMax;
        respawnTick[index] = respawn;
    }

    private void refill(int index, long tick) {
        energy[index] = constants.energyMax;
        energyTick[index] = tick - 1;
    }
}
