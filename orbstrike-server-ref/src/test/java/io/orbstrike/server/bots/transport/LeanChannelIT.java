package io.orbstrike.server.bots.transport;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoop;
import io.orbstrike.grpc.BytesMarshaller;
import io.orbstrike.grpc.EventLoops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lean channel against gRPC's own server, which echoes each message, or does as the message says. */
@Timeout(60)
class LeanChannelIT {

    private static final MethodDescriptor<byte[], byte[]> ECHO = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName("test.Echo/Echo")
            .setRequestMarshaller(BytesMarshaller.INSTANCE)
            .setResponseMarshaller(BytesMarshaller.INSTANCE)
            .build();
    private static final Metadata.Key<String> ASKED = Metadata.Key.of("asked", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> BINARY = Metadata.Key.of("sent-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final byte[] FAIL = {1};
    private static final byte[] END = {2};
    private static final Duration SHORT = Duration.ofSeconds(20);

    private final EventLoops loops = EventLoops.create(1);
    private final EventLoop loop = loops.workers().next();
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws Exception {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder("test.Echo")
                        .addMethod(ECHO, LeanChannelIT::echo)
                        .build())
                .build()
                .start();
        channel = new LeanChannels(loop, loops.channelType()).open(loop, "127.0.0.1:" + server.getPort());
    }

    @AfterEach
    void stop() throws Exception {
        loop.submit(channel::shutdownNow).get();
        server.shutdownNow();
        loops.close();
        assertThat(channel.isTerminated()).isTrue();
    }

    private static ServerCall.Listener<byte[]> echo(ServerCall<byte[], byte[]> call, Metadata headers) {
        Metadata answered = new Metadata();
        answered.put(ASKED, String.valueOf(headers.get(ASKED)));
        call.sendHeaders(answered);
        call.request(1);
        return new ServerCall.Listener<>() {
            @Override
            public void onMessage(byte[] message) {
                if (message.length == 1) {
                    Metadata trailers = new Metadata();
                    trailers.put(BINARY, new byte[] {0, -1, 7});
                    boolean isEnd = message[0] == END[0];
                    call.close(isEnd ? Status.OK : Status.ABORTED.withDescription("as \u00e4sked"), trailers);
                } else {
                    call.sendMessage(message);
                    call.request(1);
                }
            }
        };
    }

    /** A call, started on the event loop. */
    private final class Echo extends ClientCall.Listener<byte[]> {

        private final ClientCall<byte[], byte[]> call = channel.newCall(ECHO, CallOptions.DEFAULT);
        private final List<byte[]> received = new CopyOnWriteArrayList<>();
        private volatile @Nullable Metadata headers;
        private volatile @Nullable Metadata trailers;
        private volatile @Nullable Status status;

        Echo(int requested) {
            Metadata metadata = new Metadata();
            metadata.put(ASKED, "what is told");
            loop.execute(() -> {
                call.start(this, metadata);
                call.request(requested);
            });
        }

        void send(byte[] message) {
            loop.execute(() -> call.sendMessage(message));
        }

        Status awaitEnd() {
            await().atMost(SHORT).until(() -> status != null);
            return requireNonNull(status);
        }

        @Override
        public void onHeaders(Metadata read) {
            headers = read;
        }

        @Override
        public void onMessage(byte[] message) {
            received.add(message);
        }

        @Override
        public void onClose(Status ended, Metadata read) {
            trailers = read;
            status = ended;
        }
    }

    private static byte[] message(int bytes) {
        byte[] message = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            message[i] = (byte) (i * 31);
        }
        return message;
    }

    @Test
    void shouldCarryMessagesOfAnySizeAndEndAsTheServerSays() {
        Echo echo = new Echo(100);
        int[] sizes = {0, 2, 100, 16_379, 16_380, 70_000, 300_000};
        for (int size : sizes) {
            echo.send(message(size));
        }
        echo.send(END);
        assertThat(echo.awaitEnd().isOk()).isTrue();
        assertThat(requireNonNull(echo.headers).get(ASKED)).isEqualTo("what is told");
        assertThat(requireNonNull(echo.trailers).get(BINARY)).containsExactly(0, -1, 7);
        assertThat(echo.received).hasSize(sizes.length);
        for (int i = 0; i < sizes.length; i++) {
            assertThat(echo.received.get(i)).isEqualTo(message(sizes[i]));
        }
    }

    @Test
    void shouldTellAnError() {
        Echo echo = new Echo(1);
        echo.send(FAIL);
        assertThat(echo.awaitEnd().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(echo.awaitEnd().getDescription()).isEqualTo("as \u00e4sked");
    }

    @Test
    void shouldDeliverNoMoreThanIsAskedFor() {
        Echo echo = new Echo(2);
        for (int i = 0; i < 5; i++) {
            echo.send(message(10 + i));
        }
        await().atMost(SHORT).until(() -> echo.received.size() == 2);
        Echo other = new Echo(1);
        other.send(message(3));
        await().atMost(SHORT).until(() -> other.received.size() == 1);
        assertThat(echo.received).hasSize(2);
        loop.execute(() -> echo.call.request(3));
        await().atMost(SHORT).until(() -> echo.received.size() == 5);
    }

    @Test
    void shouldBeStoppedByTheWindowWhenNobodyAsks() {
        Echo echo = new Echo(1);
        int count = 40;
        for (int i = 0; i < count; i++) {
            echo.send(message(8_000));
        }
        await().atMost(SHORT).until(() -> echo.received.size() == 1);
        loop.execute(() -> echo.call.request(count));
        await().atMost(SHORT).until(() -> echo.received.size() == count);
    }

    @Test
    void shouldCancel() throws Exception {
        Echo echo = new Echo(100);
        echo.send(message(10));
        await().atMost(SHORT).until(() -> echo.received.size() == 1);
        loop.submit(() -> echo.call.cancel("enough", null)).get();
        assertThat(echo.awaitEnd().getCode()).isEqualTo(Status.Code.CANCELLED);
        Echo next = new Echo(1);
        next.send(message(7));
        await().atMost(SHORT).until(() -> next.received.size() == 1);
    }

    @Test
    void shouldConnectAnewWhenTheServerHasGone() throws Exception {
        Echo echo = new Echo(1);
        echo.send(message(10));
        await().atMost(SHORT).until(() -> echo.received.size() == 1);
        int port = server.getPort();
        server.shutdownNow();
        server.awaitTermination();
        assertThat(echo.awaitEnd().isOk()).isFalse();
        assertThat(new Echo(1).awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addService(ServerServiceDefinition.builder("test.Echo")
                        .addMethod(ECHO, LeanChannelIT::echo)
                        .build())
                .build()
                .start();
        Echo next = new Echo(1);
        next.send(message(7));
        await().atMost(SHORT).until(() -> next.received.size() == 1);
    }

    @Test
    void shouldLetCallsEndWhenTheServerShutsDownInOrder() {
        Echo echo = new Echo(10);
        echo.send(message(10));
        await().atMost(SHORT).until(() -> echo.received.size() == 1);
        server.shutdown();
        echo.send(message(11));
        await().atMost(SHORT).until(() -> echo.received.size() == 2);
        echo.send(END);
        assertThat(echo.awaitEnd().isOk()).isTrue();
    }
}
