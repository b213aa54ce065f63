package io.orbstrike.testkit.simulation;

import io.orbstrike.cluster.Gameserver;
import io.orbstrike.cluster.Orchestrator;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.store.ClusterStore;

/**
 * Where tests of the simulator come between the parts of a cluster, to plant a mistake or to count.
 */
interface Wiring {

    /** Nothing comes between. */
    Wiring PLAIN = new Wiring() {};

    /** The store that all share. */
    default ClusterStore behind(ClusterStore store) {
        return store;
    }

    /** The store as a gameserver sees it. */
    default ClusterStore gameserverStore(ClusterStore store) {
        return store;
    }

    /** The way to gameservers as an orchestrator has it. */
    default GameserverLinks links(GameserverLinks links) {
        return links;
    }

    /** The way to other gameservers as a gameserver has it. */
    default GameserverLinks gameserverLinks(GameserverLinks links) {
        return links;
    }

    /** Whether proxies drop what comes of a call that they have left. */
    default boolean isFenced() {
        return true;
    }

    /** A gameserver was made. */
    default void onGameserver(Gameserver gameserver) {}

    /** An orchestrator was made. */
    default void onOrchestrator(Orchestrator orchestrator) {}
}
