package io.orbstrike.server.bots;

/**
 * The time that figures are about: after the warm-up, until the end. Unknown until everybody has joined.
 *
 * <p>Thread-safe.
 */
final class Window {

    private record Span(long startNs, long endNs) {}

    private volatile Span span = new Span(0, 0);
    private volatile boolean isKnown;

    /** Sets the window, once. */
    void open(long startNs, long endNs) {
        span = new Span(startNs, endNs);
        isKnown = true;
    }

    /** Ends the window early. */
    void cut(long nowNs) {
        Span old = span;
        if (isKnown && nowNs - old.endNs < 0) {
            span = new Span(old.startNs, Math.max(nowNs, old.startNs));
        }
    }

    boolean hasStarted(long nowNs) {
        return isKnown && nowNs - span.startNs >= 0;
    }

    boolean hasEnded(long nowNs) {
        return isKnown && nowNs - span.endNs >= 0;
    }

    long startNs() {
        return span.startNs;
    }

    long endNs() {
        return span.endNs;
    }
}
