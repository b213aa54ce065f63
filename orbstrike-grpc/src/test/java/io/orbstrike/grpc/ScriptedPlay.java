package io.orbstrike.grpc;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.v1.ClientFrame;
import io.orbstrike.grpc.v1.FrameKind;
import io.orbstrike.grpc.v1.PlayGrpc;
import io.orbstrike.grpc.v1.Section;
import io.orbstrike.grpc.v1.ServerFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A server that sends what a test tells it to, also what no server may send. */
final class ScriptedPlay extends PlayGrpc.PlayImplBase implements AutoCloseable {

    static final Seat SEAT = new Seat(
            new BoardFacts(new BoardId(1, 2), "tally", 1, 4, Duration.ofMillis(5), 1, false),
            new PlayerId(1),
            0,
            "t.t.t");

    private static final Context.Key<Metadata> METADATA = Context.key("metadata");

    private final List<Metadata> opened = new CopyOnWriteArrayList<>();
    private final List<ClientFrame> received = new CopyOnWriteArrayList<>();
    private final BiConsumer<Integer, StreamObserver<ServerFrame>> script;
    private final Server server;

    private ScriptedPlay(BiConsumer<Integer, StreamObserver<ServerFrame>> script) {
        this.script = script;
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(this)
                    .intercept(new MetadataKeeper())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Serves; the script gets the number of the stream, from 0, and may send, complete, or keep the stream. */
    static ScriptedPlay start(BiConsumer<Integer, StreamObserver<ServerFrame>> script) {
        return new ScriptedPlay(script);
    }

    static ServerFrame frame(FrameKind kind, long epoch, long tick) {
        Section.Builder section = Section.newBuilder();
        ByteString empty = ByteString.copyFrom(new byte[] {0});
        if (kind == FrameKind.FRAME_KIND_KEYFRAME) {
            section.setKeyframe(empty);
        } else {
            section.setDelta(empty);
        }
        return ServerFrame.newBuilder()
                .setEpoch(epoch)
                .setTick(tick)
                .setKind(kind)
                .addSections(section)
                .build();
    }

    String target() {
        return "127.0.0.1:" + server.getPort();
    }

    /** The metadata of each stream. */
    List<Metadata> opened() {
        return opened;
    }

    /** What clients sent, over all streams. */
    List<ClientFrame> received() {
        return received;
    }

    @Override
    public StreamObserver<ClientFrame> play(StreamObserver<ServerFrame> responses) {
        Metadata metadata = METADATA.get();
        int number = opened.size();
        opened.add(metadata);
        script.accept(number, responses);
        return new StreamObserver<>() {
            @Override
            public void onNext(ClientFrame frame) {
                received.add(frame);
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {}
        };
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static final class MetadataKeeper implements ServerInterceptor {
        @Override
        public <Q, P> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
            return Contexts.interceptCall(Context.current().withValue(METADATA, headers), call, headers, next);
        }
    }
}
