package io.orbstrike.server.bots.transport;

import io.grpc.Metadata;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads how a call ended. */
final class GrpcStatus {

    static final Metadata.Key<String> CODE = Metadata.Key.of("grpc-status", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> MESSAGE = Metadata.Key.of("grpc-message", Metadata.ASCII_STRING_MARSHALLER);

    private static final int HEX = 16;

    private GrpcStatus() {}

    /** The status that trailers tell. */
    static Status of(Metadata trailers) {
        String code = trailers.get(CODE);
        String message = trailers.get(MESSAGE);
        if (code == null) {
            return Status.UNKNOWN.withDescription("a response without grpc-status");
        }
        try {
            Status status = Status.fromCodeValue(Integer.parseInt(code));
            return message == null ? status : status.withDescription(decoded(message));
        } catch (NumberFormatException e) {
            return Status.UNKNOWN.withDescription("grpc-status " + code);
        }
    }

    /** The status that stands for a response which is not gRPC's. */
    static Status ofHttp(String code) {
        return switch (code) {
            case "200" -> Status.OK;
            case "429", "502", "503", "504" -> Status.UNAVAILABLE.withDescription("HTTP status " + code);
            default -> Status.UNKNOWN.withDescription("HTTP status " + code);
        };
    }

    /** The status that stands for a reset stream, by HTTP/2's error code. */
    static Status ofReset(int code) {
        String description = "the server reset the stream with code " + code;
        return switch (code) {
            case 7 -> Status.UNAVAILABLE.withDescription(description); // REFUSED_STREAM
            case 8 -> Status.CANCELLED.withDescription(description); // CANCEL
            case 11 -> Status.RESOURCE_EXHAUSTED.withDescription(description); // ENHANCE_YOUR_CALM
            default -> Status.INTERNAL.withDescription(description);
        };
    }

    /** Undoes the percent encoding of a status message; what is not such an encoding stays. */
    static String decoded(String message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.length());
        for (int i = 0; i < message.length(); i++) {
            char next = message.charAt(i);
            boolean isEncoded = next == '%'
                    && i + 2 < message.length()
                    && Character.digit(message.charAt(i + 1), HEX) >= 0
                    && Character.digit(message.charAt(i + 2), HEX) >= 0;
            if (isEncoded) {
                bytes.write(Integer.parseInt(message, i + 1, i + 3, HEX));
                i += 2;
            } else {
                bytes.write(next);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
