package io.orbstrike.board;

/**
 * A translation between a game's own type and bytes.
 *
 * <p>Thread-safe: one codec serves all threads.
 *
 * @param <T> the game's own type
 */
public interface Codec<T> {

    /**
     * Writes a value.
     *
     * @param value to be written
     * @param out receives the bytes; what it held before stays
     */
    void encode(T value, ByteWriter out);

    /**
     * Reads a value that may come from anybody. It must check everything, and read to the end.
     *
     * @param in exactly the bytes of one value
     * @return the value
     * @throws MalformedBytesException if the bytes are no encoding
     * @throws InvalidValueException if a field is out of its bounds
     */
    T decode(ByteReader in);

    /**
     * Decodes an array.
     *
     * @param bytes exactly the bytes of one value
     * @return the value
     * @throws MalformedBytesException if the bytes are no encoding, or some are left over
     * @throws InvalidValueException if a field is out of its bounds
     */
    default T decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        T value = decode(in);
        in.requireEnd();
        return value;
    }

    /**
     * Encodes into a new array.
     *
     * @param value to be written
     * @return exactly its bytes
     */
    default byte[] encode(T value) {
        ByteWriter out = new ByteWriter(64);
        encode(value, out);
        return out.toByteArray();
    }
}
