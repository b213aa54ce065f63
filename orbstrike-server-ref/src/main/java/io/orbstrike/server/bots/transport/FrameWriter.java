package io.orbstrike.server.bots.transport;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the frames of HTTP/2 (RFC 9113) that a client of calls needs. */
final class FrameWriter {

    static final int PING_BYTES = 8;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SETTING_BYTES = 6;
    private static final int SETTING_ENABLE_PUSH = 2;
    private static final int CANCEL = 8;

    /** What a connection begins with. */
    void preface(ByteBuf out, int streamWindowBytes) {
        out.writeBytes(PREFACE);
        head(out, 2 * SETTING_BYTES, FrameReader.SETTINGS, 0, 0);
        out.writeShort(SETTING_ENABLE_PUSH).writeInt(0);
        out.writeShort(FrameReader.SETTING_INITIAL_WINDOW).writeInt(streamWindowBytes);
    }

    /** A request's headers, as one frame. */
    void headers(ByteBuf out, int stream, ByteBuf block) {
        if (block.readableBytes() > FrameReader.BODY_BYTES_MAX) {
            throw new ProtocolException("headers of " + block.readableBytes() + " bytes");
        }
        head(out, block.readableBytes(), FrameReader.HEADERS, FrameReader.END_HEADERS, stream);
        out.writeBytes(block);
    }

    /** Takes the bytes from the message. */
    void data(ByteBuf out, int stream, ByteBuffer message, int bytes, boolean isEnd) {
        head(out, bytes, FrameReader.DATA, isEnd ? FrameReader.END_STREAM : 0, stream);
        int end = message.limit();
        message.limit(message.position() + bytes);
        out.writeBytes(message);
        message.limit(end);
    }

    void windowUpdate(ByteBuf out, int stream, int bytes) {
        head(out, Integer.BYTES, FrameReader.WINDOW_UPDATE, 0, stream);
        out.writeInt(bytes);
    }

    void settingsAck(ByteBuf out) {
        head(out, 0, FrameReader.SETTINGS, FrameReader.ACK, 0);
    }

    void ping(ByteBuf out, byte[] bytes, int offset, boolean isAck) {
        head(out, PING_BYTES, FrameReader.PING, isAck ? FrameReader.ACK : 0, 0);
        out.writeBytes(bytes, offset, PING_BYTES);
    }

    void cancel(ByteBuf out, int stream) {
        head(out, Integer.BYTES, FrameReader.RST_STREAM, 0, stream);
        out.writeInt(CANCEL);
    }

    private static void head(ByteBuf out, int bodyBytes, int type, int flags, int stream) {
        out.writeMedium(bodyBytes).writeByte(type).writeByte(flags).writeInt(stream);
    }
}
