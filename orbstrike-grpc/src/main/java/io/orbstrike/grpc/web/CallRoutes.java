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
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.orbstrike.grpc.OperatorCalls;
import io.orbstrike.grpc.PlayerCalls;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.v1.AdminGrpc;
import io.orbstrike.grpc.v1.LobbyGrpc;
import io.orbstrike.grpc.v1.PlayGrpc;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What browsers call: the lobby and what operators ask by POST, and play by WebSocket.
 *
 * <p>Thread-safe; requests are answered on the event loops of their connections.
 */
final class CallRoutes {

    static final String PLAY_PATH = "/play";

    private static final String LOBBY_PREFIX = "/" + LobbyGrpc.SERVICE_NAME + "/";
    private static final String ADMIN_PREFIX = "/" + AdminGrpc.SERVICE_NAME + "/";
    private static final String BEARER = "Bearer ";
    private static final String PLAY = PlayGrpc.getPlayMethod().getFullMethodName();

    private final ChannelGroup connections;
    private final HttpCounters counters;
    private final ChannelGroup webSockets = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private volatile @Nullable PlayerCalls calls;
    private volatile @Nullable Operators operators;

    /** What operators are answered, and who signs for those of this machine; without a signer each signs for himself. */
    record Operators(OperatorCalls calls, @Nullable ClusterCredentials signer) {}

    /** Of the connections, those that become WebSockets are taken out. */
    CallRoutes(ChannelGroup connections, HttpCounters counters) {
        this.connections = connections;
        this.counters = counters;
    }

    void serve(PlayerCalls value) {
        calls = value;
    }

    void serve(Operators value) {
        operators = value;
    }

    /** Tells the players that they are not served here any more. */
    void stop() {
        calls = null;
        operators = null;
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
        return path.equals(PLAY_PATH) || path.startsWith(LOBBY_PREFIX) || path.startsWith(ADMIN_PREFIX);
    }

    void answer(ChannelHandlerContext context, FullHttpRequest request, String path) {
        PlayerCalls served = calls;
        boolean isKeptAlive = HttpUtil.isKeepAlive(request);
        if (!Origins.isAllowed(request.headers())) {
            counters.onOriginRefused();
            RequestHandler.write(context, HttpReply.line(403, "only for pages of this server"), !isKeptAlive, false);
        } else if (path.equals(PLAY_PATH)) {
            upgrade(context, request, served);
        } else if (path.startsWith(ADMIN_PREFIX)) {
            operate(context, request, path);
        } else if (served == null) {
            refuse(context, request, error(Status.UNAVAILABLE, "nobody plays here, or not yet"));
        } else {
            call(context, request, served.method(path.substring(1)));
        }
    }

    /** Who asks from this machine need not sign where it is open to him; what he signs all the same is checked. */
    private void operate(ChannelHandlerContext context, FullHttpRequest request, String path) {
        Operators served = operators;
        if (served == null) {
            refuse(context, request, error(Status.UNAVAILABLE, "operators are not served here, or not yet"));
            return;
        }
        HttpHeaders headers = request.headers();
        ClusterCredentials signer = served.signer();
        if (signer != null
                && !headers.contains(HttpHeaderNames.AUTHORIZATION)
                && LocalCallers.isOne(context.channel().remoteAddress(), headers)) {
            headers.set(HttpHeaderNames.AUTHORIZATION, BEARER + signer.sign(AdminGrpc.SERVICE_NAME));
        }
        call(context, request, served.calls().method(path.substring(1)));
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
            ChannelHandlerContext context, FullHttpRequest request, Optional<ServerMethodDefinition<?, ?>> method) {
        boolean isKeptAlive = HttpUtil.isKeepAlive(request);
        HttpReply refusal = ConnectCall.refusal(request);
        if (refusal != null) {
            RequestHandler.write(context, refusal, !isKeptAlive, false);
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

    /** What is no call is told so first. */
    private static void refuse(ChannelHandlerContext context, FullHttpRequest request, HttpReply reply) {
        HttpReply refusal = ConnectCall.refusal(request);
        RequestHandler.write(context, refusal == null ? reply : refusal, !HttpUtil.isKeepAlive(request), false);
    }

    private static HttpReply error(Status status, String message) {
        return ConnectError.reply(status.withDescription(message), new Metadata());
    }
}
