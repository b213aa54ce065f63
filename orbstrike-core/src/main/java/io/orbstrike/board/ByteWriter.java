package io.orbstrike.board;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A growing buffer that boards and codecs write to, and that is used again after {@link #clear()} without allocation.
 * Varints and tags are those of protobuf, so a message written here reads as one there.
 *
 * <p>Confined to one thread.
 */
public final class ByteWriter {

    private static final int MAX_VARINT_BYTES = 10;

    private byte[] bytes;
    private int size;

    /** Creates a buffer that starts at 256 bytes. */
    public ByteWriter() {
        this(256);
    }

    /**
     * Creates a buffer.
     *
     * @param initialBytes the first capacity in bytes, 0 and above
     */
    public ByteWriter(int initialBytes) {
        bytes = new byte[Math.max(initialBytes, 16)];
    }

    /**
     * How much has been written.
     *
     * @return bytes since the last clear
     */
    public int size() {
        return size;
    }

    /** Forgets what was written and keeps the memory. */
    public void clear() {
        size = 0;
    }

    /**
     * Forgets what was written after a point.
     *
     * @param newSize 0 to {@link #size()}
     */
    public void truncate(int newSize) {
        Objects.checkFromToIndex(0, newSize, size);
        size = newSize;
    }

    /**
     * The memory behind the buffer, valid up to {@link #size()} and until the next write.
     *
     * @return the array itself, not a copy; to be read only
     */
    public byte[] array() {
        return bytes;
    }

    /**
     * What was written.
     *
     * @return a copy of exactly {@link #size()} bytes
     */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /**
     * Writes the low 8 bits.
     *
     * @param value any int
     */
    public void writeByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    /**
     * Writes an unsigned varint of 1 to 10 bytes.
     *
     * @param value read as unsigned
     */
    public void writeVarint(long value) {
        ensure(MAX_VARINT_BYTES);
        byte[] target = bytes;
        int at = size;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        size = at;
    }

    /**
     * Writes a signed varint in zigzag order, short for numbers near zero.
     *
     * @param value any long
     */
    public void writeSignedVarint(long value) {
        writeVarint((value << 1) ^ (value >> 63));
    }

    /**
     * Writes 4 bytes, lowest first.
     *
     * @param value any int
     */
    public void writeFixed32(int value) {
        ensure(4);
        for (int shift = 0; shift < 32; shift += 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /**
     * Writes 8 bytes, lowest first.
     *
     * @param value any long
     */
    public void writeFixed64(long value) {
        ensure(8);
        for (int shift = 0; shift < 64; shift += 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /**
     * Writes bytes as they are, without a length.
     *
     * @param source where they lie
     * @param offset the first of them
     * @param length how many
     */
    public void writeBytes(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /**
     * Writes a varint length and the bytes.
     *
     * @param source all of them
     */
    public void writeBlock(byte[] source) {
        writeVarint(source.length);
        writeBytes(source, 0, source.length);
    }

    /**
     * Writes a varint length and what another buffer holds.
     *
     * @param source another buffer, unchanged
     */
    public void writeBlock(ByteWriter source) {
        writeVarint(source.size);
        writeBytes(source.bytes, 0, source.size);
    }

    /**
     * Writes a varint length in bytes and the text in UTF-8.
     *
     * @param text any text
     */
    public void writeUtf8(String text) {
        writeBlock(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a protobuf tag.
     *
     * @param field the field number, 1 and above
     * @param wireType 0 varint, 1 64 bits, 2 length-delimited, 5 32 bits
     */
    public void writeTag(int field, int wireType) {
        writeVarint(((long) field << 3) | wireType);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            long wanted = Math.max((long) size + more, bytes.length * 2L);
            if ((long) size + more > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException("a buffer of " + size + " bytes: cannot grow beyond 2 GiB");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
    }
}
