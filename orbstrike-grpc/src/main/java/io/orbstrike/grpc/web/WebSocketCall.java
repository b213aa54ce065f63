package io.orbstrike.grpc.web;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.netty.channel.ChannelHandlerContext;
import io.orbstrike.grpc.FrameOutlet;
import io.orbstrike.host.Frame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A streaming call whose messages are the binary messages of a WebSocket.
 *
 * <p>Confined to the connection's event loop.
 *
 * @param <Q> requests
 * @param <P> responses
 */
final class WebSocketCall<Q, P> extends ServerCall<Q, P> implements FrameOutlet {

    /* Ends: closed by the server (hasClosed; the listener completes when the close frame is written, or is cancelled if it
     * cannot be), or left by the client (isCancelled). The listener is told once (isOver), never inside one of its own calls.
     *
     * Receiving: messages wait here until they are asked for. Beyond `receivedBytesMax` the connection is not read, as an
     * HTTP/2 window would have it; below it is read always, so that a client that leaves is noticed.
     */

    /** What a message costs beside its bytes, so that empty ones are bounded, too. */
    private static final int MESSAGE_OVERHEAD_BYTES = 64;

    private final ChannelHandlerContext context;
    private final WebSocketHandler connection;
    private final WebSocketWriter writer;
    private final MethodDescriptor<Q, P> method;
    private final Attributes attributes;
    private final int receivedBytesMax;
    private final ArrayDeque<byte[]> received = new ArrayDeque<>();
    private ServerCall.@Nullable Listener<Q> listener;
    private int receivedBytes;
    private int messagesAskedFor;
    private boolean isDelivering;
    private boolean hasClosed;
    private boolean isCancelled;
    private boolean isOver;

    private WebSocketCall(
            ChannelHandlerContext context,
            WebSocketHandler connection,
            MethodDescriptor<Q, P> method,
            Attributes attributes,
            int receivedBytesMax) {
        this.context = context;
        this.connection = connection;
        this.writer = new WebSocketWriter(context, this::tellReady);
        this.method = method;
        this.attributes = attributes;
        this.receivedBytesMax = receivedBytesMax;
    }

    /** Starts a call; it may have ended when this returns. */
    static <Q, P> WebSocketCall<Q, P> start(
            ServerMethodDefinition<Q, P> method,
            Metadata headers,
            ChannelHandlerContext context,
            WebSocketHandler connection,
            int receivedBytesMax) {
        WebSocketCall<Q, P> call = new WebSocketCall<>(
                context,
                connection,
                method.getMethodDescriptor(),
                CallHeaders.attributes(context.channel()),
                receivedBytesMax);
        Context caller = Context.ROOT.attach();
        try {
            call.listener = method.getServerCallHandler().startCall(call, headers);
        } finally {
            Context.ROOT.detach(caller);
        }
        call.deliver();
        return call;
    }

    /** A message has come. */
    void onMessage(byte[] message) {
        if (hasClosed || isCancelled) {
            return;
        }
        received.add(message);
        receivedBytes += MESSAGE_OVERHEAD_BYTES + message.length;
        deliver();
    }

    /** The client has left, or cannot be reached. */
    void onGone() {
        if (!hasClosed && !isCancelled) {
            isCancelled = true;
            forgetReceived();
            tellEnd(false);
        }
    }

    @Override
    public void request(int numMessages) {
        messagesAskedFor += numMessages;
        deliver();
    }

    @Override
    public void sendHeaders(Metadata headers) {
        // Everything that Play's response headers say is in the first frame, too.
    }

    @Override
    public void sendMessage(P message) {
        try (InputStream stream = method.streamResponse(message)) {
            InputStream counted =
                    stream instanceof KnownLength ? stream : new ByteArrayInputStream(stream.readAllBytes());
            writer.write(counted.available(), out -> {
                if (counted instanceof Drainable drainable) {
                    drainable.drainTo(out);
                } else {
                    counted.transferTo(out);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("a message that cannot be read", e);
        }
        flush();
    }

    @Override
    public boolean tryWrite(Frame frame) {
        writer.write(frame.sizeBytes(), frame::writeTo);
        return true;
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public boolean isHeldUp() {
        return false;
    }

    @Override
    public boolean isWritable(int framesUnwrittenMax) {
        return writer.isWritable(framesUnwrittenMax);
    }

    @Override
    public boolean isReady() {
        return !hasClosed && !isCancelled && writer.isReady();
    }

    @Override
    public void setOnReadyThreshold(int numBytes) {
        connection.setWriteBufferBytesMax(numBytes);
    }

    private void tellReady() {
        ServerCall.Listener<Q> told = listener;
        if (told != null && !hasClosed && !isCancelled) {
            told.onReady();
        }
    }

    @Override
    public void close(Status status, Metadata trailers) {
        if (hasClosed || isCancelled) {
            return;
        }
        hasClosed = true;
        forgetReceived();
        connection
                .close(CloseCode.of(status), status.getDescription())
                .addListener(written -> tellEnd(written.isSuccess()));
    }

    /** Later, since a call may be closed before its listener is known. */
    private void tellEnd(boolean isComplete) {
        context.executor().execute(() -> {
            ServerCall.Listener<Q> told = listener;
            if (told == null || isOver) {
                return;
            }
            isOver = true;
            if (isComplete) {
                told.onComplete();
            } else {
                told.onCancel();
            }
        });
    }

    @Override
    public boolean isCancelled() {
        return isCancelled;
    }

    @Override
    public MethodDescriptor<Q, P> getMethodDescriptor() {
        return method;
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    private void deliver() {
        ServerCall.Listener<Q> receiver = listener;
        if (isDelivering || receiver == null) {
            return;
        }
        isDelivering = true;
        try {
            while (messagesAskedFor > 0 && !received.isEmpty()) {
                byte[] message = received.remove();
                receivedBytes -= MESSAGE_OVERHEAD_BYTES + message.length;
                messagesAskedFor--;
                receiver.onMessage(method.parseRequest(new ByteArrayInputStream(message)));
            }
        } finally {
            isDelivering = false;
        }
        connection.read(receivedBytes < receivedBytesMax);
    }

    private void forgetReceived() {
        received.clear();
        receivedBytes = 0;
        connection.read(true);
    }
}
