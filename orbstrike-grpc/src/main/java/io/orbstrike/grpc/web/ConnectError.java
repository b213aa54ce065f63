package io.orbstrike.grpc.web;

import static java.util.Map.entry;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A status as the Connect protocol writes it (https://connectrpc.com/docs/protocol, "Error Codes" and "Error End-Stream").
 *
 * <p>Thread-safe.
 */
final class ConnectError {

    private static final Map<Status.Code, Integer> HTTP_STATUSES = Map.ofEntries(
            entry(Status.Code.CANCELLED, 499),
            entry(Status.Code.UNKNOWN, 500),
            entry(Status.Code.INVALID_ARGUMENT, 400),
            entry(Status.Code.DEADLINE_EXCEEDED, 504),
            entry(Status.Code.NOT_FOUND, 404),
            entry(Status.Code.ALREADY_EXISTS, 409),
            entry(Status.Code.PERMISSION_DENIED, 403),
            entry(Status.Code.RESOURCE_EXHAUSTED, 429),
            entry(Status.Code.FAILED_PRECONDITION, 400),
            entry(Status.Code.ABORTED, 409),
            entry(Status.Code.OUT_OF_RANGE, 400),
            entry(Status.Code.UNIMPLEMENTED, 501),
            entry(Status.Code.INTERNAL, 500),
            entry(Status.Code.UNAVAILABLE, 503),
            entry(Status.Code.DATA_LOSS, 500),
            entry(Status.Code.UNAUTHENTICATED, 401));

    /** The details that servers of ours send, which are also written in JSON, for clients without their descriptors. */
    private static final List<Message> KNOWN_DETAILS =
            List.of(ErrorInfo.getDefaultInstance(), RetryInfo.getDefaultInstance(), BadRequest.getDefaultInstance());

    private ConnectError() {}

    static HttpReply reply(Status status, Metadata trailers) {
        Struct.Builder error = Struct.newBuilder()
                .putFields("code", text(codeOf(status)))
                .putFields("message", text(status.getDescription() == null ? "" : status.getDescription()));
        List<Any> details = StatusProto.fromStatusAndTrailers(status, trailers).getDetailsList();
        if (!details.isEmpty()) {
            ListValue.Builder list = ListValue.newBuilder();
            details.forEach(detail -> list.addValues(Value.newBuilder().setStructValue(detailOf(detail))));
            error.putFields("details", Value.newBuilder().setListValue(list).build());
        }
        return HttpReply.bytes(
                httpStatus(status), "application/json", json(error.build()).getBytes(StandardCharsets.UTF_8));
    }

    private static int httpStatus(Status status) {
        return HTTP_STATUSES.getOrDefault(status.getCode(), 500);
    }

    private static String codeOf(Status status) {
        return status.getCode() == Status.Code.CANCELLED
                ? "canceled"
                : status.getCode().name().toLowerCase(Locale.ROOT);
    }

    private static Struct detailOf(Any detail) {
        String type = detail.getTypeUrl().substring(detail.getTypeUrl().lastIndexOf('/') + 1);
        Struct.Builder written = Struct.newBuilder()
                .putFields("type", text(type))
                .putFields(
                        "value",
                        text(Base64.getEncoder()
                                .withoutPadding()
                                .encodeToString(detail.getValue().toByteArray())));
        KNOWN_DETAILS.stream()
                .filter(known -> known.getDescriptorForType().getFullName().equals(type))
                .findFirst()
                .ifPresent(known -> written.putFields("debug", debug(known, detail)));
        return written.build();
    }

    private static Value debug(Message known, Any detail) {
        try {
            Message message = known.getParserForType().parseFrom(detail.getValue());
            Struct.Builder object = Struct.newBuilder();
            JsonFormat.parser().merge(json(message), object);
            return Value.newBuilder().setStructValue(object).build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    "a detail is no " + known.getDescriptorForType().getFullName(), e);
        }
    }

    private static String json(Message message) {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message that has no JSON", e);
        }
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
