package io.orbstrike.grpc.client;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.orbstrike.grpc.EventLoops;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * gRPC's own Netty transport, with all that belongs to a channel kept on one transport thread.
 *
 * <p>Thread-safe.
 */
final class NettyChannels implements ChannelSource {

    private static final long KEEP_ALIVE_TIMEOUT_NS = 5_000_000_000L;

    private final EventLoops eventLoops;
    private final ClientOptions options;
    private final @Nullable SslContext tls;

    NettyChannels(EventLoops eventLoops, ClientOptions options, @Nullable SslContext tls) {
        this.eventLoops = eventLoops;
        this.options = options;
        this.tls = tls;
    }

    @Override
    public ManagedChannel open(EventLoop loop, String target) {
        Executor onLoop = task -> run(loop, task);
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(target)
                .eventLoopGroup(loop)
                .channelType(eventLoops.channelType())
                .executor(onLoop)
                .disableRetry()
                .flowControlWindow(options.flowControlWindowBytes())
                .maxInboundMessageSize(options.frameBytesMax())
                .keepAliveTime(options.keepAliveTime().toNanos(), NANOSECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_NS, NANOSECONDS);
        if (tls == null) {
            builder.usePlaintext();
        } else {
            builder.sslContext(tls);
        }
        return builder.build();
    }

    private static void run(EventLoop loop, Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
