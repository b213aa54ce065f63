package io.orbstrike.grpc.web;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.ScheduledFuture;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.GrpcServerOptions;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that carries one call: hands its messages over, answers pings, asks a silent client whether it lives, and
 * closes with a word.
 *
 * <p>Confined to the connection's event loop.
 */
final class WebSocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    /** How long a client may take to read a close frame and to answer it. */
    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private static final Logger LOG = System.getLogger(WebSocketHandler.class.getName());

    private final GrpcServerOptions options;
    private final HttpCounters counters;
    private @Nullable ChannelHandlerContext context;
    private @Nullable WebSocketCall<?, ?> call;
    private @Nullable ScheduledFuture<?> timer;
    private boolean isClosing;

    WebSocketHandler(GrpcServerOptions options, HttpCounters counters) {
        this.options = options;
        this.counters = counters;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** The client has been told that this is a WebSocket. */
    void start(ServerMethodDefinition<?, ?> method, Metadata headers) {
        ChannelHandlerContext own = context();
        if (isClosing || !own.channel().isActive()) {
            return;
        }
        read(true);
        try {
            call = WebSocketCall.start(method, headers, own, this, options.flowControlWindowBytes());
        } catch (RuntimeException e) {
            fail(e);
        } catch (Error e) {
            EventLoops.tell(e);
            throw e;
        }
    }

    /** Whether more is to be read from the client. */
    void read(boolean isWanted) {
        context().channel().config().setAutoRead(isWanted || isClosing);
    }

    /** How much may wait for the network here before nothing more is wanted. */
    void setWriteBufferBytesMax(int bytes) {
        context().channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(Math.max(1, bytes / 2), bytes));
    }

    /** Ends the connection from this side; completes when the client has been told, as far as this machine knows. */
    ChannelFuture close(int code, @Nullable String why) {
        ChannelHandlerContext own = context();
        if (isClosing) {
            return own.newFailedFuture(new IllegalStateException("closed before"));
        }
        isClosing = true;
        read(true);
        schedule(CLOSE_TIMEOUT, () -> {});
        return own.writeAndFlush(new CloseWebSocketFrame(code, CloseCode.reason(why == null ? "" : why)));
    }

    /** The server does not serve this client any more; others may. */
    void endForShutdown() {
        if (!isClosing) {
            ChannelFuture unused =
                    close(CloseCode.of(Status.UNAVAILABLE), "the server is stopping: try again, elsewhere if you can");
            leave();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext own, WebSocketFrame frame) {
        if (!isClosing) {
            cancelTimer();
        }
        if (frame instanceof CloseWebSocketFrame close) {
            onClose(own, close);
        } else if (isClosing) {
            return; // what was under way when this side ended
        } else if (frame instanceof BinaryWebSocketFrame) {
            onMessage(ByteBufUtil.getBytes(frame.content()));
        } else if (frame instanceof PingWebSocketFrame && own.channel().isWritable()) {
            send(own, new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof TextWebSocketFrame) {
            refuse(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "messages are binary");
        }
    }

    private void onMessage(byte[] message) {
        WebSocketCall<?, ?> receiver = call;
        if (receiver == null) {
            return;
        }
        try {
            receiver.onMessage(message);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void onClose(ChannelHandlerContext own, CloseWebSocketFrame close) {
        if (isClosing) {
            end(own);
            return;
        }
        isClosing = true;
        schedule(CLOSE_TIMEOUT, () -> {});
        own.writeAndFlush(close.retainedDuplicate()).addListener(ChannelFutureListener.CLOSE);
        leave();
    }

    private void refuse(WebSocketCloseStatus status, String why) {
        ChannelFuture unused = close(status.code(), why);
        leave();
    }

    private void fail(RuntimeException failure) {
        LOG.log(Level.ERROR, "a call over a WebSocket failed", failure);
        ChannelFuture unused =
                close(CloseCode.of(Status.INTERNAL), "the stream failed at the server, which has logged why");
        leave();
    }

    private void leave() {
        WebSocketCall<?, ?> left = call;
        if (left != null) {
            left.onGone();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext own, Object event) {
        if (!(event instanceof IdleStateEvent)) {
            own.fireUserEventTriggered(event);
        } else if (!isClosing && timer == null && own.channel().config().isAutoRead()) {
            send(own, new PingWebSocketFrame(Unpooled.EMPTY_BUFFER));
            schedule(options.keepAliveTimeout(), counters::onWebSocketSilent);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext own) {
        cancelTimer();
        leave();
        own.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext own, Throwable cause) {
        if (cause instanceof Error error) {
            EventLoops.tell(error);
            end(own);
        } else if (cause instanceof TooLongFrameException) {
            refuse(WebSocketCloseStatus.MESSAGE_TOO_BIG, "the message is too long");
        } else if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            refuse(corrupted.closeStatus(), "no frame that is allowed here");
        } else {
            if (!(cause instanceof IOException)) {
                LOG.log(Level.DEBUG, "a WebSocket failed", cause);
            }
            end(own);
        }
    }

    /** In so long the connection is dropped, and counted, unless something comes. */
    private void schedule(Duration time, Runnable counting) {
        cancelTimer();
        ChannelHandlerContext own = context();
        timer = own.executor()
                .schedule(
                        () -> {
                            counting.run();
                            end(own);
                        },
                        time.toNanos(),
                        NANOSECONDS);
    }

    private void cancelTimer() {
        ScheduledFuture<?> running = timer;
        timer = null;
        if (running != null) {
            running.cancel(false);
        }
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext own = context;
        if (own == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return own;
    }

    private static void send(ChannelHandlerContext own, WebSocketFrame frame) {
        own.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    private static void end(ChannelHandlerContext own) {
        ChannelFuture unused = own.close();
    }
}
