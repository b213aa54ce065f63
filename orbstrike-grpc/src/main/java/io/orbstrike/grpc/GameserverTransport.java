package io.orbstrike.grpc;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How connections to gameservers are made and bounded. All that belongs to a channel stays on one transport thread: what
 * calls back from elsewhere is handed over to it.
 *
 * <p>Thread-safe.
 */
final class GameserverTransport {

    private static final Duration KEEP_ALIVE_TIME = Duration.ofSeconds(10);
    private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(5);
    private static final int CHANNEL_IDLE_DAYS = 30; // gRPC takes this for never: who owns a channel closes it

    private final EventLoops eventLoops;
    private final GameserverLinkOptions options;
    private final @Nullable SslContext tls;

    GameserverTransport(EventLoops eventLoops, GameserverLinkOptions options, @Nullable SslContext tls) {
        this.eventLoops = eventLoops;
        this.options = options;
        this.tls = tls;
    }

    /** A channel that connects when it is used, owned by the caller. */
    ManagedChannel open(EventLoop loop, String address) {
        Executor onLoop = task -> run(loop, task);
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(address)
                .eventLoopGroup(loop)
                .channelType(eventLoops.channelType())
                .executor(onLoop)
                .disableRetry()
                .idleTimeout(CHANNEL_IDLE_DAYS, DAYS)
                .proxyDetector(target -> null)
                .withOption(ChannelOption.TCP_NODELAY, true)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        options.connectTimeout().toMillis())
                .flowControlWindow(options.flowControlWindowBytes())
                .maxInboundMessageSize(options.messageBytesMax())
                .keepAliveTime(KEEP_ALIVE_TIME.toNanos(), NANOSECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT.toNanos(), NANOSECONDS)
                .keepAliveWithoutCalls(true); // so that one that waits for its first stream is known to hold
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
