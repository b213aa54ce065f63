package io.orbstrike.redis;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.HostAndPort;

/**
 * Which masters there are, and which of them has a key.
 *
 * <p>Thread-safe.
 */
interface Topology {

    /**
     * The master that has a key, as far as is known. Looks for it, and blocks, if nothing is known yet.
     *
     * @throws CallFailure if none is known
     */
    HostAndPort masterOf(byte[] key) throws CallFailure;

    /** The same without looking and without blocking; empty if none is known. */
    Optional<HostAndPort> knownMasterOf(byte[] key);

    /**
     * All masters, as far as is known, in an order that stays. Looks for them, and blocks, if nothing is known yet.
     *
     * @throws CallFailure if none is known
     */
    List<HostAndPort> masters() throws CallFailure;

    /** Whether any two keys may be used in one script. */
    boolean hasOneSlot();

    /** A master said that another one has a key's slot. */
    void moved(byte[] key, HostAndPort to);

    /** A master could not be reached, or is none: it is looked soon who is. */
    void suspect(HostAndPort node);

    /** Looks who the masters are. Blocks; does nothing if another thread does. */
    void refresh();

    /** The masters that connections are kept to; empty if it makes no difference. */
    Set<HostAndPort> kept();
}
