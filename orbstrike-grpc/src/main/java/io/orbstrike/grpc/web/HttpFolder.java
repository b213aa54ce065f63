package io.orbstrike.grpc.web;

import java.util.Optional;

/**
 * Things that can be read below a path.
 *
 * <p>Thread-safe; called on the server's answering thread, one call at a time, never on an event loop.
 */
@FunctionalInterface
public interface HttpFolder {

    /**
     * Answers a GET or HEAD.
     *
     * @param path what comes behind the folder's own path, as the client wrote it, without its query; perhaps empty
     * @return the reply, the same for both; empty if there is nothing
     */
    Optional<HttpReply> reply(String path);
}
