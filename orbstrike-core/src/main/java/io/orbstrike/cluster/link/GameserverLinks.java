package io.orbstrike.cluster.link;

/**
 * The transport to gameservers.
 *
 * <p>Thread-safe; nothing blocks.
 */
public interface GameserverLinks {

    /**
     * The way to a gameserver. Nothing is sent before it is used.
     *
     * @param gameserver which, and where
     * @return to be used as long as the gameserver lives; what it holds is the transport's to bound
     */
    GameserverLink link(GameserverAddress gameserver);
}
