package io.orbstrike.grpc.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection after its last answer in stages, as <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.6">RFC
 * 9112, section 9.6</a> has it: nothing more is written, and what still comes is read and dropped until the client has closed
 * too, or for {@link #TIME_MAX}. A connection that is closed while something of the client's lies unread is reset, and the
 * client, which is still sending, does not get to read the answer.
 *
 * <p>Confined to the connection's event loop.
 */
final class LingeringClose extends ChannelInboundHandlerAdapter {

    static final Duration TIME_MAX = Duration.ofSeconds(2);

    private @Nullable Future<?> expiry;

    private LingeringClose() {}

    /** Ends a connection whose last answer was written. */
    @SuppressWarnings("FutureReturnValueIgnored") // if nothing can be written any more, the client has gone
    static void begin(Channel channel) {
        if (channel instanceof DuplexChannel duplex && channel.isActive()) {
            channel.config().setAutoRead(false); // else requests that wait behind would be answered
            duplex.shutdownOutput();
            channel.pipeline().addFirst(new LingeringClose());
        } else {
            channel.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        expiry = context.executor()
                .schedule(() -> RequestHandler.end(context), TIME_MAX.toNanos(), TimeUnit.NANOSECONDS);
        context.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (expiry != null) {
            expiry.cancel(false);
        }
        context.fireChannelInactive();
    }
}
