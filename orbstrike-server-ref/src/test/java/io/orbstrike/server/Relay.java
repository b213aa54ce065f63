package io.orbstrike.server;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.orbstrike.grpc.BytesMarshaller;
import io.orbstrike.grpc.v1.PlayGrpc;
import io.orbstrike.server.config.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes every call on to a server, and lets a fault have the frames of the Play streams on their way back. All of it
 * happens on one thread.
 */
final class Relay implements AutoCloseable {

    private static final String PLAY = PlayGrpc.getPlayMethod().getFullMethodName();
    private static final long CLOSE_SECONDS_MAX = 5;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "relay");
        created.setDaemon(true);
        return created;
    });
    private final FrameFault fault;
    private final ManagedChannel onward;
    private final Server listening;
    private int plays;

    private Relay(HostPort target, FrameFault fault) throws IOException {
        this.fault = fault;
        this.onward = NettyChannelBuilder.forTarget(target.toString())
                .usePlaintext()
                .disableRetry()
                .executor(thread)
                .build();
        this.listening = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .fallbackHandlerRegistry(new EveryMethod())
                .executor(thread)
                .build()
                .start();
    }

    static Relay start(HostPort target, FrameFault fault) throws IOException {
        return new Relay(target, fault);
    }

    /** Where to dial it. */
    String address() {
        return "127.0.0.1:" + listening.getPort();
    }

    @Override
    public void close() {
        listening.shutdownNow();
        onward.shutdownNow();
        try {
            listening.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
            onward.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
    }

    private final class EveryMethod extends HandlerRegistry {

        private final ServerCallHandler<byte[], byte[]> handler = Relay.this::pass;

        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
            return ServerMethodDefinition.create(
                    MethodDescriptor.<byte[], byte[]>newBuilder()
                            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                            .setFullMethodName(name)
                            .setRequestMarshaller(BytesMarshaller.INSTANCE)
                            .setResponseMarshaller(BytesMarshaller.INSTANCE)
                            .build(),
                    handler);
        }
    }

    private ServerCall.Listener<byte[]> pass(ServerCall<byte[], byte[]> caller, Metadata headers) {
        ClientCall<byte[], byte[]> call = onward.newCall(caller.getMethodDescriptor(), CallOptions.DEFAULT);
        boolean isPlay = caller.getMethodDescriptor().getFullMethodName().equals(PLAY);
        call.start(new Back(caller, call, isPlay ? plays++ : -1), headers);
        call.request(1);
        caller.request(1);
        return new Forth(caller, call);
    }

    private static final class Forth extends ServerCall.Listener<byte[]> {

        private final ServerCall<byte[], byte[]> caller;
        private final ClientCall<byte[], byte[]> call;

        Forth(ServerCall<byte[], byte[]> caller, ClientCall<byte[], byte[]> call) {
            this.caller = caller;
            this.call = call;
        }

        @Override
        public void onMessage(byte[] message) {
            call.sendMessage(message);
            caller.request(1);
        }

        @Override
        public void onHalfClose() {
            call.halfClose();
        }

        @Override
        public void onCancel() {
            call.cancel("cancelled by the caller", null);
        }
    }

    private final class Back extends ClientCall.Listener<byte[]> {

        private final ServerCall<byte[], byte[]> caller;
        private final ClientCall<byte[], byte[]> call;
        private final int play;
        private int frame;
        private boolean isClosed;

        Back(ServerCall<byte[], byte[]> caller, ClientCall<byte[], byte[]> call, int play) {
            this.caller = caller;
            this.call = call;
            this.play = play;
        }

        @Override
        public void onHeaders(Metadata headers) {
            caller.sendHeaders(headers);
        }

        @Override
        public void onMessage(byte[] message) {
            if (play < 0) {
                send(message);
            } else {
                fault.onFrame(new FrameFault.Passing(play, frame++, message), this::send, thread);
            }
            call.request(1);
        }

        private void send(byte[] message) {
            if (!isClosed && !caller.isCancelled()) {
                caller.sendMessage(message);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            isClosed = true;
            caller.close(status, trailers);
        }
    }
}
