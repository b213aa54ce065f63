package io.orbstrike.grpc.web;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client lets the server wait: for the header of its first request, for the rest of a request, for
 * the next request. Single bytes in between do not help. Until the client has taken what the server answers, nobody waits for
 * another request. It stands behind the codec.
 *
 * <p>Confined to the connection's event loop.
 */
final class RequestDeadlines extends ChannelDuplexHandler {

    private enum Awaited {
        FIRST_HEADER,
        BODY,
        NEXT_HEADER,
        NOTHING
    }

    private final HttpTimeouts timeouts;
    private final HttpCounters counters;
    private Awaited awaited = Awaited.NOTHING;
    private int unanswered;
    private boolean isIncoming;
    private @Nullable Future<?> expiry;

    RequestDeadlines(HttpTimeouts timeouts, HttpCounters counters) {
        this.timeouts = timeouts;
        this.counters = counters;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        await(context, Awaited.FIRST_HEADER);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        await(context, Awaited.NOTHING);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            unanswered++;
            isIncoming = true;
        }
        if (message instanceof LastHttpContent) {
            isIncoming = false;
        }
        await(context, awaitedNow());
        context.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // who writes has the promise
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            context.write(message, promise.unvoid().addListener(done -> onAnswerWritten(context)));
        } else {
            context.write(message, promise);
        }
    }

    /** The network has taken an answer, or never will. Answers are written whole. */
    private void onAnswerWritten(ChannelHandlerContext context) {
        if (unanswered > 0 && !context.isRemoved()) {
            unanswered--;
            await(context, awaitedNow());
        }
    }

    private Awaited awaitedNow() {
        if (unanswered == 0) {
            return Awaited.NEXT_HEADER;
        }
        return unanswered == 1 && isIncoming ? Awaited.BODY : Awaited.NOTHING;
    }

    private void await(ChannelHandlerContext context, Awaited now) {
        if (now == awaited) {
            return;
        }
        awaited = now;
        if (expiry != null) {
            expiry.cancel(false);
            expiry = null;
        }
        if (now != Awaited.NOTHING) {
            expiry = context.executor()
                    .schedule(() -> expire(context), timeMax(now).toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private Duration timeMax(Awaited what) {
        return switch (what) {
            case FIRST_HEADER -> timeouts.header();
            case BODY -> timeouts.body();
            case NEXT_HEADER -> timeouts.idle();
            case NOTHING -> throw new IllegalArgumentException("nothing has no time");
        };
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to be done when it is closed
    private void expire(ChannelHandlerContext context) {
        if (awaited == Awaited.NEXT_HEADER) {
            counters.onConnectionIdle();
        } else {
            counters.onRequestLate();
        }
        context.close();
    }
}
