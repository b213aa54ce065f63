package io.orbstrike.grpc;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.cluster.LobbyUnavailableException;
import io.orbstrike.grpc.GameserverConnections.Connection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one request and one response to one gameserver, over connections that they share.
 *
 * <p>Thread-safe; a call lives on the transport thread of the connections.
 */
final class GameserverCalls {

    private static final Logger LOG = System.getLogger(GameserverCalls.class.getName());

    private final GameserverConnections connections;
    private final String address;
    private final OwnCredential credential;
    private final Duration retryAfter;
    private final AtomicBoolean hasLoggedRefusal;

    /** {@code hasLoggedRefusal} is shared by the calls to all gameservers: one secret is one message. */
    GameserverCalls(
            GameserverConnections connections,
            String address,
            OwnCredential credential,
            Duration retryAfter,
            AtomicBoolean hasLoggedRefusal) {
        this.connections = connections;
        this.address = address;
        this.credential = credential;
        this.retryAfter = retryAfter;
        this.hasLoggedRefusal = hasLoggedRefusal;
    }

    Duration retryAfter() {
        return retryAfter;
    }

    /**
     * Makes a call.
     *
     * @param onResponse makes an outcome of what came
     * @param onFailure makes an outcome of a failure, UNAVAILABLE if the gameserver did not answer; may throw what tells
     *     of bad input
     * @return the outcome, within the remaining time
     */
    <Q, P, T> CompletionStage<T> call(
            MethodDescriptor<Q, P> method,
            Q request,
            Duration remaining,
            Function<? super P, ? extends T> onResponse,
            Function<? super Failure, ? extends T> onFailure) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Exchange<P, T> exchange = new Exchange<>(outcome, onResponse, onFailure);
        try {
            connections.loop().execute(() -> tryStart(method, request, remaining, exchange));
        } catch (RejectedExecutionException e) {
            exchange.fail(silent());
        }
        return outcome;
    }

    private <Q, P, T> void tryStart(
            MethodDescriptor<Q, P> method, Q request, Duration remaining, Exchange<P, T> exchange) {
        try {
            start(method, request, remaining, exchange);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a call to the gameserver at " + address + " could not be made", e);
            Connection used = exchange.connection;
            if (used != null) {
                connections.releaseBroken(used);
                exchange.connection = null;
            }
            exchange.fail(silent());
        }
    }

    private <Q, P, T> void start(
            MethodDescriptor<Q, P> method, Q request, Duration remaining, Exchange<P, T> exchange) {
        Connection connection = connections.acquire(address);
        if (connection == null) {
            exchange.fail(silent());
            return;
        }
        exchange.connection = connection;
        CallOptions within = CallOptions.DEFAULT.withDeadlineAfter(Math.max(0, remaining.toNanos()), NANOSECONDS);
        Context caller = Context.ROOT.attach();
        try {
            ClientCall<Q, P> call = connection.channel.newCall(method, within);
            call.start(exchange, PlayMetadata.ofCredential(credential.text()));
            call.request(2);
            call.sendMessage(request);
            call.halfClose();
        } finally {
            Context.ROOT.detach(caller);
        }
    }

    private Failure silent() {
        return Failure.retryable(ErrorReason.UNAVAILABLE, "the board's gameserver did not answer", retryAfter);
    }

    private Failure checked(Failure failure) {
        if (failure.reason() != ErrorReason.BAD_CREDENTIAL) {
            return failure;
        }
        credential.forget();
        if (!hasLoggedRefusal.getAndSet(true)) {
            LOG.log(Level.ERROR, "gameserver at {0} refuses this process: {1}", address, failure.message());
        }
        return silent();
    }

    /** One call. Confined to the transport thread. */
    private final class Exchange<P, T> extends ClientCall.Listener<P> {

        private final CompletableFuture<T> outcome;
        private final Function<? super P, ? extends T> onResponse;
        private final Function<? super Failure, ? extends T> onFailure;
        private @Nullable Connection connection;
        private @Nullable P response;

        Exchange(
                CompletableFuture<T> outcome,
                Function<? super P, ? extends T> onResponse,
                Function<? super Failure, ? extends T> onFailure) {
            this.outcome = outcome;
            this.onResponse = onResponse;
            this.onFailure = onFailure;
        }

        @Override
        public void onMessage(P message) {
            response = message;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            Optional<Failure> said = Failure.read(status, trailers);
            release(status, said);
            P received = response;
            if (status.isOk() && received != null) {
                succeed(received);
            } else {
                fail(said.map(GameserverCalls.this::checked).orElseGet(GameserverCalls.this::silent));
            }
        }

        void fail(Failure failure) {
            try {
                outcome.complete(onFailure.apply(failure));
            } catch (InvalidValueException | MalformedBytesException | LobbyUnavailableException e) {
                outcome.completeExceptionally(e);
            }
        }

        private void succeed(P received) {
            try {
                outcome.complete(onResponse.apply(received));
            } catch (InvalidValueException | IllegalArgumentException e) {
                LOG.log(Level.ERROR, "gameserver at " + address + " answered what no gameserver may", e);
                fail(silent());
            }
        }

        private void release(Status status, Optional<Failure> said) {
            Connection used = connection;
            if (used == null) {
                return;
            }
            if (said.isEmpty() && status.getCode() == Status.Code.UNAVAILABLE) {
                connections.releaseBroken(used);
            } else {
                connections.release(used);
            }
        }
    }
}
