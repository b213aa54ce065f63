package io.orbstrike.grpc;

import io.grpc.Metadata;
import io.grpc.Status;
import io.orbstrike.cluster.routing.RouteFailure;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a call to a gameserver means for the stream that it carried: the stream is to be carried elsewhere, or
 * it ends in the same way.
 *
 * <p>Immutable.
 */
final class UpstreamEnd {

    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final Status status;
    private final byte @Nullable [] details;
    private final @Nullable Failure said;
    private final @Nullable RouteFailure routeFailure;

    private UpstreamEnd(
            Status status, byte @Nullable [] details, @Nullable Failure said, @Nullable RouteFailure routeFailure) {
        this.status = status;
        this.details = details;
        this.said = said;
        this.routeFailure = routeFailure;
    }

    /** Reads what a call ended with. */
    static UpstreamEnd of(Status status, Metadata trailers) {
        Failure said = Failure.read(status, trailers).orElse(null);
        byte[] details = trailers.get(DETAILS);
        return new UpstreamEnd(status, details, said, said == null ? unsaid(status, details) : ofReason(said.reason()));
    }

    /** A call that the proxy itself has ended. */
    static UpstreamEnd of(RouteFailure failure) {
        return new UpstreamEnd(Status.CANCELLED, null, null, failure);
    }

    /** Why the route did not serve; null if the stream ends. */
    @Nullable
    RouteFailure routeFailure() {
        return routeFailure;
    }

    /** The least epoch in which the board is to be looked for; 0 if nothing was said of that. */
    long epochMin() {
        return said == null ? 0 : said.epoch();
    }

    /** Whether it is this process that the gameserver refused, and not the player. */
    boolean isOwnCredentialRefused() {
        return said != null && said.reason() == ErrorReason.BAD_CREDENTIAL;
    }

    /** Whether the connection is not to be used for other calls. */
    boolean isConnectionBroken() {
        return said == null && status.getCode() == Status.Code.UNAVAILABLE;
    }

    /** What the gameserver said, null if nothing. */
    @Nullable
    Failure said() {
        return said;
    }

    /** The status as the client is told it. */
    Status status() {
        return Status.fromCode(status.getCode()).withDescription(status.getDescription());
    }

    /** The trailers as the client is told them. */
    Metadata trailers() {
        Metadata trailers = new Metadata();
        if (details != null) {
            trailers.put(DETAILS, details);
        }
        return trailers;
    }

    private static @Nullable RouteFailure ofReason(ErrorReason reason) {
        return switch (reason) {
            case SERVER_CLOSING, BOARD_MOVED, UNKNOWN_BOARD, UNAVAILABLE, TOO_MANY_STREAMS -> RouteFailure.NOT_THERE;
            default -> null;
        };
    }

    /** What no gameserver said comes from the transport, unless a newer gameserver said more than this build reads. */
    private static @Nullable RouteFailure unsaid(Status status, byte @Nullable [] details) {
        if (details != null) {
            return null;
        }
        return switch (status.getCode()) {
            case UNAVAILABLE, UNKNOWN, INTERNAL, CANCELLED -> RouteFailure.UNREACHED;
            default -> null;
        };
    }
}
