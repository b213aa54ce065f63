package io.orbstrike.grpc.client;

/** How a server broke the protocol; the frame is not applied. */
public enum Violation {
    /** A frame whose (epoch, tick) is not above that of the newest one seen. */
    REGRESSION,
    /** A delta that does not continue the frame before; the client opens a new stream. */
    GAP,
    /** A stream that does not begin with a keyframe; the client opens a new one. */
    NO_KEYFRAME,
    /** Bytes that the view cannot decode; the client opens a new stream. */
    MALFORMED,
    /** A stream that completed without a last frame; the client opens a new one. */
    NO_LAST
}
