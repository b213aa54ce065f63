package io.orbstrike.grpc;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.cluster.Caller;
import io.orbstrike.cluster.LobbyUnavailableException;
import io.orbstrike.host.Lane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves a call of one request and one response whose work is a stage that completes on any thread.
 *
 * <p>Thread-safe; a call lives on the lane of its connection.
 */
final class UnaryHandler<Q extends Message, P> implements ServerCallHandler<byte[], P> {

    private static final Logger LOG = System.getLogger(UnaryHandler.class.getName());

    /* An answer that comes at the deadline comes too late: the caller has given up, and learns neither why nor when to come
     * again. So the work gets less time than the caller has.
     */
    private static final int MARGIN_SHARE = 10;

    private static final Duration MARGIN_MAX = Duration.ofMillis(250);

    private final EventLoops eventLoops;
    private final GrpcServerOptions options;
    private final Consumer<Status.Code> onEnded;
    private final Parser<Q> requests;
    private final BiConsumer<Q, Call<P>> work;

    UnaryHandler(
            EventLoops eventLoops,
            GrpcServerOptions options,
            Consumer<Status.Code> onEnded,
            Parser<Q> requests,
            BiConsumer<Q, Call<P>> work) {
        this.eventLoops = eventLoops;
        this.options = options;
        this.onEnded = onEnded;
        this.requests = requests;
        this.work = work;
    }

    @Override
    public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], P> call, Metadata headers) {
        call.request(2);
        return new Listener(new Call<>(call, headers, eventLoops.lane(), remaining(), onEnded));
    }

    private Duration remaining() {
        Deadline deadline = Context.current().getDeadline();
        if (deadline == null) {
            return options.lobbyDeadline();
        }
        Duration given = Duration.ofNanos(Math.max(0, deadline.timeRemaining(NANOSECONDS)));
        Duration share = given.dividedBy(MARGIN_SHARE);
        Duration left = given.minus(share.compareTo(MARGIN_MAX) < 0 ? share : MARGIN_MAX);
        return left.compareTo(options.lobbyDeadlineMax()) < 0 ? left : options.lobbyDeadlineMax();
    }

    private Q parse(byte[] request) {
        try {
            return requests.parseFrom(request);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedBytesException(0, "no request of this method, " + e.getMessage());
        }
    }

    private final class Listener extends ServerCall.Listener<byte[]> {

        private final Call<P> call;
        private byte @Nullable [] request;

        Listener(Call<P> call) {
            this.call = call;
        }

        @Override
        public void onMessage(byte[] message) {
            if (request != null) {
                call.fail(Failure.of(ErrorReason.MALFORMED_BYTES, "more than one request in a call"));
                return;
            }
            request = message;
        }

        @Override
        public void onHalfClose() {
            byte[] received = request;
            if (received == null) {
                call.fail(Failure.of(ErrorReason.MALFORMED_BYTES, "a call without a request"));
            } else {
                call.run(() -> work.accept(parse(received), call));
            }
        }

        @Override
        public void onCancel() {
            call.onCancel();
        }
    }

    /** One call. Confined to its lane. */
    static final class Call<P> implements Caller {

        private final ServerCall<?, P> call;
        private final Metadata headers;
        private final Lane lane;
        private final Duration remaining;
        private final Consumer<Status.Code> onEnded;
        private String bytesField = "request";
        private boolean hasEnded;

        Call(ServerCall<?, P> call, Metadata headers, Lane lane, Duration remaining, Consumer<Status.Code> onEnded) {
            this.call = call;
            this.headers = headers;
            this.lane = lane;
            this.remaining = remaining;
            this.onEnded = onEnded;
        }

        /** How much time is left for the work. */
        Duration remaining() {
            return remaining;
        }

        Metadata headers() {
            return headers;
        }

        /** Names the field whose bytes are decoded from here on. */
        void decodes(String field) {
            bytesField = field;
        }

        /** Hands the stage's value to a receiver on the lane, and a failure to the client. */
        <T> void await(CompletionStage<T> stage, BiConsumer<? super T, Call<P>> receiver) {
            stage.whenCompleteAsync(
                    (value, failure) -> {
                        if (failure == null) {
                            run(() -> receiver.accept(value, this));
                        } else {
                            fail(failure);
                        }
                    },
                    lane::execute);
        }

        /** Runs a part of the work; what it throws is told to the client. */
        void run(Runnable part) {
            if (hasEnded) {
                return;
            }
            try {
                part.run();
            } catch (RuntimeException e) {
                fail(e);
            } catch (Error e) {
                EventLoops.tell(e);
                throw e;
            }
        }

        void reply(P response) {
            if (!hasEnded) {
                hasEnded = true;
                call.sendHeaders(new Metadata());
                call.sendMessage(response);
                call.close(Status.OK, new Metadata());
                onEnded.accept(Status.Code.OK);
            }
        }

        void fail(Failure failure) {
            if (!hasEnded) {
                hasEnded = true;
                StatusRuntimeException status = failure.toException();
                Metadata trailers = status.getTrailers();
                call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
                onEnded.accept(status.getStatus().getCode());
            }
        }

        @Override
        public InetSocketAddress peer() {
            SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
            return address instanceof InetSocketAddress inet ? inet : InetSocketAddress.createUnresolved("local", 0);
        }

        @Override
        public List<String> header(String name) {
            List<String> values = new ArrayList<>();
            Iterable<String> present = headers.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
            if (present != null) {
                present.forEach(values::add);
            }
            return values;
        }

        private void fail(Throwable failure) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof InvalidValueException invalid) {
                fail(Failure.of(invalid));
            } else if (cause instanceof MalformedBytesException malformed) {
                fail(Failure.of(bytesField, malformed));
            } else if (cause instanceof LobbyUnavailableException unavailable) {
                fail(Failure.retryable(
                        ErrorReason.UNAVAILABLE, String.valueOf(unavailable.getMessage()), unavailable.retryAfter()));
            } else {
                LOG.log(Level.ERROR, "a call failed", cause);
                fail(Failure.of(ErrorReason.INTERNAL, "the call failed at the server, which has logged why"));
            }
        }

        private void onCancel() {
            if (!hasEnded) {
                hasEnded = true;
                onEnded.accept(Status.Code.CANCELLED);
            }
        }
    }
}
