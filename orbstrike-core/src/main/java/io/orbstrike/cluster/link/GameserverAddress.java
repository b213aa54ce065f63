package io.orbstrike.cluster.link;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.Incarnation;

/**
 * A gameserver and where it is reached. An address may be another process's by now; the incarnation says who is meant.
 *
 * <p>Immutable.
 *
 * @param gameserver its process
 * @param address host and port as it advertises them
 */
public record GameserverAddress(Incarnation gameserver, String address) {

    /**
     * Requires both.
     *
     * @param gameserver its process
     * @param address host and port as it advertises them
     */
    public GameserverAddress {
        requireNonNull(gameserver, "gameserver");
        requireNonNull(address, "address");
    }
}
