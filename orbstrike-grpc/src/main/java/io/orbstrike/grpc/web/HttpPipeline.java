package io.orbstrike.grpc.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Sets up each connection: a request line of at most 4 KiB, headers of at most 8 KiB, a body of at most 68 KiB, the server's
 * {@link HttpTimeouts} for requests to come and answers to be taken, and one request at a time.
 * {@link #REQUESTS_PIPELINED_MAX} requests that were read may wait for their answers; one more ends the connection.
 *
 * <p>Called on event loops.
 */
final class HttpPipeline extends ChannelInitializer<Channel> {

    static final int REQUESTS_PIPELINED_MAX = 128;

    private static final int REQUEST_LINE_BYTES_MAX = 4_096;
    private static final int HEADER_BYTES_MAX = 8_192;

    /** The longest request of the lobby: rules of 64 KiB, and what is around them. */
    private static final int BODY_BYTES_MAX = 68 * 1_024;

    private final HttpPaths paths;
    private final CallRoutes calls;
    private final Executor answering;
    private final HttpConnections connections;
    private final HttpCounters counters;
    private final HttpTimeouts timeouts;

    HttpPipeline(
            HttpPaths paths,
            CallRoutes calls,
            Executor answering,
            HttpConnections connections,
            HttpCounters counters,
            HttpTimeouts timeouts) {
        this.paths = paths;
        this.calls = calls;
        this.answering = answering;
        this.connections = connections;
        this.counters = counters;
        this.timeouts = timeouts;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!connections.tryAdd(channel)) {
            counters.onConnectionRefused();
            channel.unsafe().closeForcibly();
            return;
        }
        HttpDecoderConfig limits = new HttpDecoderConfig()
                .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                .setMaxHeaderSize(HEADER_BYTES_MAX);
        channel.pipeline()
                .addLast(new WriteTimeoutHandler(timeouts.write().toMillis(), TimeUnit.MILLISECONDS))
                .addLast(new HttpServerCodec(limits, REQUESTS_PIPELINED_MAX))
                .addLast(new RequestDeadlines(timeouts, counters))
                .addLast(new Aggregator())
                .addLast(new FlowControlHandler())
                .addLast(new RequestHandler(paths, calls, answering, counters));
    }

    /** Puts the parts of a request together; one with too long a body is refused and its connection closed. */
    private static final class Aggregator extends HttpObjectAggregator {

        Aggregator() {
            super(BODY_BYTES_MAX, true);
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
            RequestHandler.write(context, HttpReply.line(413, "the body is too long"), true, false);
        }
    }
}
