package io.orbstrike.host;

import io.orbstrike.board.FrameKind;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One frame for one viewer, in the wire form of {@code orbstrike.v1.ServerFrame}: a few byte arrays, most of them shared
 * with all other viewers of the tick.
 *
 * <p>Immutable; the arrays are not to be changed by anybody.
 */
public final class Frame {

    private final long epoch;
    private final long tick;
    private final FrameKind kind;
    private final byte[][] parts;
    private final int sizeBytes;

    Frame(long epoch, long tick, FrameKind kind, byte[]... parts) {
        this.epoch = epoch;
        this.tick = tick;
        this.kind = kind;
        this.parts = parts;
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        this.sizeBytes = size;
    }

    /**
     * The epoch in the frame's header.
     *
     * @return 0 and above
     */
    public long epoch() {
        return epoch;
    }

    /**
     * The tick in the frame's header.
     *
     * @return 0 and above
     */
    public long tick() {
        return tick;
    }

    /**
     * The kind in the frame's header.
     *
     * @return never null
     */
    public FrameKind kind() {
        return kind;
    }

    /**
     * The length of the message.
     *
     * @return bytes
     */
    public int sizeBytes() {
        return sizeBytes;
    }

    /**
     * Writes the message.
     *
     * @param out receives exactly {@link #sizeBytes()} bytes
     * @throws IOException if {@code out} throws it
     */
    public void writeTo(OutputStream out) throws IOException {
        for (byte[] part : parts) {
            out.write(part);
        }
    }

    /**
     * The message as one array.
     *
     * @return a copy
     */
    public byte[] toByteArray() {
        byte[] all = new byte[sizeBytes];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
