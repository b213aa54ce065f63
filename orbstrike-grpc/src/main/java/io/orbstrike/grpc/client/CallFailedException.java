package io.orbstrike.grpc.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.orbstrike.board.OrbstrikeException;
import io.orbstrike.grpc.ErrorReason;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call or a stream that ended without success, with what the server said of it.
 *
 * <p>Immutable.
 */
public final class CallFailedException extends OrbstrikeException {

    private static final long serialVersionUID = 1L;
    private static final String STREAM_NUMBER_FACT = "stream_number";

    private final Status.Code code;
    private final @Nullable ErrorReason reason;
    private final @Nullable Duration retryAfter;
    private final long streamNumber;

    private CallFailedException(
            Status status,
            @Nullable ErrorReason reason,
            @Nullable Duration retryAfter,
            long streamNumber,
            String message) {
        super(message, status.getCause());
        this.code = status.getCode();
        this.reason = reason;
        this.retryAfter = retryAfter;
        this.streamNumber = streamNumber;
    }

    static CallFailedException of(Status status, @Nullable Metadata trailers) {
        ErrorReason reason = null;
        Duration retryAfter = null;
        long streamNumber = 0;
        com.google.rpc.Status details = StatusProto.fromStatusAndTrailers(status, trailers);
        try {
            for (Any detail : details.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    ErrorInfo info = detail.unpack(ErrorInfo.class);
                    reason = reasonOf(info.getReason());
                    streamNumber = Long.parseLong(info.getMetadataOrDefault(STREAM_NUMBER_FACT, "0"));
                } else if (detail.is(RetryInfo.class)) {
                    com.google.protobuf.Duration delay =
                            detail.unpack(RetryInfo.class).getRetryDelay();
                    retryAfter = Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
                }
            }
        } catch (InvalidProtocolBufferException | NumberFormatException e) {
            String message = status.getCode() + ", with details that are not readable";
            return new CallFailedException(status, null, null, 0, message);
        }
        String message = status.getCode() + ": " + description(status);
        return new CallFailedException(status, reason, retryAfter, streamNumber, message);
    }

    private static String description(Status status) {
        Throwable root = certificateFailure(status.getCause());
        if (root != null) {
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return "the server's certificate is not accepted: " + root.getMessage();
        }
        return status.getDescription() == null ? "without a message" : status.getDescription();
    }

    private static @Nullable Throwable certificateFailure(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof CertificateException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    /**
     * The status code.
     *
     * @return not OK
     */
    public Status.Code code() {
        return code;
    }

    /**
     * What the server named as the reason.
     *
     * @return empty if the network or the transport failed, or the server is newer than this client
     */
    public Optional<ErrorReason> reason() {
        return Optional.ofNullable(reason);
    }

    /**
     * When the server says that trying again can help.
     *
     * @return empty if it said nothing of it
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Tells whether repeating the same can help: the server gave retry info, or the failure was not the server's word.
     *
     * @return false if the answer would be the same, or the client does not accept the server's certificate
     */
    public boolean isRetryable() {
        if (retryAfter != null) {
            return true;
        }
        if (certificateFailure(getCause()) != null) {
            return false;
        }
        return switch (code) {
            case UNAVAILABLE, CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, INTERNAL -> reason == null;
            default -> false;
        };
    }

    /** The highest stream number that the board has seen of the player, 0 if the server did not say. */
    long streamNumber() {
        return streamNumber;
    }

    private static @Nullable ErrorReason reasonOf(String name) {
        return Arrays.stream(ErrorReason.values())
                .filter(reason -> reason.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
