package io.orbstrike.orb;

import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import java.nio.charset.StandardCharsets;

/**
 * The snapshot of a board, version 1.
 *
 * <p>Thread-safe.
 */
final class OrbSnapshot {

    /* All numbers are varints, those marked ± in zigzag order:
     *
     *   tick, block(message Constants), phase, phase start tick, bound,
     *   a bit set of the indexes below the bound that hold a player, lowest bit first, then for each of these in order:
     *     player ± the one before, 1 byte direction | ring << 4 | ring wanted << 5 | alive << 6,
     *     1 byte color | energy << 3 | protected << 4 | scores << 5, which say that the parts below are there,
     *     alive:     x ±, y ±
     *     dead:      respawn tick - tick
     *     energy:    what is lacking
     *     protected: protected until tick - tick
     *     scores:    kills, deaths
     *     block(name in UTF-8)
     *
     * The direction is the wanted one, which a living orb always has.
     */

    /**
     * How many bytes a chunk has in which orbs are written before they go to the writer all at once. Each board has one,
     * so it is small: of many boards none has its chunk in the cache.
     */
    static final int CHUNK_BYTES = 512;

    /** Nine varints of at most 10 bytes, 2 bytes and the name. */
    private static final int ORB_BYTES_MAX = 92 + OrbPlayer.MAX_NAME_BYTES;

    private static final int ALIVE = 1 << 6;
    private static final int COLOR_MASK = 7;
    private static final int ENERGY = 1 << 3;
    private static final int PROTECTED = 1 << 4;
    private static final int SCORES = 1 << 5;

    private OrbSnapshot() {}

    static void write(OrbBoard board, ByteWriter out) {
        OrbColumns columns = board.columns();
        out.writeVarint(board.tick());
        out.writeBlock(columns.constants.encoded());
        out.writeVarint(board.phase().code());
        out.writeVarint(board.phaseStartTick());
        out.writeVarint(columns.bound);
        for (int first = 0; first < columns.bound; first += Byte.SIZE) {
            int bits = 0;
            for (int index = first; index < Math.min(first + Byte.SIZE, columns.bound); index++) {
                bits |= (columns.isPresent(index) ? 1 : 0) << (index - first);
            }
            out.writeByte(bits);
        }
        byte[] chunk = board.snapshotChunk();
        int size = 0;
        long previous = 0;
        for (int index = 0; index < columns.bound; index++) {
            if (columns.isPresent(index)) {
                if (size > chunk.length - ORB_BYTES_MAX) {
                    out.writeBytes(chunk, 0, size);
                    size = 0;
                }
                size = putSigned(chunk, size, columns.player[index] - previous);
                previous = columns.player[index];
                size = putOrb(board, index, chunk, size);
            }
        }
        out.writeBytes(chunk, 0, size);
    }

    private static int putOrb(OrbBoard board, int index, byte[] chunk, int from) {
        OrbColumns columns = board.columns();
        long tick = board.tick();
        boolean alive = columns.isAlive(index);
        int wanted = board.wishes().wanted(index);
        int lacking = columns.constants.energyMax - columns.energyAt(index, tick);
        long protectedUntil = columns.protectedTickAhead(index, tick);
        int kills = columns.kills[index];
        int deaths = columns.deaths[index];
        OrbNames names = columns.names;
        int nameLength = names.length(index);
        int at = from;
        chunk[at++] = (byte) (OrbMotion.direction(wanted)
                | (columns.motion[index] & OrbMotion.RING)
                | (wanted & OrbMotion.RING) << 1
                | (alive ? ALIVE : 0));
        chunk[at++] = (byte) (columns.color[index]
                | (lacking > 0 ? ENERGY : 0)
                | (protectedUntil > 0 ? PROTECTED : 0)
                | ((kills | deaths) != 0 ? SCORES : 0));
        if (alive) {
            at = putSigned(chunk, at, columns.x[index]);
            at = putSigned(chunk, at, columns.y[index]);
        } else {
            at = put(chunk, at, columns.respawnTick[index] - tick);
        }
        if (lacking > 0) {
            at = put(chunk, at, lacking);
        }
        if (protectedUntil > 0) {
            at = put(chunk, at, protectedUntil - tick);
        }
        if ((kills | deaths) != 0) {
            at = put(chunk, at, kills);
            at = put(chunk, at, deaths);
        }
        at = put(chunk, at, nameLength);
        System.arraycopy(names.bytes(), names.start(index), chunk, at, nameLength);
        return at + nameLength;
    }

