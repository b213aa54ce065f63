package io.orbstrike.grpc.web;

import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.orbstrike.grpc.PlayerCalls;
import io.orbstrike.grpc.v1.LobbyGrpc;
import io.orbstrike.grpc.v1.PlayGrpc;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What players in browsers reach: the lobby by POST, and play by WebSocket.
 *
 * <p>Thread-safe; requests are answered on the event loops of their connections.
 */
final class PlayerRoutes {

    static final String PLAY_PATH = "/play";

    private static final String LOBBY_PREFIX = "/" + LobbyGrpc.SERVICE_NAME + "/";
    private static final String PLAY = PlayGrpc.getPlayMethod().getFullMethodName();

    private final ChannelGroup connections;
    private final HttpCounters counters;
    private final ChannelGroup webSockets = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private volatile @Nullable PlayerCalls calls;

    /** Of the connections, those that become WebSockets are taken out. */
    PlayerRoutes(ChannelGroup connections, HttpCounters counters) {
        this.connections = connections;
        this.counters = counters;
    }

    void serve(PlayerCalls value) {
        calls = value;
    }

    /** Tells the players that they are not served here any more. */
    void stop() {
        calls = null;
        for (Channel channel : webSockets) {
            WebSocketHandler handler = channel.pipeline().get(WebSocketHandler.class);
            if (handler != null) {
                channel.eventLoop().execute(handler::endForShutdown);
            }
        }
    }

    ChannelGroup webSockets() {
        return webSockets;
    }

    static boolean isOne(String path) {
        return path.equals(PLAY_PATH) || path.startsWith(LOBBY_PREFIX);
    }

    void answer(ChannelHandlerContext context, FullHttpRequest request, String path) {
        PlayerCalls served = calls;
        boolean isKeptAlive = HttpUtil.isKeepAlive(request);
        if (!Origins.isAllowed(request.headers())) {
            counters.onOriginRefused();
            RequestHandler.write(context, HttpReply.line(403, "only for pages of this server"), !isKeptAlive, false);
        } else if (path.equals(PLAY_PATH)) {
            upgrade(context, request, served);
        } else {
            call(context, request, path, served);
        }
    }

    private void upgrade(ChannelHandlerContext context, FullHttpRequest request, @Nullable PlayerCalls served) {
        HttpReply refusal = PlayUpgrade.refusal(request);
        Optional<ServerMethodDefinition<?, ?>> play = served == null ? Optional.empty() : served.method(PLAY);
        Channel channel = context.channel();
        if (refusal != null) {
            RequestHandler.write(context, refusal, true, false);
        } else if (served == null || play.isEmpty()) {
            RequestHandler.write(context, HttpReply.line(503, "nobody plays here, or not yet"), true, false);
        } else if (!served.tryAdmit(channel)) {
            RequestHandler.write(context, HttpReply.line(503, "this server takes no more connections"), true, false);
        } else {
            webSockets.add(channel);
            connections.remove(channel);
            PlayUpgrade.upgrade(context, request, served, play.get(), counters);
        }
    }

    private static void call(
            ChannelHandlerContext context, FullHttpRequest request, String path, @Nullable PlayerCalls served) {
        boolean isKeptAlive = HttpUtil.isKeepAlive(request);
        HttpReply refusal = ConnectCall.refusal(request);
        Optional<ServerMethodDefinition<?, ?>> method =
                served == null ? Optional.empty() : served.method(path.substring(1));
        if (refusal != null) {
            RequestHandler.write(context, refusal, !isKeptAlive, false);
        } else if (served == null) {
            RequestHandler.write(
                    context, error(Status.UNAVAILABLE, "nobody plays here, or not yet"), !isKeptAlive, false);
        } else if (method.isEmpty()) {
            RequestHandler.write(context, error(Status.UNIMPLEMENTED, "no such method"), !isKeptAlive, false);
        } else {
            ConnectCall.start(
                    method.get(),
                    request,
                    ByteBufUtil.getBytes(request.content()),
                    context,
                    reply -> RequestHandler.write(context, reply, !isKeptAlive, false));
        }
    }

    private static HttpReply error(Status status, String message) {
        return ConnectError.reply(status.withDescription(message), new Metadata());
    }
}
