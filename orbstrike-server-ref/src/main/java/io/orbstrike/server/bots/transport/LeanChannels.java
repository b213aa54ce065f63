package io.orbstrike.server.bots.transport;

import io.grpc.ManagedChannel;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.orbstrike.grpc.client.ChannelSource;
import io.orbstrike.server.config.HostPort;

/**
 * Opens channels of plain HTTP/2 that carry calls of bytes alone, on one event loop. In comparison with gRPC's own
 * transport a message passes through no queue, no executor and no stream of buffers between the socket and the call.
 *
 * <p>Thread-safe; a host's name is resolved on the event loop.
 */
public final class LeanChannels implements ChannelSource {

    private static final int CONNECT_MS_MAX = 10_000;

    private final Bootstrap bootstrap;
    private final byte[] scratch = new byte[ReadBuffer.BYTES];

    /**
     * Prepares channels of an event loop.
     *
     * @param loop the only one that the channels are opened for
     * @param type the kind of connected channel that the loop drives
     */
    public LeanChannels(EventLoop loop, Class<? extends Channel> type) {
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(type)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new ReadBuffer())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS_MAX);
    }

    @Override
    public ManagedChannel open(EventLoop loop, String target) {
        if (loop != bootstrap.config().group()) {
            throw new IllegalArgumentException("another event loop than that of these channels");
        }
        return new LeanChannel(bootstrap, loop, new HostPort.Converter().convert(target), scratch);
    }
}
