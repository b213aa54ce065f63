package io.orbstrike.grpc.web;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.orbstrike.grpc.GrpcServerOptions;
import io.orbstrike.grpc.PlayerCalls;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request into a WebSocket that carries a Play call, or says why not.
 *
 * <p>Confined to the connection's event loop.
 */
final class PlayUpgrade {

    private PlayUpgrade() {}

    /** What is answered to a request that opens no WebSocket; null if it may. */
    static @Nullable HttpReply refusal(FullHttpRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            return HttpReply.line(405, "only GET").withHeader("allow", "GET");
        }
        HttpHeaders headers = request.headers();
        if (!headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                || !headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
            return HttpReply.line(426, "open a WebSocket").withHeader("upgrade", "websocket");
        }
        if (!CallHeaders.subprotocols(headers).contains(CallHeaders.SUBPROTOCOL)) {
            return HttpReply.line(400, "offer the subprotocol " + CallHeaders.SUBPROTOCOL);
        }
        return null;
    }

    /** Makes a WebSocket of the connection of a request that was not refused. */
    static void upgrade(
            ChannelHandlerContext context,
            FullHttpRequest request,
            PlayerCalls calls,
            ServerMethodDefinition<?, ?> play,
            HttpCounters counters) {
        GrpcServerOptions options = calls.options();
        WebSocketDecoderConfig decoding = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(options.inboundMessageBytesMax())
                .allowExtensions(false)
                .withUTF8Validator(false)
                .closeOnProtocolViolation(false) // the handler closes, and reads on so that the word arrives
                .build();
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory(null, CallHeaders.SUBPROTOCOL, decoding).newHandshaker(request);
        Channel channel = context.channel();
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(channel)
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        Metadata metadata = CallHeaders.ofPlay(request.uri(), request.headers());
        WebSocketHandler handler = new WebSocketHandler(options, counters);
        ChannelPipeline pipeline = channel.pipeline();
        bound(channel, calls);
        pipeline.addFirst(new IdleStateHandler(options.keepAliveTime().toMillis(), 0, 0, MILLISECONDS));
        pipeline.remove(RequestDeadlines.class);
        pipeline.remove(WriteTimeoutHandler.class);
        pipeline.remove(FlowControlHandler.class);
        pipeline.remove(RequestHandler.class);
        pipeline.addLast(new WebSocketFrameAggregator(options.inboundMessageBytesMax()))
                .addLast(handler);
        handshaker
                .handshake(channel, request, new DefaultHttpHeaders(), channel.newPromise())
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE)
                .addListener(done -> {
                    if (done.isSuccess()) {
                        handler.start(play, metadata);
                    }
                });
    }

    /** As little may be under way unread as over gRPC. */
    private static void bound(Channel channel, PlayerCalls calls) {
        GrpcServerOptions options = calls.options();
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.SO_SNDBUF, options.flowControlWindowBytes());
        if (calls.eventLoops().isNative()) {
            channel.config()
                    .setOption(
                            EpollChannelOption.TCP_NOTSENT_LOWAT,
                            Integer.toUnsignedLong(options.notSentLowWaterBytes()));
        }
    }
}
