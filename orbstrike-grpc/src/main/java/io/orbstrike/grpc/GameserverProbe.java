package io.orbstrike.grpc;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.ProbeOutcome;
import io.orbstrike.grpc.v1.GameserverGrpc;
import io.orbstrike.grpc.v1.ProbeRequest;
import io.orbstrike.grpc.v1.ProbeResponse;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One question whether a gameserver's process runs, on a connection of its own: a shared one may repeat what it has seen
 * before, and only what is seen now is a proof.
 *
 * <p>Confined to the transport thread of its channel, but for construction.
 */
final class GameserverProbe extends ClientCall.Listener<ProbeResponse> {

    private static final String REFUSED = "refused";

    private final ManagedChannel channel;
    private final GameserverAddress meant;
    private final CompletableFuture<ProbeOutcome> outcome;
    private @Nullable String answering;

    /** The channel is shut down when the outcome is known. */
    GameserverProbe(ManagedChannel channel, GameserverAddress meant, CompletableFuture<ProbeOutcome> outcome) {
        this.channel = channel;
        this.meant = meant;
        this.outcome = outcome;
    }

    void start(String credential, Duration remaining) {
        ClientCall<ProbeRequest, ProbeResponse> call = channel.newCall(
                GameserverGrpc.getProbeMethod(),
                CallOptions.DEFAULT.withDeadlineAfter(Math.max(0, remaining.toNanos()), NANOSECONDS));
        call.start(this, PlayMetadata.ofCredential(credential));
        call.request(2);
        call.sendMessage(ProbeRequest.newBuilder()
                .setGameserver(meant.gameserver().toString())
                .build());
        call.halfClose();
    }

    @Override
    public void onMessage(ProbeResponse response) {
        answering = response.getGameserver();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        outcome.complete(outcomeOf(status));
        channel.shutdownNow();
    }

    private ProbeOutcome outcomeOf(Status status) {
        String answered = answering;
        if (status.isOk() && answered != null) {
            return answered.equals(meant.gameserver().toString()) ? ProbeOutcome.ALIVE : ProbeOutcome.DEAD;
        }
        return isRefusal(status.getCause()) ? ProbeOutcome.DEAD : ProbeOutcome.UNKNOWN;
    }

    /** A host that is unreachable or silent throws the same type with another message. */
    private static boolean isRefusal(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    && String.valueOf(cause.getMessage())
                            .toLowerCase(Locale.ROOT)
                            .contains(REFUSED)) {
                return true;
            }
        }
        return false;
    }
}
