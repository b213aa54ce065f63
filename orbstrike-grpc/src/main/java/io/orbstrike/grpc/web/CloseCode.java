package io.orbstrike.grpc.web;

import io.grpc.Status;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * How the end of a stream is told over a WebSocket.
 *
 * <p>Thread-safe.
 */
final class CloseCode {

    private static final int STATUS_BASE = 4_000;

    /** What a close frame has room for beside its code (RFC 6455, section 5.5). */
    private static final int REASON_BYTES_MAX = 123;

    private CloseCode() {}

    /** 1000 for OK, else 4000 and the number of the status' code. */
    static int of(Status status) {
        return status.isOk()
                ? WebSocketCloseStatus.NORMAL_CLOSURE.code()
                : STATUS_BASE + status.getCode().value();
    }

    /** As much of a text as a close frame has room for, in whole characters. */
    static String reason(String text) {
        CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer bytes = ByteBuffer.allocate(REASON_BYTES_MAX);
        encoder.encode(CharBuffer.wrap(text), bytes, true);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
}
