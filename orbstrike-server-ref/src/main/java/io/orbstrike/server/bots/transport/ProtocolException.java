package io.orbstrike.server.bots.transport;

import java.io.Serial;

/** A server does not speak HTTP/2 or gRPC as it should; its connection is dropped. */
final class ProtocolException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message, null, false, false);
    }
}
