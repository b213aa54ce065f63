package io.orbstrike.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC connection seen as HTTP/2: where DATA frames are written beside gRPC, in the order of the connection and within
 * its windows.
 *
 * <p>Confined to the connection's event loop.
 */
final class DirectConnection {

    /* gRPC copies a message into a buffer of 4 KiB at least, queues a command, wakes the loop for each connection's queue, and
     * gives the buffer to the flow controller, which hands it on in two writes. A frame of 60 bytes for each of a thousand
     * connections needs none of that: here it is one buffer and one write.
     *
     * Windows: what is written is taken from the stream's window and the connection's at once, and nothing is written that
     * does not fit. So the flow controller, which goes on serving gRPC's own writes, has the right view.
     *
     * Pings: gRPC counts a client's pings and forgives them with each DATA frame that goes through its frame writer. After a
     * ping one frame goes there, so a client that measures its bandwidth by pings is no offender.
     */

    private static final AttributeKey<DirectConnection> KEY = AttributeKey.valueOf(DirectConnection.class, "here");
    private static final int FRAME_HEADER_BYTES = 9;

    private final ChannelHandlerContext context;
    private final Http2ConnectionHandler handler;
    private final Http2RemoteFlowController windows;
    private final Http2Stream whole;
    private boolean hasPinged;

    private DirectConnection(ChannelHandlerContext context, Http2ConnectionHandler handler) {
        this.context = context;
        this.handler = handler;
        this.windows = handler.encoder().flowController();
        this.whole = handler.connection().connectionStream();
    }

    /** The connection of a channel; null if it carries no HTTP/2. */
    static @Nullable DirectConnection of(Channel channel) {
        DirectConnection present = channel.attr(KEY).get();
        if (present != null) {
            return present;
        }
        ChannelHandlerContext context = channel.pipeline().context(Http2ConnectionHandler.class);
        if (context == null) {
            return null;
        }
        Http2ConnectionHandler handler = (Http2ConnectionHandler) context.handler();
        DirectConnection made = new DirectConnection(context, handler);
        handler.decoder().frameListener(made.new PingWatch(handler.decoder().frameListener()));
        channel.attr(KEY).set(made);
        return made;
    }

    /** The stream that the client has opened last, or null if it has gone. */
    @Nullable
    Http2Stream newestStream() {
        return handler.connection().stream(handler.connection().remote().lastStreamCreated());
    }

    /** Whether writes of gRPC's own on a stream wait for the client to open a window. */
    boolean isHeldUp(Http2Stream stream) {
        return windows.hasFlowControlled(stream);
    }

    /** How many bytes a DATA frame of a stream may carry now. */
    int roomBytes(Http2Stream stream) {
        return Math.min(windows.windowSize(stream), windows.windowSize(whole));
    }

    /** A buffer for a DATA frame, with the frame's header in it. */
    ByteBuf frame(Http2Stream stream, int payloadBytes) {
        return context.alloc()
                .directBuffer(FRAME_HEADER_BYTES + payloadBytes)
                .writeMedium(payloadBytes)
                .writeByte(Http2FrameTypes.DATA)
                .writeByte(0)
                .writeInt(stream.id());
    }

    /** Writes a frame from {@link #frame}, whose payload fits into {@link #roomBytes}; it goes out with {@link #flush}. */
    ChannelFuture write(Http2Stream stream, ByteBuf frame) {
        int payloadBytes = frame.readableBytes() - FRAME_HEADER_BYTES;
        try {
            windows.incrementWindowSize(stream, -payloadBytes);
            windows.incrementWindowSize(whole, -payloadBytes);
        } catch (Http2Exception e) {
            throw new IllegalStateException("stream " + stream.id() + ": a window cannot shrink", e);
        }
        if (hasPinged) {
            hasPinged = false;
            ByteBuf payload = frame.skipBytes(FRAME_HEADER_BYTES);
            return handler.encoder()
                    .frameWriter()
                    .writeData(context, stream.id(), payload, 0, false, context.newPromise());
        }
        return context.write(frame);
    }

    void flush() {
        context.flush();
    }

    /** Notes pings on their way to gRPC. */
    private final class PingWatch extends Http2FrameListenerDecorator {

        PingWatch(Http2FrameListener grpc) {
            super(grpc);
        }

        @Override
        public void onPingRead(ChannelHandlerContext from, long data) throws Http2Exception {
            hasPinged = true;
            super.onPingRead(from, data);
        }
    }
}
