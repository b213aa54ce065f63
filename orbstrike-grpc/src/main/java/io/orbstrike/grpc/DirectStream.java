package io.orbstrike.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http2.Http2Stream;
import io.orbstrike.host.Frame;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/2 stream of one Play call, for frames that go past gRPC's queue into the connection.
 *
 * <p>Confined to the connection's event loop.
 */
final class DirectStream implements FrameOutlet, ChannelFutureListener {

    private static final int MESSAGE_PREFIX_BYTES = 5;

    /** What every peer takes in one DATA frame, whatever its settings (RFC 9113, section 6.5.2). */
    private static final int PAYLOAD_BYTES_MAX = 16_384;

    private final DirectConnection connection;
    private final Http2Stream stream;
    private final Runnable onWritten;
    private int framesUnwritten;

    private DirectStream(DirectConnection connection, Http2Stream stream, Runnable onWritten) {
        this.connection = connection;
        this.stream = stream;
        this.onWritten = onWritten;
    }

    /**
     * The stream of the call that is being started, which is the newest that the client has opened.
     *
     * @param onWritten called when no frame waits for the network any more
     * @return null if the channel carries no HTTP/2
     */
    static @Nullable DirectStream ofStartingCall(Channel channel, Runnable onWritten) {
        DirectConnection connection = DirectConnection.of(channel);
        Http2Stream stream = connection == null ? null : connection.newestStream();
        return connection == null || stream == null ? null : new DirectStream(connection, stream, onWritten);
    }

    @Override
    public boolean isWritable(int framesUnwrittenMax) {
        if (framesUnwritten > framesUnwrittenMax) {
            flush();
        }
        return framesUnwritten <= framesUnwrittenMax;
    }

    /** Whether what gRPC writes on this stream waits for the client to open a window. */
    @Override
    public boolean isHeldUp() {
        return connection.isHeldUp(stream);
    }

    /** Writes a frame if it fits into the windows and one DATA frame; false if it has to go through gRPC. */
    @Override
    public boolean tryWrite(Frame frame) {
        int payloadBytes = MESSAGE_PREFIX_BYTES + frame.sizeBytes();
        if (payloadBytes > PAYLOAD_BYTES_MAX || payloadBytes > connection.roomBytes(stream)) {
            return false;
        }
        ByteBuf buffer = connection.frame(stream, payloadBytes).writeByte(0).writeInt(frame.sizeBytes());
        try (ByteBufOutputStream out = new ByteBufOutputStream(buffer)) {
            frame.writeTo(out);
        } catch (IOException | RuntimeException e) {
            buffer.release();
            throw new IllegalStateException("stream " + stream.id() + ": a frame did not fit its own size", e);
        }
        framesUnwritten++;
        connection.write(stream, buffer).addListener(this);
        return true;
    }

    @Override
    public void flush() {
        connection.flush();
    }

    @Override
    public void operationComplete(ChannelFuture written) {
        if (--framesUnwritten == 0) {
            onWritten.run();
        }
    }
}
