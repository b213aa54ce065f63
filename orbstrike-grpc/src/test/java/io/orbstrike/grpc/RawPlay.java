package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.v1.ClientFrame;
import io.orbstrike.grpc.v1.Input;
import io.orbstrike.grpc.v1.PlayGrpc;
import io.orbstrike.grpc.v1.ServerFrame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A Play stream of an ordinary protobuf client that asks for each message by hand. */
final class RawPlay extends ClientCall.Listener<ServerFrame> {

    private final ClientCall<ClientFrame, ServerFrame> call;
    private final List<ServerFrame> frames = new CopyOnWriteArrayList<>();
    private volatile @Nullable Metadata headers;
    private volatile @Nullable Status status;
    private volatile @Nullable Metadata trailers;
    private volatile boolean reads;
    private volatile boolean acknowledges;

    private RawPlay(Channel channel, Metadata metadata, CallOptions options) {
        call = channel.newCall(PlayGrpc.getPlayMethod(), options);
        call.start(this, metadata);
    }

    /** Opens a stream that reads nothing yet. */
    static RawPlay open(Channel channel, Metadata metadata) {
        return new RawPlay(channel, metadata, CallOptions.DEFAULT);
    }

    /** Opens a stream that reads all and acknowledges nothing. */
    static RawPlay reading(Channel channel, Metadata metadata) {
        return reading(channel, metadata, CallOptions.DEFAULT);
    }

    /** The same by a client that says more of the call, such as a deadline. */
    static RawPlay reading(Channel channel, Metadata metadata, CallOptions options) {
        RawPlay play = new RawPlay(channel, metadata, options);
        play.read();
        return play;
    }

    void read() {
        reads = true;
        call.request(1);
    }

    void stopReading() {
        reads = false;
    }

    /** Acknowledges every frame from now on. */
    void acknowledge() {
        acknowledges = true;
    }

    void stopAcknowledging() {
        acknowledges = false;
    }

    void send(ClientFrame frame) {
        call.sendMessage(frame);
    }

    void sendState(long sequence, String text) {
        send(ClientFrame.newBuilder().setState(input(sequence, text)).build());
    }

    void sendEvent(long sequence, String text) {
        send(ClientFrame.newBuilder().addEvents(input(sequence, text)).build());
    }

    static Input input(long sequence, String text) {
        return Input.newBuilder()
                .setSequence(sequence)
                .setInput(ByteString.copyFromUtf8(text))
                .build();
    }

    void halfClose() {
        call.halfClose();
    }

    void cancel() {
        call.cancel("the test wants it", null);
    }

    List<ServerFrame> frames() {
        return frames;
    }

    Metadata headers() {
        return requireNonNull(headers, "headers");
    }

    /** What the stream ended with. */
    Status.Code code() {
        return requireNonNull(status, "status").getCode();
    }

    @Nullable
    Status status() {
        return status;
    }

    /** What the stream ended with, as the client's library reads it. */
    CallFailedException failure() {
        Status ended = status;
        if (ended == null) {
            throw new IllegalStateException("the stream has not ended");
        }
        return io.orbstrike.grpc.client.Failures.of(ended, trailers);
    }

    @Override
    public void onHeaders(Metadata received) {
        headers = received;
    }

    @Override
    public void onMessage(ServerFrame frame) {
        frames.add(frame);
        if (acknowledges) {
            call.sendMessage(ClientFrame.newBuilder()
                    .setSeenEpoch(frame.getEpoch())
                    .setSeenTick(frame.getTick())
                    .build());
        }
        if (reads) {
            call.request(1);
        }
    }

    @Override
    public void onClose(Status ended, Metadata received) {
        trailers = received;
        status = ended;
    }
}
