package io.orbstrike.server.bots.transport;

import java.util.Arrays;

/**
 * Splits bytes, as they come, into parts that say their length in a head of a fixed size.
 *
 * <p>Confined to its channel's event loop.
 */
final class Splitter {

    private final int headBytes;
    private final Parts parts;
    private byte[] held = {};
    private int heldBytes;

    /** What parts there are, and who takes them. */
    interface Parts {

        /**
         * How long a part's body is, of which the head has come.
         *
         * @throws ProtocolException if it cannot be
         */
        int bodyBytes(byte[] bytes, int head);

        /** A part has come whole; its bytes may be read until the call returns. */
        void onPart(byte[] bytes, int head, int bodyBytes);
    }

    Splitter(int headBytes, Parts parts) {
        this.headBytes = headBytes;
        this.parts = parts;
    }

    /** Takes bytes; keeps a copy of a part that is not whole yet. */
    void feed(byte[] bytes, int offset, int length) {
        if (heldBytes == 0) {
            int used = split(bytes, offset, offset + length);
            hold(bytes, used, offset + length - used);
            return;
        }
        hold(bytes, offset, length);
        int used = split(held, 0, heldBytes);
        heldBytes -= used;
        System.arraycopy(held, used, held, 0, heldBytes);
    }

    /** Whether a part has come in part. */
    boolean isInside() {
        return heldBytes > 0;
    }

    private int split(byte[] bytes, int from, int to) {
        int at = from;
        while (to - at >= headBytes) {
            int bodyBytes = parts.bodyBytes(bytes, at);
            if (to - at - headBytes < bodyBytes) {
                break;
            }
            parts.onPart(bytes, at, bodyBytes);
            at += headBytes + bodyBytes;
        }
        return at;
    }

    private void hold(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return;
        }
        if (held.length - heldBytes < length) {
            held = Arrays.copyOf(held, Math.max(heldBytes + length, 2 * held.length));
        }
        System.arraycopy(bytes, offset, held, heldBytes, length);
        heldBytes += length;
    }
}
