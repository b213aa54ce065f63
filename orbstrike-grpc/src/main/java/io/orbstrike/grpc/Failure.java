package io.orbstrike.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A status with its details: the reason, when to try again, which field was wrong.
 *
 * <p>Immutable.
 *
 * @param reason names the case and carries the code
 * @param message a sentence for people
 * @param retryAfter when to try again; empty if repeating the same would not help
 * @param field the field that was wrong; empty if there is none
 * @param facts what a program may want to know of the case
 */
record Failure(
        ErrorReason reason, String message, Optional<Duration> retryAfter, String field, Map<String, String> facts) {

    static final String DOMAIN = "orbstrike.io";
    static final String STREAM_NUMBER_FACT = "stream_number";
    static final String EPOCH_FACT = "epoch";
    static final String VALUE_FACT = "value";
    static final String BOUND_FACT = "bound";
    static final String OFFSET_FACT = "problem_offset";

    private static final int MESSAGE_CHARACTERS_MAX = 512;
    private static final Map<String, ErrorReason> REASONS =
            Stream.of(ErrorReason.values()).collect(Collectors.toUnmodifiableMap(ErrorReason::name, reason -> reason));

    Failure {
        if (message.length() > MESSAGE_CHARACTERS_MAX) {
            message = message.substring(0, MESSAGE_CHARACTERS_MAX) + "...";
        }
    }

    static Failure of(ErrorReason reason, String message) {
        return new Failure(reason, message, Optional.empty(), "", Map.of());
    }

    static Failure retryable(ErrorReason reason, String message, Duration retryAfter) {
        return new Failure(reason, message, Optional.of(retryAfter), "", Map.of());
    }

    static Failure superseded(long streamNumber) {
        return new Failure(
                ErrorReason.SUPERSEDED,
                "a stream of the player with number " + streamNumber + " is or was open: number a newer one higher",
                Optional.empty(),
                "",
                Map.of(STREAM_NUMBER_FACT, Long.toString(streamNumber)));
    }

    static Failure moved(long epoch, Duration retryAfter) {
        return new Failure(
                ErrorReason.BOARD_MOVED,
                "the board goes on at another gameserver, in epoch " + epoch,
                Optional.of(retryAfter),
                "",
                Map.of(EPOCH_FACT, Long.toString(epoch)));
    }

    static Failure of(InvalidValueException invalid) {
        return new Failure(
                ErrorReason.INVALID_VALUE,
                messageOf(invalid),
                Optional.empty(),
                invalid.field(),
                Map.of(VALUE_FACT, invalid.value(), BOUND_FACT, invalid.bound()));
    }

    static Failure of(String field, MalformedBytesException malformed) {
        String message = field + " " + messageOf(malformed);
        return new Failure(
                ErrorReason.MALFORMED_BYTES,
                message,
                Optional.empty(),
                field,
                Map.of(OFFSET_FACT, Integer.toString(malformed.offset())));
    }

    /** The same with other facts. */
    Failure withFacts(Map<String, String> others) {
        return new Failure(reason, message, retryAfter, field, others);
    }

    /** A fact, empty if it is not there. */
    String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    /** The epoch in which a board goes on elsewhere; 0 if that is not said. */
    long epoch() {
        try {
            return Math.max(0, Long.parseLong(fact(EPOCH_FACT)));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** When to try again, with what to take if that is not said. */
    Duration retryAfter(Duration otherwise) {
        return retryAfter.orElse(otherwise);
    }

    /**
     * Reads what {@link #toException} wrote.
     *
     * @return empty if the status is not the word of a server of ours, or its reason is one that this build does not know
     */
    static Optional<Failure> read(Status status, @Nullable Metadata trailers) {
        if (status.isOk() || trailers == null) {
            return Optional.empty();
        }
        ErrorInfo info = ErrorInfo.getDefaultInstance();
        Optional<Duration> retryAfter = Optional.empty();
        String field = "";
        try {
            com.google.rpc.Status details = StatusProto.fromStatusAndTrailers(status, trailers);
            for (Any detail : details.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    info = detail.unpack(ErrorInfo.class);
                } else if (detail.is(RetryInfo.class)) {
                    com.google.protobuf.Duration delay =
                            detail.unpack(RetryInfo.class).getRetryDelay();
                    retryAfter = Optional.of(Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
                } else if (detail.is(BadRequest.class)) {
                    BadRequest request = detail.unpack(BadRequest.class);
                    field = request.getFieldViolationsCount() == 0
                            ? ""
                            : request.getFieldViolations(0).getField();
                }
            }
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
        ErrorReason reason = info.getDomain().equals(DOMAIN) ? REASONS.get(info.getReason()) : null;
        String description = status.getDescription() == null ? "" : status.getDescription();
        return reason == null
                ? Optional.empty()
                : Optional.of(new Failure(reason, description, retryAfter, field, info.getMetadataMap()));
    }

    /** The status and its trailers; the trailers are fresh and may be added to. */
    StatusRuntimeException toException() {
        com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder()
                .setCode(reason.code().value())
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(reason.name())
                        .setDomain(DOMAIN)
                        .putAllMetadata(facts)
                        .build()));
        retryAfter.ifPresent(after -> status.addDetails(Any.pack(RetryInfo.newBuilder()
                .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                        .setSeconds(after.getSeconds())
                        .setNanos(after.getNano()))
                .build())));
        if (!field.isEmpty()) {
            status.addDetails(Any.pack(BadRequest.newBuilder()
                    .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                            .setField(field)
                            .setDescription(message))
                    .build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static String messageOf(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }
}
