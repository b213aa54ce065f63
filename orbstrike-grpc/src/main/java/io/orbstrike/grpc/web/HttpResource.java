package io.orbstrike.grpc.web;

/**
 * Something that can be read at a path.
 *
 * <p>Thread-safe; called on the server's answering thread, one call at a time, never on an event loop.
 */
@FunctionalInterface
public interface HttpResource {

    /**
     * Answers a GET or HEAD.
     *
     * @return the reply, the same for both
     */
    HttpReply reply();
}
