package io.orbstrike.cluster;

import io.orbstrike.store.Creator;

/**
 * Says who a caller is, for what is counted per creator. It believes the connection, never the request's content.
 *
 * <p>Thread-safe; called on transport threads, must not block.
 */
@FunctionalInterface
public interface CallerAuthenticator {

    /**
     * Names the caller.
     *
     * @param caller what the transport knows
     * @return who it is
     */
    Creator creatorOf(Caller caller);
}
