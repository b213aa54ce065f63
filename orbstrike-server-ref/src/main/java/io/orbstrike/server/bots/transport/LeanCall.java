package io.orbstrike.server.bots.transport;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A call: messages as bytes over one stream of a connection. Callbacks may come from within its methods.
 *
 * <p>Confined to its channel's event loop.
 */
final class LeanCall extends ClientCall<byte[], byte[]> implements Splitter.Parts {

    static final int PREFIX_BYTES = 5;

    private static final int MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

    private final LeanChannel channel;
    private final String method;
    private final Splitter messages = new Splitter(PREFIX_BYTES, this);
    private final Queue<byte[]> undelivered = new ArrayDeque<>();
    private final Queue<ByteBuffer> unsent = new ArrayDeque<>();
    private @Nullable LeanConnection connection;
    private @Nullable Listener<byte[]> listener;
    private int stream;
    private long sendWindow;
    private int requested;
    private int receivedBytes;
    private boolean hasHeaders;
    private boolean isHalfClosed;
    private boolean isOver;

    LeanCall(LeanChannel channel, String method) {
        this.channel = channel;
        this.method = method;
    }

    String method() {
        return method;
    }

    int stream() {
        return stream;
    }

    @Override
    public void start(Listener<byte[]> responses, Metadata headers) {
        listener = responses;
        if (channel.isShutdown()) {
            over(Status.UNAVAILABLE.withDescription("the channel is shut down"), new Metadata());
            return;
        }
        LeanConnection opened = channel.connection();
        connection = opened;
        opened.start(this, headers);
    }

    /** The connection has given the call a stream. */
    void onStream(int number, long windowBytes) {
        stream = number;
        sendWindow = windowBytes;
    }

    @Override
    public void request(int count) {
        requested += count;
        while (requested > 0 && !isOver && !undelivered.isEmpty()) {
            deliver(undelivered.remove());
        }
        returnWindow();
    }

    @Override
    public boolean isReady() {
        LeanConnection open = connection;
        return !isOver && open != null && open.isActive() && unsent.isEmpty() && sendWindow > 0;
    }

    @Override
    public void sendMessage(byte[] message) {
        if (isOver) {
            return;
        }
        unsent.add(ByteBuffer.allocate(PREFIX_BYTES + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .flip());
        sendUnsent();
    }

    @Override
    public void halfClose() {
        isHalfClosed = true;
        sendUnsent();
    }

    /** The server takes so many bytes more. */
    void onWindow(long bytes) {
        boolean wasEmpty = sendWindow <= 0;
        sendWindow += bytes;
        sendUnsent();
        if (wasEmpty && isReady()) {
            requireListener().onReady();
        }
    }

    /** Sends what the windows allow. */
    void sendUnsent() {
        LeanConnection open = connection;
        if (open == null || isOver) {
            return;
        }
        for (ByteBuffer next = unsent.peek(); next != null; next = unsent.peek()) {
            int bytes = (int) Math.min(next.remaining(), open.sendableBytes(sendWindow));
            if (bytes <= 0) {
                return;
            }
            open.writeData(stream, next, bytes, false);
            sendWindow -= bytes;
            if (!next.hasRemaining()) {
                unsent.remove();
            }
        }
        if (isHalfClosed) {
            isHalfClosed = false;
            open.writeData(stream, ByteBuffer.allocate(0), 0, true);
        }
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
        LeanConnection open = connection;
        if (open != null && !isOver) {
            open.reset(this);
        }
        over(Status.CANCELLED.withDescription(message).withCause(cause), new Metadata());
    }

    void onReady() {
        requireListener().onReady();
    }

    /** A header block has come: the response's headers, or its end. */
    void onHeaders(Metadata headers, Status httpStatus, boolean isEnd) {
        if (isEnd) {
            over(httpStatus.isOk() ? GrpcStatus.of(headers) : httpStatus, headers);
        } else if (!httpStatus.isOk()) {
            fail(httpStatus);
        } else if (!hasHeaders) {
            hasHeaders = true;
            requireListener().onHeaders(headers);
        }
    }

    /** Bytes of messages have come. */
    void onData(byte[] bytes, int offset, int length, int windowBytes, boolean isEnd) {
        receivedBytes += windowBytes;
        messages.feed(bytes, offset, length);
        if (isEnd) {
            fail(Status.INTERNAL.withDescription("a response without trailers"));
            return;
        }
        returnWindow();
    }

    @Override
    public int bodyBytes(byte[] bytes, int head) {
        int length = FrameReader.intAt(bytes, head + 1);
        if (bytes[head] != 0 || length < 0 || length > MESSAGE_BYTES_MAX) {
            throw new ProtocolException(
                    "a message of " + Integer.toUnsignedString(length) + " bytes, compression " + bytes[head]);
        }
        return length;
    }

    @Override
    public void onPart(byte[] bytes, int head, int bodyBytes) {
        int from = head + PREFIX_BYTES;
        byte[] message = Arrays.copyOfRange(bytes, from, from + bodyBytes);
        if (requested == 0 || !undelivered.isEmpty()) {
            undelivered.add(message);
        } else {
            deliver(message);
        }
    }

    private void deliver(byte[] message) {
        requested--;
        if (!isOver) {
            requireListener().onMessage(message);
        }
    }

    /** Lets the server send on, unless messages wait for the listener: so their number has a bound. */
    private void returnWindow() {
        LeanConnection open = connection;
        if (open != null
                && !isOver
                && undelivered.isEmpty()
                && receivedBytes >= LeanConnection.STREAM_WINDOW_BYTES / 2) {
            open.writeWindowUpdate(stream, receivedBytes);
            receivedBytes = 0;
        }
    }

    private void fail(Status status) {
        LeanConnection open = connection;
        if (open != null && !isOver) {
            open.reset(this);
        }
        over(status, new Metadata());
    }

    /** The call has ended; told once. Messages that nobody asked for until now are lost, as all are after an error. */
    void over(Status status, Metadata trailers) {
        if (isOver) {
            return;
        }
        while (status.isOk() && requested > 0 && !undelivered.isEmpty()) {
            deliver(undelivered.remove());
        }
        isOver = true;
        undelivered.clear();
        unsent.clear();
        requireListener().onClose(status, trailers);
    }

    private Listener<byte[]> requireListener() {
        Listener<byte[]> known = listener;
        if (known == null) {
            throw new IllegalStateException("the call was not started");
        }
        return known;
    }
}
