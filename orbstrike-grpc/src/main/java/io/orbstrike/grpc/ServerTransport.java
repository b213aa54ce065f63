package io.orbstrike.grpc;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a server's connections are made and bounded.
 *
 * <p>Thread-safe.
 */
final class ServerTransport {

    private static final int BACKLOG = 1_024;
    private static final int RESETS_MAX = 1_000;
    private static final int RESETS_SECONDS = 10;
    private static final Duration HANDSHAKE_MAX = Duration.ofSeconds(10);

    private ServerTransport() {}

    /** Services are to be added; without {@code tls} it is cleartext. */
    static NettyServerBuilder builder(
            InetSocketAddress address,
            @Nullable SslContext tls,
            GrpcServerOptions options,
            EventLoops eventLoops,
            AcceptedConnections connections) {
        NettyServerBuilder transport = NettyServerBuilder.forAddress(address)
                .bossEventLoopGroup(eventLoops.acceptor())
                .workerEventLoopGroup(eventLoops.workers())
                .channelFactory(connections.watching(eventLoops::newServerChannel))
                .directExecutor()
                .withOption(ChannelOption.SO_BACKLOG, BACKLOG)
                .withOption(ChannelOption.SO_REUSEADDR, true)
                .withChildOption(ChannelOption.TCP_NODELAY, true)
                .flowControlWindow(options.flowControlWindowBytes())
                .maxInboundMessageSize(options.inboundMessageBytesMax())
                .maxInboundMetadataSize(options.inboundMetadataBytesMax())
                .maxConcurrentCallsPerConnection(options.callsPerConnectionMax())
                .maxRstFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
                .handshakeTimeout(HANDSHAKE_MAX.toMillis(), MILLISECONDS)
                .keepAliveTime(options.keepAliveTime().toNanos(), NANOSECONDS)
                .keepAliveTimeout(options.keepAliveTimeout().toNanos(), NANOSECONDS)
                .permitKeepAliveTime(options.keepAlivePermitted().toNanos(), NANOSECONDS)
                .permitKeepAliveWithoutCalls(true);
        if (eventLoops.isNative()) {
            transport.withChildOption(
                    EpollChannelOption.TCP_NOTSENT_LOWAT, Integer.toUnsignedLong(options.notSentLowWaterBytes()));
        }
        if (tls != null) {
            transport.sslContext(tls);
        }
        return transport;
    }
}