    private static int putSigned(byte[] chunk, int at, long value) {
        return put(chunk, at, (value << 1) ^ (value >> 63));
    }

    /** Writes a varint and returns the place behind it. */
    private static int put(byte[] chunk, int at, long value) {
        int end = at;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            chunk[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        chunk[end++] = (byte) rest;
        return end;
    }

    static OrbBoard read(ByteReader in) {
        long tick = readTick(in, "tick", 0);
        OrbConstants constants = OrbConstants.decode(in.readNested());
        OrbPhase phase = OrbPhase.ofCode(in.readVarint());
        if (phase == null) {
            throw in.malformed("no such phase");
        }
        long phaseStartTick = readTick(in, "phase start tick", 1);
        int bound = in.readVarint("bound", 0, constants.maxPlayers);
        byte[] present = in.readBytes((bound + Byte.SIZE - 1) / Byte.SIZE);
        OrbBoard board = new OrbBoard(constants);
        long player = 0;
        for (int index = 0; index < bound; index++) {
            if (((present[index / Byte.SIZE] >> (index % Byte.SIZE)) & 1) != 0) {
                player += in.readSignedVarint();
                if (player < 1) {
                    throw in.malformed("player " + player + ": must be 1 or above");
                }
                readOrb(board, index, player, tick, in);
            }
        }
        board.resume(phase, phaseStartTick, tick);
        return board;
    }

    private static void readOrb(OrbBoard board, int index, long player, long tick, ByteReader in) {
        OrbColumns columns = board.columns();
        OrbConstants constants = columns.constants;
        int bits = in.readByte();
        int parts = in.readByte();
        int direction = OrbMotion.direction(bits);
        int ring = bits & OrbMotion.RING;
        int ringWanted = (bits >> 1) & OrbMotion.RING;
        boolean alive = (bits & ALIVE) != 0;
        if (bits >= 2 * ALIVE || !OrbMotion.isValid(direction) || (ring != 0 && (!alive || ringWanted == 0))) {
            throw in.malformed("motion " + bits + ": impossible");
        }
        int x = 0;
        int y = 0;
        long respawnTick = 0;
        if (alive) {
            x = OrbWire.requireWithin(in, "x", in.readSignedVarint(), constants.radius);
            y = OrbWire.requireWithin(in, "y", in.readSignedVarint(), constants.radius);
        } else if (constants.respawnTicks == 0) {
            throw in.malformed("a dead orb on a board without respawn");
        } else {
            respawnTick = tick + in.readVarint("respawn", 1, constants.respawnTicks);
        }
        int lacking = (parts & ENERGY) == 0 ? 0 : in.readVarint("energy", 0, alive ? constants.energyMax : 0);
        int protection = (parts & PROTECTED) == 0 ? 0 : in.readVarint("protection", 0, constants.protectionTicks);
        int kills = (parts & SCORES) == 0 ? 0 : in.readVarint("kills", 0, Integer.MAX_VALUE);
        int deaths = (parts & SCORES) == 0 ? 0 : in.readVarint("deaths", 0, Integer.MAX_VALUE);
        String name = in.readUtf8(OrbPlayer.MAX_NAME_BYTES);
        OrbPlayer joinData = OrbWire.playerOf(in, name, parts & COLOR_MASK);
        columns.join(index, player, joinData.name().getBytes(StandardCharsets.UTF_8), joinData.color());
        if (alive) {
            long protectedUntil = protection == 0 ? 0 : tick + protection;
            columns.place(index, x, y, direction | ring, protectedUntil, tick);
            columns.energy[index] = constants.energyMax - lacking;
            columns.energyTick[index] = tick;
        }
        columns.respawnTick[index] = respawnTick;
        columns.kills[index] = kills;
        columns.deaths[index] = deaths;
        board.wishes().restore(index, direction | ringWanted);
    }

    private static long readTick(ByteReader in, String what, long min) {
        long value = in.readVarint();
        if (value < min || value > Long.MAX_VALUE / 2) {
            throw in.malformed(what + " " + Long.toUnsignedString(value) + ": must be " + min + " to 2^62");
        }
        return value;
    }
}
