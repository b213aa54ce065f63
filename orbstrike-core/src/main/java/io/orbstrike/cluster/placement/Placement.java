package io.orbstrike.cluster.placement;

import java.util.List;

/**
 * Chooses the gameserver that gets a board. It knows what the leases say, which is as old as a renewal, and what this
 * orchestrator has given since; other orchestrators place at the same time. The gameserver itself has the last word: if it
 * has no room, the next call comes without it.
 *
 * <p>Called on an agent's thread, one call at a time; it must not block.
 */
@FunctionalInterface
public interface Placement {

    /**
     * Chooses one.
     *
     * @param candidates those that live, do not drain, have the board's type, the labels that it requires, and room for a
     *     board; at least one
     * @return one of them
     */
    Candidate choose(List<Candidate> candidates);
}
