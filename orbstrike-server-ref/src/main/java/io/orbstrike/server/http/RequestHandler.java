package io.orbstrike.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of one connection, one after the other: until an answer is written the connection is not read, and
 * what was read already waits in front. So who takes no answers causes none.
 *
 * <p>Confined to the connection's event loop; replies come from the answering thread.
 */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private final Map<String, HttpResource> resources;
    private final Executor answering;

    RequestHandler(Map<String, HttpResource> resources, Executor answering) {
        this.resources = resources;
        this.answering = answering;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        context.channel().config().setAutoRead(false);
        DecoderResult decoded = request.decoderResult();
        if (decoded.isFailure()) {
            write(context, refusal(decoded.cause()), true, false);
            return;
        }
        boolean isHead = request.method().equals(HttpMethod.HEAD);
        boolean isKeptAlive = HttpUtil.isKeepAlive(request);
        HttpResource resource = resources.get(path(request.uri()));
        if (resource == null) {
            write(context, HttpReply.line(404, "not found"), !isKeptAlive, isHead);
        } else if (!isHead && !request.method().equals(HttpMethod.GET)) {
            write(context, HttpReply.line(405, "only GET and HEAD"), !isKeptAlive, false);
        } else {
            answer(context, resource, isKeptAlive, isHead);
        }
    }

    private void answer(ChannelHandlerContext context, HttpResource resource, boolean isKeptAlive, boolean isHead) {
        try {
            answering.execute(() -> {
                HttpReply reply = replyOf(resource);
                context.executor().execute(() -> write(context, reply, !isKeptAlive, isHead));
            });
        } catch (RejectedExecutionException e) {
            write(context, HttpReply.line(503, "too many requests at once"), true, isHead);
        }
    }

    private static HttpReply replyOf(HttpResource resource) {
        try {
            return resource.reply();
        } catch (RuntimeException e) {
            LOG.error("an HTTP resource failed", e);
            return HttpReply.line(500, "internal error");
        }
    }

    static void write(ChannelHandlerContext context, HttpReply reply, boolean isLast, boolean isHead) {
        HttpResponseStatus status = HttpResponseStatus.valueOf(reply.status());
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("x-content-type-options", "nosniff")
                .set(
                        "content-security-policy",
                        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        if (reply.status() == 405) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        HttpUtil.setKeepAlive(response, !isLast);
        ChannelFuture written = context.writeAndFlush(response);
        if (isLast) {
            written.addListener(ChannelFutureListener.CLOSE);
        } else {
            written.addListener(done -> {
                if (done.isSuccess()) {
                    context.channel().config().setAutoRead(true);
                } else {
                    end(context);
                }
            });
        }
    }

    private static HttpReply refusal(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return HttpReply.line(414, "the request line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return HttpReply.line(431, "the headers are too long");
        }
        return HttpReply.line(400, "not an HTTP request");
    }

    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            end(context);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.debug("an HTTP connection failed", cause);
        }
        end(context);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to be done when it is closed
    private static void end(ChannelHandlerContext context) {
        context.close();
    }
}
