package io.orbstrike.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.orbstrike.grpc.v1.ClientFrame;
import io.orbstrike.grpc.v1.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A Play stream over a WebSocket, of the JDK's own client, that asks for each message by hand. */
final class RawWebPlay implements WebSocket.Listener {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<ServerFrame> frames = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final WebSocket socket;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
    private volatile boolean reads;
    private volatile boolean acknowledges;
    private volatile int closeCode;
    private volatile String closeReason = "";
    private volatile @Nullable Throwable error;

    private RawWebPlay(InetSocketAddress server, String query, boolean reads, WebSocket.Builder builder) {
        this.reads = reads;
        URI uri = URI.create("ws://" + server.getHostString() + ":" + server.getPort() + "/play" + query);
        this.socket = GrpcRig.await(builder.buildAsync(uri, this));
    }

    /** Opens a stream that reads all and acknowledges nothing. */
    static RawWebPlay reading(InetSocketAddress server, String ticket, String query) {
        return new RawWebPlay(
                server, query, true, HTTP.newWebSocketBuilder().subprotocols("orbstrike.v1", "bearer." + ticket));
    }

    static RawWebPlay reading(InetSocketAddress server, String ticket) {
        return reading(server, ticket, "?stream=1");
    }

    /** Opens one as described by the test. */
    static RawWebPlay reading(InetSocketAddress server, WebSocket.Builder builder) {
        return new RawWebPlay(server, "?stream=1", true, builder);
    }

    static WebSocket.Builder builder() {
        return HTTP.newWebSocketBuilder();
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    void read() {
        reads = true;
        socket.request(1);
    }

    void stopReading() {
        reads = false;
    }

    /** Acknowledges every frame from now on. */
    void acknowledge() {
        acknowledges = true;
    }

    void send(ClientFrame frame) {
        sendBytes(frame.toByteArray());
    }

    void sendBytes(byte[] bytes) {
        GrpcRig.await(enqueue(() -> socket.sendBinary(ByteBuffer.wrap(bytes), true)));
    }

    /** The JDK's client takes one message at a time. */
    private synchronized CompletableFuture<?> enqueue(Supplier<CompletableFuture<WebSocket>> sending) {
        CompletableFuture<?> next = sent.thenCompose(done -> sending.get());
        sent = next;
        return next;
    }

    /** Sends a message in two pieces. */
    void sendInPieces(byte[] bytes) {
        int half = bytes.length / 2;
        GrpcRig.await(socket.sendBinary(ByteBuffer.wrap(bytes, 0, half), false));
        GrpcRig.await(socket.sendPing(ByteBuffer.allocate(0)));
        GrpcRig.await(socket.sendBinary(ByteBuffer.wrap(bytes, half, bytes.length - half), true));
    }

    void sendText(String text) {
        GrpcRig.await(enqueue(() -> socket.sendText(text, true)));
    }

    void sendState(long sequence, String text) {
        send(ClientFrame.newBuilder().setState(RawPlay.input(sequence, text)).build());
    }

    void sendEvent(long sequence, String text) {
        send(ClientFrame.newBuilder().addEvents(RawPlay.input(sequence, text)).build());
    }

    /** Leaves with a word. */
    void close() {
        GrpcRig.await(enqueue(() -> socket.sendClose(WebSocket.NORMAL_CLOSURE, "")));
    }

    /** Leaves without one. */
    void abort() {
        socket.abort();
    }

    List<ServerFrame> frames() {
        return frames;
    }

    ServerFrame newest() {
        return frames.get(frames.size() - 1);
    }

    /** 0 as long as it is open. */
    int closeCode() {
        return closeCode;
    }

    String closeReason() {
        return closeReason;
    }

    /** What broke the connection, if something did. */
    @Nullable
    Throwable error() {
        return error;
    }

    @Override
    public void onOpen(WebSocket opened) {
        if (reads) {
            opened.request(1);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean isLast) {
        byte[] piece = new byte[data.remaining()];
        data.get(piece);
        message.writeBytes(piece);
        if (isLast) {
            onFrame(from, message.toByteArray());
            message.reset();
        }
        if (reads) {
            from.request(1);
        }
        return null;
    }

    private void onFrame(WebSocket from, byte[] bytes) {
        try {
            ServerFrame frame = ServerFrame.parseFrom(bytes);
            frames.add(frame);
            if (acknowledges) {
                byte[] seen = ClientFrame.newBuilder()
                        .setSeenEpoch(frame.getEpoch())
                        .setSeenTick(frame.getTick())
                        .build()
                        .toByteArray();
                CompletableFuture<?> unused = enqueue(() -> from.sendBinary(ByteBuffer.wrap(seen), true));
            }
        } catch (InvalidProtocolBufferException e) {
            error = e;
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeReason = reason;
        closeCode = code;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        error = failure;
    }
}
