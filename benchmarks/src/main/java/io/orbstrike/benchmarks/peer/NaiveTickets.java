package io.orbstrike.benchmarks.peer;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.orbstrike.grpc.PlayMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Hands the ticket in a call's metadata to its service.
 *
 * <p>Thread-safe.
 */
final class NaiveTickets implements ServerInterceptor {

    private static final String BEARER = "Bearer ";
    private static final Context.Key<String> TICKET = Context.key("ticket");

    /** The ticket of the call that this thread serves, null if there is none. */
    static @Nullable String ofCall() {
        return TICKET.get();
    }

    @Override
    public <Q, P> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
        String value = headers.get(PlayMetadata.AUTHORIZATION);
        if (value == null || !value.startsWith(BEARER)) {
            return next.startCall(call, headers);
        }
        Context context = Context.current().withValue(TICKET, value.substring(BEARER.length()));
        return Contexts.interceptCall(context, call, headers, next);
    }
}
