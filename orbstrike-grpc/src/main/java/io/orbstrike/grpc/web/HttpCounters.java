package io.orbstrike.grpc.web;

import java.util.concurrent.atomic.LongAdder;

/**
 * What an HTTP server counts.
 *
 * <p>Thread-safe; counting does not block.
 */
final class HttpCounters {

    private final LongAdder connectionsRefused = new LongAdder();
    private final LongAdder requestsLate = new LongAdder();
    private final LongAdder connectionsIdle = new LongAdder();
    private final LongAdder answersRefused = new LongAdder();
    private final LongAdder originsRefused = new LongAdder();
    private final LongAdder webSocketsSilent = new LongAdder();

    void onConnectionRefused() {
        connectionsRefused.increment();
    }

    void onRequestLate() {
        requestsLate.increment();
    }

    void onConnectionIdle() {
        connectionsIdle.increment();
    }

    void onAnswerRefused() {
        answersRefused.increment();
    }

    void onOriginRefused() {
        originsRefused.increment();
    }

    void onWebSocketSilent() {
        webSocketsSilent.increment();
    }

    long connectionsRefused() {
        return connectionsRefused.sum();
    }

    long requestsLate() {
        return requestsLate.sum();
    }

    long connectionsIdle() {
        return connectionsIdle.sum();
    }

    long answersRefused() {
        return answersRefused.sum();
    }

    long originsRefused() {
        return originsRefused.sum();
    }

    long webSocketsSilent() {
        return webSocketsSilent.sum();
    }
}
