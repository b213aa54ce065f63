package io.orbstrike.grpc.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.orbstrike.grpc.EventLoops;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of one connection, one after the other: until an answer is written the connection is not read, and
 * what was read already waits in front. So who takes no answers causes none.
 *
 * <p>Confined to the connection's event loop; replies come from the answering thread.
 */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = System.getLogger(RequestHandler.class.getName());

    private static final String GZIP = HttpHeaderValues.GZIP.toString();

    private final HttpPaths paths;
    private final CallRoutes calls;
    private final Executor answering;
    private final HttpCounters counters;

    RequestHandler(HttpPaths paths, CallRoutes calls, Executor answering, HttpCounters counters) {
        this.paths = paths;
        this.calls = calls;
        this.answering = answering;
        this.counters = counters;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        context.channel().config().setAutoRead(false);
        DecoderResult decoded = request.decoderResult();
        if (decoded.isFailure()) {
            write(context, refusal(decoded.cause()), true, false);
            return;
        }
        String path = path(request.uri());
        if (CallRoutes.isOne(path)) {
            calls.answer(context, request, path);
        } else {
            read(context, request, path);
        }
    }

    private void read(ChannelHandlerContext context, FullHttpRequest request, String path) {
        boolean isHead = request.method().equals(HttpMethod.HEAD);
        boolean isKeptAlive = HttpUtil.isKeepAlive(request);
        Supplier<HttpReply> resource = paths.find(path);
        if (resource == null) {
            write(context, HttpReply.line(404, "not found"), !isKeptAlive, isHead);
        } else if (!isHead && !request.method().equals(HttpMethod.GET)) {
            write(
                    context,
                    HttpReply.line(405, "only GET and HEAD").withHeader("allow", "GET, HEAD"),
                    !isKeptAlive,
                    false);
        } else {
            String known = request.headers().get(HttpHeaderNames.IF_NONE_MATCH);
            boolean readsGzip = request.headers().containsValue(HttpHeaderNames.ACCEPT_ENCODING, GZIP, true);
            Supplier<HttpReply> suited = () -> {
                HttpReply reply = unlessKnown(resource.get(), known);
                return readsGzip ? reply.forGzip() : reply;
            };
            answer(context, suited, isKeptAlive, isHead);
        }
    }

    private void answer(
            ChannelHandlerContext context, Supplier<HttpReply> resource, boolean isKeptAlive, boolean isHead) {
        try {
            answering.execute(() -> {
                HttpReply reply = replyOf(resource);
                context.executor().execute(() -> write(context, reply, !isKeptAlive, isHead));
            });
        } catch (RejectedExecutionException e) {
            counters.onAnswerRefused();
            write(context, HttpReply.line(503, "too many requests at once"), true, isHead);
        }
    }

    private static HttpReply replyOf(Supplier<HttpReply> resource) {
        try {
            return resource.get();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "an HTTP resource failed", e);
            return HttpReply.line(500, "internal error");
        }
    }

    /** A reply without its body, if the client has that already. */
    private static HttpReply unlessKnown(HttpReply reply, @Nullable String known) {
        String tag = reply.headers().get("etag");
        return tag != null && known != null && known.contains(tag) ? reply.notModified() : reply;
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
        reply.headers().forEach((name, value) -> response.headers().set(name, value));
        if (status.equals(HttpResponseStatus.NOT_MODIFIED)) {
            response.headers().remove(HttpHeaderNames.CONTENT_LENGTH); // would be that of the body it stands for
        }
        HttpUtil.setKeepAlive(response, !isLast);
        ChannelFuture written = context.writeAndFlush(response);
        if (isLast) {
            written.addListener(done -> LingeringClose.begin(context.channel()));
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
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Error error) {
            EventLoops.tell(error);
        } else if (!(cause instanceof IOException)) {
            LOG.log(Level.DEBUG, "an HTTP connection failed", cause);
        }
        end(context);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to be done when it is closed
    static void end(ChannelHandlerContext context) {
        context.close();
    }
}
