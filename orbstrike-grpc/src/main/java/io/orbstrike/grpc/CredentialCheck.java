package io.orbstrike.grpc;

import com.google.protobuf.Message;
import io.orbstrike.grpc.UnaryHandler.Call;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.CredentialRefusal;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has a credential of the cluster for one service.
 *
 * <p>Thread-safe.
 *
 * @param credentials checks and counts
 * @param audience the full name of the service
 */
record CredentialCheck(ClusterCredentials credentials, String audience) {

    /** Nothing is done for who has no right, and nothing is told to him but that. */
    <Q extends Message, P> BiConsumer<Q, Call<P>> allowed(BiConsumer<Q, Call<P>> work) {
        return (request, call) -> {
            Optional<Failure> refusal = refusal(PlayMetadata.bearer(call.headers()));
            if (refusal.isPresent()) {
                call.fail(refusal.get());
            } else {
                work.accept(request, call);
            }
        };
    }

    /** Why a call with a credential, or none, is refused; empty if it may go on. */
    Optional<Failure> refusal(@Nullable String credential) {
        Optional<CredentialRefusal> refusal = credentials.check(credential, audience);
        return refusal.map(why -> Failure.of(ErrorReason.BAD_CREDENTIAL, why.message()));
    }
}
