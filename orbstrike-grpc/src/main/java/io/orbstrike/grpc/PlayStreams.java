package io.orbstrike.grpc;

import io.orbstrike.host.Lane;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * The Play streams of a server: counted, bounded, and ended together when it closes.
 *
 * <p>Thread-safe; each stream is called on its lane.
 */
final class PlayStreams {

    private final GrpcServerOptions options;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosing;

    PlayStreams(GrpcServerOptions options) {
        this.options = options;
    }

    /** One stream. */
    interface Stream {

        /** Where it lives. */
        Lane lane();

        /** Ends it from the server's side, on its lane; may be called after its end. */
        void fail(Failure failure);
    }

    /** Counts a stream, on its lane, until {@link #onGone}; false if it may not be opened and has been failed. */
    boolean admit(Stream stream) {
        streams.add(stream);
        if (isClosing) {
            stream.fail(closing());
            return false;
        }
        if (streams.size() > options.playStreamsMax()) {
            stream.fail(Failure.retryable(
                    ErrorReason.TOO_MANY_STREAMS,
                    options.playStreamsMax() + " streams are open: this server takes no more",
                    options.retryAfter()));
            return false;
        }
        return true;
    }

    void onGone(Stream stream) {
        streams.remove(stream);
    }

    /** How many streams are open or opening. */
    int count() {
        return streams.size();
    }

    /** Ends every stream with UNAVAILABLE, each on its lane, and lets no new one in. */
    void close() {
        isClosing = true;
        streams.removeIf(stream -> !endOnItsLane(stream));
    }

    /** False if the lane has ended, and with it the connection. */
    private boolean endOnItsLane(Stream stream) {
        try {
            stream.lane().execute(() -> stream.fail(closing()));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private Failure closing() {
        return Failure.retryable(
                ErrorReason.SERVER_CLOSING,
                "the server is stopping: try again, elsewhere if you can",
                options.retryAfter());
    }
}
