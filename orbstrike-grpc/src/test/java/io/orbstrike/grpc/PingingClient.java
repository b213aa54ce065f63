package io.orbstrike.grpc;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that sends a ping after the answer to the one before whenever data arrives, as gRPC's C core and Go do. */
final class PingingClient implements AutoCloseable {

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel connection;
    private final AtomicInteger dataFrames = new AtomicInteger();
    private final AtomicInteger pings = new AtomicInteger();
    private volatile boolean isSentAway;
    private boolean isPingUnderWay;

    private PingingClient(InetSocketAddress address) {
        Bootstrap bootstrap = new Bootstrap().group(loop).channel(NioSocketChannel.class);
        connection = bootstrap
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(Http2FrameCodecBuilder.forClient().build())
                                .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()))
                                .addLast(new ConnectionFrames());
                    }
                })
                .connect(address)
                .syncUninterruptibly()
                .channel();
    }

    /** Opens a Play stream and reads all that comes. */
    static PingingClient play(InetSocketAddress address, String ticket) {
        PingingClient client = new PingingClient(address);
        Channel stream = new Http2StreamChannelBootstrap(client.connection)
                .handler(client.new Data())
                .open()
                .syncUninterruptibly()
                .getNow();
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers()
                        .method("POST")
                        .scheme("http")
                        .path("/orbstrike.v1.Play/Play")
                        .authority("localhost")
                        .set("te", "trailers")
                        .set("content-type", "application/grpc")
                        .set("authorization", "Bearer " + ticket)))
                .syncUninterruptibly();
        return client;
    }

    int dataFrames() {
        return dataFrames.get();
    }

    int pings() {
        return pings.get();
    }

    boolean isSentAway() {
        return isSentAway;
    }

    @Override
    public void close() {
        connection.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Data extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof Http2DataFrame) {
                int count = dataFrames.incrementAndGet();
                if (!isPingUnderWay) {
                    isPingUnderWay = true;
                    ChannelFuture unused = connection.writeAndFlush(new DefaultHttp2PingFrame(count));
                }
            }
            ReferenceCountUtil.release(frame);
        }
    }

    private final class ConnectionFrames extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof Http2PingFrame ping && ping.ack()) {
                pings.incrementAndGet();
                isPingUnderWay = false;
            }
            if (frame instanceof Http2GoAwayFrame) {
                isSentAway = true;
            }
            ReferenceCountUtil.release(frame);
        }
    }
}
