package io.orbstrike.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was started and is to be closed, last first; every part is closed even if another cannot be.
 *
 * <p>Thread-safe.
 */
final class Parts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean isClosing;
    private volatile boolean hasFailed;

    /** Adds a part and returns true; or closes it at once and returns false, if the closing has begun. */
    boolean add(AutoCloseable part) {
        synchronized (parts) {
            if (!isClosing) {
                parts.push(part);
                return true;
            }
        }
        close(part);
        return false;
    }

    /** Closes every part; may be called twice, also by two threads, which then share the work. */
    @Override
    public void close() {
        while (true) {
            AutoCloseable part;
            synchronized (parts) {
                isClosing = true;
                part = parts.poll();
            }
            if (part == null) {
                return;
            }
            close(part);
        }
    }

    /** Whether a part could not be closed. */
    boolean hasFailed() {
        return hasFailed;
    }

    private void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception | Error e) { // an error in one must not keep the others open
            hasFailed = true;
            tell(part, e);
        }
    }

    private static void tell(AutoCloseable part, Throwable cause) {
        try {
            LOG.error("could not close {}", part, cause);
        } catch (RuntimeException | Error e) { // nor may one that cannot even be told
            System.err.println("orbstrike: could not close a part, nor log why: " + e);
        }
    }
}
