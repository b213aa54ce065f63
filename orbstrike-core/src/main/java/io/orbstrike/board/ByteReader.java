package io.orbstrike.board;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A cursor over bytes from outside. Every read checks what is there, and says where it failed.
 *
 * <p>Confined to one thread. It does not copy: the array must not change while it is read.
 */
public final class ByteReader {

    private final byte[] bytes;
    private final int start;
    private final int end;
    private int at;

    /**
     * Reads a whole array.
     *
     * @param bytes read in place
     */
    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /**
     * Reads a part of an array.
     *
     * @param bytes read in place
     * @param offset the first byte
     * @param length how many bytes
     * @throws IndexOutOfBoundsException if the part lies outside the array
     */
    public ByteReader(byte[] bytes, int offset, int length) {
        this.bytes = requireNonNull(bytes, "bytes");
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.start = offset;
        this.end = offset + length;
        this.at = offset;
    }

    /**
     * How much is left.
     *
     * @return bytes, 0 and above
     */
    public int remaining() {
        return end - at;
    }

    /**
     * Where the next read starts.
     *
     * @return bytes from the start
     */
    public int offset() {
        return at - start;
    }

    /**
     * Reads 8 bits.
     *
     * @return 0 to 255
     * @throws MalformedBytesException if nothing is left
     */
    public int readByte() {
        require(1);
        return bytes[at++] & 0xFF;
    }

    /**
     * Reads an unsigned varint.
     *
     * @return 64 bits, to be read as unsigned
     * @throws MalformedBytesException if it is cut short or longer than 10 bytes
     */
    public long readVarint() {
        long value = 0;
        int from = at;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == end) {
                at = from;
                throw malformed("a varint cut short");
            }
            byte next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        at = from;
        throw malformed("a varint longer than 10 bytes");
    }

    /**
     * Reads an unsigned varint that must fit a range of ints.
     *
     * @param what the value's name for the message
     * @param min the least allowed, 0 and above
     * @param max the greatest allowed
     * @return the value
     * @throws MalformedBytesException if it is no varint or lies outside
     */
    public int readVarint(String what, int min, int max) {
        int from = at;
        long value = readVarint();
        if (value < min || value > max) {
            at = from;
            throw malformed(what + " " + Long.toUnsignedString(value) + ": must be " + min + " to " + max);
        }
        return (int) value;
    }

    /**
     * Reads a signed varint in zigzag order.
     *
     * @return any long
     * @throws MalformedBytesException if it is cut short or longer than 10 bytes
     */
    public long readSignedVarint() {
        long raw = readVarint();
        return (raw >>> 1) ^ -(raw & 1);
    }

    /**
     * Reads 4 bytes, lowest first.
     *
     * @return any int
     * @throws MalformedBytesException if fewer are left
     */
    public int readFixed32() {
        require(4);
        int value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= (bytes[at++] & 0xFF) << shift;
        }
        return value;
    }

    /**
     * Reads 8 bytes, lowest first.
     *
     * @return any long
     * @throws MalformedBytesException if fewer are left
     */
    public long readFixed64() {
        require(8);
        long value = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            value |= (bytes[at++] & 0xFFL) << shift;
        }
        return value;
    }

    /**
     * Reads bytes that have no length of their own.
     *
     * @param length how many
     * @return a copy
     * @throws MalformedBytesException if fewer are left
     */
    public byte[] readBytes(int length) {
        require(length);
        byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return copy;
    }

    /**
     * Reads a varint length and that many bytes.
     *
     * @param maxBytes the greatest length allowed
     * @return a copy
     * @throws MalformedBytesException if the length is above the bound or above what is left
     */
    public byte[] readBlock(int maxBytes) {
        return readBytes(readVarint("length", 0, maxBytes));
    }

    /**
     * Reads a varint length and gives a reader over that many bytes, without a copy; this one moves behind them.
     *
     * @return a reader over the block
     * @throws MalformedBytesException if the length is above what is left
     */
    public ByteReader readNested() {
        int length = readVarint("length", 0, Integer.MAX_VALUE);
        require(length);
        ByteReader nested = new ByteReader(bytes, at, length);
        at += length;
        return nested;
    }

    /**
     * Reads a varint length in bytes and a text in UTF-8.
     *
     * @param maxBytes the greatest length allowed
     * @return the text
     * @throws MalformedBytesException if the length is above the bound or what is left, or the bytes are no UTF-8
     */
    public String readUtf8(int maxBytes) {
        return decodeUtf8(readVarint("length", 0, maxBytes));
    }

    /**
     * Reads everything that is left as a text in UTF-8.
     *
     * @return the text
     * @throws MalformedBytesException if the bytes are no UTF-8
     */
    public String readRemainingUtf8() {
        return decodeUtf8(remaining());
    }

    /**
     * Moves on without reading.
     *
     * @param length how many bytes
     * @throws MalformedBytesException if fewer are left
     */
    public void skip(int length) {
        require(length);
        at += length;
    }

    /**
     * Skips the value of a protobuf field that is not known here.
     *
     * @param wireType the low 3 bits of its tag
     * @throws MalformedBytesException if the value is cut short or the wire type is a group or unknown
     */
    public void skipField(int wireType) {
        switch (wireType) {
            case 0 -> readVarint();
            case 1 -> skip(8);
            case 2 -> skip(readVarint("length", 0, Integer.MAX_VALUE));
            case 5 -> skip(4);
            default -> throw malformed("wire type " + wireType);
        }
    }

    /**
     * Checks that everything was read.
     *
     * @throws MalformedBytesException if bytes are left
     */
    public void requireEnd() {
        if (at != end) {
            throw malformed(remaining() + " bytes too many");
        }
    }

    /**
     * An exception that names the present place.
     *
     * @param problem what was expected and what was found
     * @return the exception, not thrown
     */
    public MalformedBytesException malformed(String problem) {
        return new MalformedBytesException(offset(), problem);
    }

    private String decodeUtf8(int length) {
        require(length);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, at, length))
                    .toString();
            at += length;
            return text;
        } catch (CharacterCodingException e) {
            throw malformed("no UTF-8 text of " + length + " bytes");
        }
    }

    private void require(int length) {
        if (length < 0 || length > end - at) {
            throw malformed(length + " bytes wanted, " + (end - at) + " left");
        }
    }
}
