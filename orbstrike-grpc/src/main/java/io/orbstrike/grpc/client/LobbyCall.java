package io.orbstrike.grpc.client;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.orbstrike.grpc.client.Connections.Connection;
import io.orbstrike.host.NanoClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of the lobby, tried again with the same request while that can help and its time is not over.
 *
 * <p>Confined to the thread of its connections; the future completes there.
 */
final class LobbyCall<Q, P> {

    private final Connections connections;
    private final MethodDescriptor<Q, P> method;
    private final Q request;
    private final Supplier<Metadata> headers;
    private final NanoClock clock;
    private final Backoff backoff;
    private final CompletableFuture<P> result;
    private final long deadlineNs;
    private int target;

    LobbyCall(
            Connections connections,
            int firstTarget,
            MethodDescriptor<Q, P> method,
            Q request,
            Supplier<Metadata> headers,
            Duration time,
            NanoClock clock,
            Backoff backoff,
            CompletableFuture<P> result) {
        this.connections = connections;
        this.target = firstTarget;
        this.method = method;
        this.request = request;
        this.headers = headers;
        this.clock = clock;
        this.backoff = backoff;
        this.result = result;
        this.deadlineNs = clock.nanoTime() + time.toNanos();
    }

    void run() {
        Connection connection = connections.acquire(target);
        long remainingNs = Math.max(0, deadlineNs - clock.nanoTime());
        ClientCall<Q, P> call =
                connection.channel.newCall(method, CallOptions.DEFAULT.withDeadlineAfter(remainingNs, NANOSECONDS));
        call.start(new Attempt(connection), headers.get());
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the next attempt completes the result, whatever becomes of it
    private void onFailed(Connection connection, CallFailedException failure) {
        long delayNs = failure.retryAfter().map(Duration::toNanos).orElse(0L) + backoff.nextNs();
        if (!failure.isRetryable() || clock.nanoTime() + delayNs - deadlineNs >= 0) {
            result.completeExceptionally(failure);
            return;
        }
        if (failure.reason().isEmpty()) {
            connection.channel.resetConnectBackoff();
        }
        target = (target + 1) % connections.targetCount();
        connections.loop().schedule(this::run, delayNs, NANOSECONDS);
    }

    /** One attempt. */
    private final class Attempt extends ClientCall.Listener<P> {

        private final Connection connection;
        private @Nullable P response;

        Attempt(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void onMessage(P message) {
            response = message;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            connections.release(connection);
            P received = response;
            if (status.isOk() && received != null) {
                result.complete(received);
            } else if (status.isOk()) {
                onFailed(connection, CallFailedException.of(Status.UNKNOWN.withDescription("no response"), null));
            } else {
                onFailed(connection, CallFailedException.of(status, trailers));
            }
        }
    }
}
