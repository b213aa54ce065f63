package io.orbstrike.orb;

import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.InvalidValueException;

/**
 * The protobuf encoding as far as the messages of orb need it. Writing is canonical: fields rise, a zero is left out, so
 * equal messages are equal bytes. Reading skips fields that it does not know.
 *
 * <p>Thread-safe.
 */
final class OrbWire {

    static final int VARINT = 0;
    static final int BYTES = 2;

    private static final int TYPE_BITS = 3;

    private OrbWire() {}

    static void writeUint(ByteWriter out, int field, long value) {
        if (value != 0) {
            out.writeTag(field, VARINT);
            out.writeVarint(value);
        }
    }

    static void writeSint(ByteWriter out, int field, int value) {
        if (value != 0) {
            out.writeTag(field, VARINT);
            out.writeSignedVarint(value);
        }
    }

    static void writeBytes(ByteWriter out, int field, byte[] value) {
        writeBytes(out, field, value, 0, value.length);
    }

    static void writeBytes(ByteWriter out, int field, byte[] bytes, int from, int length) {
        if (length != 0) {
            out.writeTag(field, BYTES);
            out.writeVarint(length);
            out.writeBytes(bytes, from, length);
        }
    }

    static void writeMessage(ByteWriter out, int field, ByteWriter message) {
        out.writeTag(field, BYTES);
        out.writeBlock(message);
    }

    static int readTag(ByteReader in) {
        return in.readVarint("tag", 1 << TYPE_BITS, Integer.MAX_VALUE);
    }

    static int field(int tag) {
        return tag >>> TYPE_BITS;
    }

    static int type(int tag) {
        return tag & ((1 << TYPE_BITS) - 1);
    }

    static void requireType(ByteReader in, int tag, int expected) {
        if (type(tag) != expected) {
            throw in.malformed("field " + field(tag) + " of wire type " + type(tag) + ": must be " + expected);
        }
    }

    static int readUint(ByteReader in, int tag, String what, int max) {
        requireType(in, tag, VARINT);
        return in.readVarint(what, 0, max);
    }

    static long readUlong(ByteReader in, int tag, String what) {
        requireType(in, tag, VARINT);
        long value = in.readVarint();
        if (value < 0) {
            throw in.malformed(what + " " + Long.toUnsignedString(value) + ": must be below 2^63");
        }
        return value;
    }

    static int readSint(ByteReader in, int tag, String what, int bound) {
        requireType(in, tag, VARINT);
        return requireWithin(in, what, in.readSignedVarint(), bound);
    }

    static int requireWithin(ByteReader in, String what, long value, int bound) {
        if (value < -bound || value > bound) {
            throw in.malformed(what + " " + value + ": must be " + -bound + " to " + bound);
        }
        return (int) value;
    }

    static boolean readBool(ByteReader in, int tag, String what) {
        return readUint(in, tag, what, 1) == 1;
    }

    static ByteReader readMessage(ByteReader in, int tag) {
        requireType(in, tag, BYTES);
        return in.readNested();
    }

    static String readText(ByteReader in, int tag, int maxBytes) {
        requireType(in, tag, BYTES);
        return in.readUtf8(maxBytes);
    }

    /** A player whose fields come from a frame or a snapshot, where a bad one means damaged bytes. */
    static OrbPlayer playerOf(ByteReader in, String name, int color) {
        try {
            return new OrbPlayer(name, color);
        } catch (InvalidValueException e) {
            throw in.malformed(e.field() + " " + e.value() + ": must be " + e.bound());
        }
    }
}
