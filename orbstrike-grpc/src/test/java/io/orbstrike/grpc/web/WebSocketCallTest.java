package io.orbstrike.grpc.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import io.orbstrike.grpc.BytesMarshaller;
import io.orbstrike.grpc.GrpcServerOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call on a WebSocket, without a network. */
class WebSocketCallTest {

    private static final MethodDescriptor<byte[], byte[]> METHOD = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName("test.Echo/Echo")
            .setRequestMarshaller(BytesMarshaller.INSTANCE)
            .setResponseMarshaller(BytesMarshaller.INSTANCE)
            .build();
    private static final int WINDOW_BYTES = GrpcServerOptions.DEFAULT.flowControlWindowBytes();

    private final Network network = new Network();
    private final WebSocketHandler handler = new WebSocketHandler(GrpcServerOptions.DEFAULT, new HttpCounters());
    private final EmbeddedChannel channel = new EmbeddedChannel(network, handler);
    private final List<String> heard = new ArrayList<>();
    private @Nullable ServerCall<byte[], byte[]> call;

    @AfterEach
    void close() {
        network.take();
        channel.finishAndReleaseAll();
    }

    /** Keeps what is written until the test takes it, as a full network would. */
    private static final class Network extends ChannelOutboundHandlerAdapter {

        private record Held(Object message, ChannelPromise promise) {}

        private final Queue<Held> held = new ArrayDeque<>();
        private @Nullable ChannelHandlerContext context;
        private boolean isFull;

        @Override
        public void write(ChannelHandlerContext own, Object message, ChannelPromise promise) {
            context = own;
            if (isFull) {
                held.add(new Held(message, promise));
            } else {
                ChannelFuture unused = own.write(message, promise);
            }
        }

        void take() {
            isFull = false;
            ChannelHandlerContext own = context;
            for (Held next = held.poll(); next != null && own != null; next = held.poll()) {
                ChannelFuture unused = own.writeAndFlush(next.message(), next.promise());
            }
        }
    }

    private final class Recording extends ServerCall.Listener<byte[]> {

        @Override
        public void onMessage(byte[] message) {
            heard.add("message of " + message.length);
        }

        @Override
        public void onReady() {
            heard.add("ready");
        }

        @Override
        public void onCancel() {
            heard.add("cancelled");
        }

        @Override
        public void onComplete() {
            heard.add("complete");
        }
    }

    private ServerCall<byte[], byte[]> started() {
        handler.start(
                ServerMethodDefinition.create(METHOD, (opened, headers) -> {
                    call = opened;
                    return new Recording();
                }),
                new Metadata());
        ServerCall<byte[], byte[]> opened = call;
        assertThat(opened).isNotNull();
        return opened;
    }

