package io.orbstrike.grpc.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes binary messages to a WebSocket, and knows how many the network has not taken yet.
 *
 * <p>Confined to the connection's event loop.
 */
final class WebSocketWriter implements ChannelFutureListener {

    private static final int HEADER_BYTES_MAX = 10;
    private static final int FINAL_BINARY = 0x82;
    private static final int LENGTH_7_BITS_MAX = 125;
    private static final int LENGTH_16_BITS_MAX = 65_535;
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;

    private final ChannelHandlerContext context;
    private final Runnable onReady;
    private int messagesUnwritten;
    private boolean isWriting;
    private boolean isAwaitingReadiness;

    /** {@code onReady} is called when the network has taken all, if since the last time it had not and that was asked. */
    WebSocketWriter(ChannelHandlerContext context, Runnable onReady) {
        this.context = context;
        this.onReady = onReady;
    }

    /** What writes so many bytes. */
    interface Payload {

        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a message as one buffer, frame header and all, past the codec, which would copy it once more. */
    void write(int payloadBytes, Payload payload) {
        ByteBuf buffer = context.alloc().directBuffer(HEADER_BYTES_MAX + payloadBytes);
        writeHeader(buffer, payloadBytes);
        int headerBytes = buffer.readableBytes();
        try (ByteBufOutputStream out = new ByteBufOutputStream(buffer)) {
            payload.writeTo(out);
        } catch (IOException | RuntimeException e) {
            buffer.release();
            throw new IllegalStateException("a message that cannot be written", e);
        }
        if (buffer.readableBytes() != headerBytes + payloadBytes) {
            int writtenBytes = buffer.readableBytes() - headerBytes;
            buffer.release();
            throw new IllegalStateException("a message of " + payloadBytes + " bytes has written " + writtenBytes);
        }
        messagesUnwritten++;
        isWriting = true;
        context.write(buffer).addListener(this);
        isWriting = false;
    }

    /** The last and only frame of a binary message, not masked (RFC 6455, section 5.2). */
    private static void writeHeader(ByteBuf buffer, int payloadBytes) {
        buffer.writeByte(FINAL_BINARY);
        if (payloadBytes <= LENGTH_7_BITS_MAX) {
            buffer.writeByte(payloadBytes);
        } else if (payloadBytes <= LENGTH_16_BITS_MAX) {
            buffer.writeByte(LENGTH_OF_16_BITS).writeShort(payloadBytes);
        } else {
            buffer.writeByte(LENGTH_OF_64_BITS).writeLong(payloadBytes);
        }
    }

    /** Sends what was written. */
    void flush() {
        isWriting = true;
        context.flush();
        isWriting = false;
    }

    /** Whether so many messages at most wait for the network, after a flush if there are more. */
    boolean isWritable(int messagesUnwrittenMax) {
        if (messagesUnwritten > messagesUnwrittenMax) {
            flush();
        }
        isAwaitingReadiness = messagesUnwritten > messagesUnwrittenMax;
        return !isAwaitingReadiness;
    }

    /** Whether so few bytes wait for the network as the channel's high-water mark says. */
    boolean isReady() {
        isAwaitingReadiness = messagesUnwritten > 0 && !context.channel().isWritable();
        return !isAwaitingReadiness;
    }

    /** A message has been written, or cannot be. Who is writing just now sees that himself, and is told later if he waits. */
    @Override
    public void operationComplete(ChannelFuture written) {
        messagesUnwritten--;
        if (messagesUnwritten == 0 && isAwaitingReadiness) {
            isAwaitingReadiness = false;
            if (isWriting) {
                context.executor().execute(onReady);
            } else {
                onReady.run();
            }
        }
    }
}
