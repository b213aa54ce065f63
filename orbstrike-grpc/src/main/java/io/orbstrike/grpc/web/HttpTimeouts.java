package io.orbstrike.grpc.web;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long clients of an HTTP server may take before their connections are closed. All positive.
 *
 * <p>Immutable.
 *
 * @param header from when a connection was opened until the header of its first request has come
 * @param body from the header until all of the request has come
 * @param idle from when an answer was taken until the header of the next request has come
 * @param write for an answer to be taken
 */
record HttpTimeouts(Duration header, Duration body, Duration idle, Duration write) {

    static final HttpTimeouts DEFAULT = new HttpTimeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));

    HttpTimeouts {
        requireTime("headerTimeout", header);
        requireTime("bodyTimeout", body);
        requireTime("idleTimeout", idle);
        requireTime("writeTimeout", write);
    }

    private static void requireTime(String name, Duration time) {
        if (requireNonNull(time, name).toMillis() < 1) {
            throw new IllegalArgumentException(name + " " + time + ": must be at least 1 ms");
        }
    }

    HttpTimeouts withHeader(Duration time) {
        return new HttpTimeouts(time, body, idle, write);
    }

    HttpTimeouts withBody(Duration time) {
        return new HttpTimeouts(header, time, idle, write);
    }

    HttpTimeouts withIdle(Duration time) {
        return new HttpTimeouts(header, body, time, write);
    }

    HttpTimeouts withWrite(Duration time) {
        return new HttpTimeouts(header, body, idle, time);
    }
}
