package io.orbstrike.grpc.web;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.orbstrike.grpc.EventLoops;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call of one request and one response over HTTP, as the Connect protocol has it.
 *
 * <p>Confined to the connection's event loop.
 *
 * @param <Q> the request
 * @param <P> the response
 */
final class ConnectCall<Q, P> extends ServerCall<Q, P> {

    static final String CONTENT_TYPE = "application/proto";

    private static final Logger LOG = System.getLogger(ConnectCall.class.getName());
    private static final String TIMEOUT = "connect-timeout-ms";
    private static final Pattern TIMEOUT_VALUE = Pattern.compile("[0-9]{1,10}");

    private final MethodDescriptor<Q, P> method;
    private final Attributes attributes;
    private final Context.CancellableContext calling;
    private final Consumer<HttpReply> answer;
    private ServerCall.@Nullable Listener<Q> listener;
    private byte @Nullable [] response;
    private boolean hasClosed;

    private ConnectCall(
            MethodDescriptor<Q, P> method,
            Attributes attributes,
            Context.CancellableContext calling,
            Consumer<HttpReply> answer) {
        this.method = method;
        this.attributes = attributes;
        this.calling = calling;
        this.answer = answer;
    }

    /** What is answered to a request that is no call; null if it may be one. */
    static @Nullable HttpReply refusal(FullHttpRequest request) {
        if (!request.method().equals(HttpMethod.POST)) {
            return HttpReply.line(405, "only POST").withHeader("allow", "POST");
        }
        HttpHeaders headers = request.headers();
        if (!headers.contains(HttpHeaderNames.CONTENT_TYPE, CONTENT_TYPE, true)
                || headers.contains(HttpHeaderNames.CONTENT_ENCODING)) {
            return HttpReply.line(415, "the body is " + CONTENT_TYPE + ", not compressed")
                    .withHeader("accept-post", CONTENT_TYPE);
        }
        String timeout = headers.get(TIMEOUT);
        if (timeout != null && !TIMEOUT_VALUE.matcher(timeout).matches()) {
            return ConnectError.reply(
                    Status.INVALID_ARGUMENT.withDescription(TIMEOUT + ": must be 1 to 10 digits"), new Metadata());
        }
        return null;
    }

    /**
     * Makes the call of a request that was not refused.
     *
     * @param answer called once, perhaps before this returns
     */
    static <Q, P> void start(
            ServerMethodDefinition<Q, P> method,
            FullHttpRequest request,
            byte[] body,
            ChannelHandlerContext context,
            Consumer<HttpReply> answer) {
        ConnectCall<Q, P> call = new ConnectCall<>(
                method.getMethodDescriptor(),
                CallHeaders.attributes(context.channel()),
                calling(request.headers().get(TIMEOUT), context.executor()),
                answer);
        try {
            call.calling.run(() -> call.run(method, CallHeaders.of(request.headers()), body));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a call over HTTP failed", e);
            Status failed = Status.INTERNAL.withDescription("the call failed at the server, which has logged why");
            call.close(failed, new Metadata());
        } catch (Error e) {
            EventLoops.tell(e);
            throw e;
        }
    }

    private static Context.CancellableContext calling(@Nullable String timeout, ScheduledExecutorService timer) {
        return timeout == null
                ? Context.ROOT.withCancellation()
                : Context.ROOT.withDeadline(Deadline.after(Long.parseLong(timeout), MILLISECONDS), timer);
    }

    private void run(ServerMethodDefinition<Q, P> definition, Metadata headers, byte[] body) {
        ServerCall.Listener<Q> started = definition.getServerCallHandler().startCall(this, headers);
        listener = started;
        if (!hasClosed) {
            started.onMessage(method.parseRequest(new ByteArrayInputStream(body)));
        }
        if (!hasClosed) {
            started.onHalfClose();
        }
    }

    @Override
    public void request(int numMessages) {
        // The one request is there, and is handed over as soon as there is a listener.
    }

    @Override
    public void sendHeaders(Metadata headers) {
        // The lobby's answers have none.
    }

    @Override
    public void sendMessage(P message) {
        try (InputStream stream = method.streamResponse(message)) {
            response = stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("a message that cannot be read", e);
        }
    }

    @Override
    public void close(Status status, Metadata trailers) {
        if (hasClosed) {
            return;
        }
        hasClosed = true;
        byte[] message = response;
        answer.accept(
                status.isOk() && message != null
                        ? HttpReply.bytes(CONTENT_TYPE, message)
                        : ConnectError.reply(status, trailers));
        calling.cancel(null);
        ServerCall.Listener<Q> told = listener;
        if (told != null) {
            told.onComplete();
        }
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public MethodDescriptor<Q, P> getMethodDescriptor() {
        return method;
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }
}