    private void receive(int bytes) {
        channel.writeInbound(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[bytes])));
    }

    @Test
    void shouldHandOverAsManyMessagesAsWereAskedFor() {
        ServerCall<byte[], byte[]> opened = started();
        receive(1);
        receive(2);
        receive(3);
        assertThat(heard).isEmpty();
        opened.request(2);
        assertThat(heard).containsExactly("message of 1", "message of 2");
        opened.request(2);
        receive(4);
        receive(5);
        assertThat(heard).containsExactly("message of 1", "message of 2", "message of 3", "message of 4");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 50_000})
    void shouldStopReadingWhenAWindowOfMessagesWaitsAndGoOnAfterwards(int messageBytes) {
        ServerCall<byte[], byte[]> opened = started();
        int count = 0;
        while (channel.config().isAutoRead()) {
            receive(messageBytes);
            count++;
            assertThat((long) count * messageBytes).isLessThan(2L * WINDOW_BYTES + messageBytes);
            assertThat(count).isLessThan(2 * WINDOW_BYTES);
        }
        opened.request(count);
        assertThat(heard).hasSize(count);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 300_000})
    void shouldWriteFramesThatAnyClientReads(int messageBytes) {
        byte[] message = new byte[messageBytes];
        Arrays.fill(message, (byte) 7);
        started().sendMessage(message);
        EmbeddedChannel client = new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(false)
                .maxFramePayloadLength(messageBytes)
                .build()));
        client.writeInbound(channel.<ByteBuf>readOutbound());
        BinaryWebSocketFrame read = client.readInbound();
        assertThat(read.isFinalFragment()).isTrue();
        assertThat(ByteBufUtil.getBytes(read.content())).isEqualTo(message);
        read.release();
        client.finishAndReleaseAll();
    }

    @Test
    void shouldTellWhenTheNetworkHasTakenAllAndOnlyWhoWasToldToWait() {
        ServerCall<byte[], byte[]> opened = started();
        opened.setOnReadyThreshold(1);
        opened.sendMessage(new byte[10]);
        assertThat(opened.isReady()).isTrue();
        network.isFull = true;
        opened.sendMessage(new byte[10]);
        network.take();
        channel.runPendingTasks();
        assertThat(heard).isEmpty();

        WebSocketCall<byte[], byte[]> outlet = (WebSocketCall<byte[], byte[]>) opened;
        network.isFull = true;
        opened.sendMessage(new byte[10]);
        opened.sendMessage(new byte[10]);
        assertThat(outlet.isWritable(2)).isTrue();
        assertThat(outlet.isWritable(1)).isFalse();
        network.take();
        channel.runPendingTasks();
        assertThat(heard).containsExactly("ready");
        assertThat(outlet.isWritable(0)).isTrue();
    }

    @Test
    void shouldCompleteWhenTheClientCouldBeToldOfTheEnd() {
        ServerCall<byte[], byte[]> opened = started();
        receive(1);
        opened.sendMessage(new byte[3]);
        opened.close(Status.OK, new Metadata());
        opened.close(Status.INTERNAL, new Metadata());
        opened.request(5);
        channel.runPendingTasks();
        assertThat(heard).containsExactly("complete");
        ReferenceCountUtil.release(channel.readOutbound());
        CloseWebSocketFrame close = channel.readOutbound();
        assertThat(close.statusCode()).isEqualTo(1000);
        close.release();
        assertThat(channel.isOpen()).isTrue();
        channel.writeInbound(new CloseWebSocketFrame(1000, ""));
        assertThat(channel.isOpen()).isFalse();
        channel.runPendingTasks();
        assertThat(heard).containsExactly("complete");
    }

    @Test
    void shouldCloseAWebSocketThatDoesNotAnswerItsEnd() {
        channel.freezeTime();
        started().close(Status.NOT_FOUND.withDescription("gone"), new Metadata());
        CloseWebSocketFrame close = channel.readOutbound();
        assertThat(close.statusCode()).isEqualTo(4005);
        assertThat(close.reasonText()).isEqualTo("gone");
        close.release();
        channel.advanceTimeBy(WebSocketHandler.CLOSE_TIMEOUT.toMillis() - 1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldCancelWhenTheClientCannotBeToldOfTheEnd() {
        ServerCall<byte[], byte[]> opened = started();
        network.isFull = true;
        opened.close(Status.UNAVAILABLE, new Metadata());
        channel.runPendingTasks();
        assertThat(heard).isEmpty();
        ChannelFuture unused = channel.close();
        network.take();
        channel.runPendingTasks();
        assertThat(heard).containsExactly("cancelled");
    }

    @Test
    void shouldCancelOnceWhenTheClientLeaves() {
        ServerCall<byte[], byte[]> opened = started();
        opened.request(5);
        channel.writeInbound(new CloseWebSocketFrame(1001, "going away"));
        channel.runPendingTasks();
        assertThat(heard).containsExactly("cancelled");
        assertThat(opened.isCancelled()).isTrue();
        assertThat(opened.isReady()).isFalse();
        CloseWebSocketFrame answer = channel.readOutbound();
        assertThat(answer.statusCode()).isEqualTo(1001);
        answer.release();
        assertThat(channel.isOpen()).isFalse();
        opened.close(Status.OK, new Metadata());
        assertThat(heard).containsExactly("cancelled");
    }

    @Test
    void shouldAnswerPingsAsLongAsTheClientReads() {
        ServerCall<byte[], byte[]> opened = started();
        channel.writeInbound(new PingWebSocketFrame(Unpooled.wrappedBuffer(new byte[] {5})));
        PongWebSocketFrame pong = channel.readOutbound();
        assertThat(pong.content().readByte()).isEqualTo((byte) 5);
        pong.release();
        assertThat(opened.isReady()).isTrue();
    }

    @Test
    void shouldEndACallWhoseHandlerThrows() {
        handler.start(
                ServerMethodDefinition.create(METHOD, (opened, headers) -> {
                    throw new IllegalStateException("a secret detail");
                }),
                new Metadata());
        CloseWebSocketFrame close = channel.readOutbound();
        assertThat(close.statusCode()).isEqualTo(4013);
        assertThat(close.reasonText()).doesNotContain("secret");
        close.release();
    }
}
