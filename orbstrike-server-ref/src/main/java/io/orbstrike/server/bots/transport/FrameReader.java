package io.orbstrike.server.bots.transport;

import java.io.ByteArrayOutputStream;

/**
 * Reads the frames of HTTP/2 (RFC 9113) that a server sends, as their bytes come.
 *
 * <p>Confined to its channel's event loop.
 */
final class FrameReader implements Splitter.Parts {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int WINDOW_UPDATE = 8;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    static final int SETTING_HEADER_TABLE = 1;
    static final int SETTING_INITIAL_WINDOW = 4;

    /** What neither side may exceed, since neither allows more. */
    static final int BODY_BYTES_MAX = 16_384;

    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int PADDED = 8;
    private static final int PRIORITY = 32;
    private static final int HEAD_BYTES = 9;
    private static final int PRIORITY_BYTES = 5;
    private static final int SETTING_BYTES = 6;
    private static final int HEADER_BLOCK_BYTES_MAX = 64 * 1024;

    private final Splitter splitter = new Splitter(HEAD_BYTES, this);
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private final Frames frames;
    private int blockStream;
    private boolean isBlockEnd;

    /** Who takes frames; bytes may be read until the call returns. */
    interface Frames {

        /** A part of a stream's messages; {@code windowBytes} is what it counts in the windows. */
        void onData(int stream, byte[] bytes, int offset, int length, int windowBytes, boolean isEnd);

        /** A whole header block. */
        void onHeaders(int stream, byte[] bytes, int offset, int length, boolean isEnd);

        void onReset(int stream, int code);

        void onSetting(int id, long value);

        void onSettingsEnd();

        void onPing(byte[] bytes, int offset);

        void onWindow(int stream, int bytes);

        void onGoAway(int lastStream);
    }

    FrameReader(Frames frames) {
        this.frames = frames;
    }

    /**
     * Takes bytes as they come.
     *
     * @throws ProtocolException if they are not HTTP/2
     */
    void feed(byte[] bytes, int offset, int length) {
        splitter.feed(bytes, offset, length);
    }

    @Override
    public int bodyBytes(byte[] bytes, int head) {
        int length = ((bytes[head] & 0xff) << 16) | ((bytes[head + 1] & 0xff) << 8) | (bytes[head + 2] & 0xff);
        if (length > BODY_BYTES_MAX) {
            throw new ProtocolException("a frame of " + length + " bytes");
        }
        return length;
    }

    @Override
    public void onPart(byte[] bytes, int head, int length) {
        int type = bytes[head + 3];
        int flags = bytes[head + 4];
        int stream = intAt(bytes, head + 5) & Integer.MAX_VALUE;
        int body = head + HEAD_BYTES;
        if (blockStream != 0 && (type != CONTINUATION || stream != blockStream)) {
            throw new ProtocolException("a frame of type " + type + " within a header block");
        }
        switch (type) {
            case DATA -> readData(bytes, body, length, flags, stream);
            case HEADERS -> readHeaders(bytes, body, length, flags, stream);
            case CONTINUATION -> readContinuation(bytes, body, length, flags);
            case RST_STREAM -> frames.onReset(stream, intOf(bytes, body, length, Integer.BYTES));
            case SETTINGS -> readSettings(bytes, body, length, flags);
            case PING -> readPing(bytes, body, length, flags);
            case WINDOW_UPDATE ->
                frames.onWindow(stream, intOf(bytes, body, length, Integer.BYTES) & Integer.MAX_VALUE);
            case GOAWAY ->
                frames.onGoAway(
                        intOf(bytes, body, Math.min(length, 2 * Integer.BYTES), 2 * Integer.BYTES) & Integer.MAX_VALUE);
            default -> {
                // Unknown types are to be ignored, and priorities mean nothing here.
            }
        }
    }

    private void readData(byte[] bytes, int body, int length, int flags, int stream) {
        int padding = paddingBytes(bytes, body, length, flags);
        int skipped = (flags & PADDED) == 0 ? 0 : 1;
        frames.onData(stream, bytes, body + skipped, length - skipped - padding, length, (flags & END_STREAM) != 0);
    }

    private void readHeaders(byte[] bytes, int body, int length, int flags, int stream) {
        int padding = paddingBytes(bytes, body, length, flags);
        int skipped = ((flags & PADDED) == 0 ? 0 : 1) + ((flags & PRIORITY) == 0 ? 0 : PRIORITY_BYTES);
        int left = length - skipped - padding;
        if (left < 0) {
            throw new ProtocolException("headers of " + length + " bytes with flags " + flags);
        }
        boolean isEnd = (flags & END_STREAM) != 0;
        if ((flags & END_HEADERS) != 0) {
            frames.onHeaders(stream, bytes, body + skipped, left, isEnd);
            return;
        }
        blockStream = stream;
        isBlockEnd = isEnd;
        block.write(bytes, body + skipped, left);
    }

    private void readContinuation(byte[] bytes, int body, int length, int flags) {
        if (blockStream == 0 || block.size() + length > HEADER_BLOCK_BYTES_MAX) {
            throw new ProtocolException("a continuation of " + block.size() + " bytes");
        }
        block.write(bytes, body, length);
        if ((flags & END_HEADERS) != 0) {
            byte[] whole = block.toByteArray();
            int stream = blockStream;
            block.reset();
            blockStream = 0;
            frames.onHeaders(stream, whole, 0, whole.length, isBlockEnd);
        }
    }

    private void readSettings(byte[] bytes, int body, int length, int flags) {
        if ((flags & ACK) != 0) {
            return;
        }
        if (length % SETTING_BYTES != 0) {
            throw new ProtocolException("settings of " + length + " bytes");
        }
        for (int at = body; at < body + length; at += SETTING_BYTES) {
            int id = ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
            frames.onSetting(id, Integer.toUnsignedLong(intAt(bytes, at + 2)));
        }
        frames.onSettingsEnd();
    }

    private void readPing(byte[] bytes, int body, int length, int flags) {
        if (length != FrameWriter.PING_BYTES) {
            throw new ProtocolException("a ping of " + length + " bytes");
        }
        if ((flags & ACK) == 0) {
            frames.onPing(bytes, body);
        }
    }

    private static int paddingBytes(byte[] bytes, int body, int length, int flags) {
        if ((flags & PADDED) == 0) {
            return 0;
        }
        int padding = length == 0 ? -1 : bytes[body] & 0xff;
        if (padding < 0 || padding > length - 1) {
            throw new ProtocolException("padding beyond a frame of " + length + " bytes");
        }
        return padding;
    }

    private static int intOf(byte[] bytes, int body, int length, int expected) {
        if (length != expected) {
            throw new ProtocolException("a frame of " + length + " bytes, expected " + expected);
        }
        return intAt(bytes, body);
    }

    static int intAt(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 24)
                | ((bytes[at + 1] & 0xff) << 16)
                | ((bytes[at + 2] & 0xff) << 8)
                | (bytes[at + 3] & 0xff);
    }
}
