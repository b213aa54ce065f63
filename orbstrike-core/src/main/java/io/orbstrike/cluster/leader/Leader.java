package io.orbstrike.cluster.leader;

import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.cluster.orchestrator.KnownGameservers;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore.Candidate;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An orchestrator's part in the election, and what it does while it leads.
 *
 * <p>Confined to the agent's thread, but for {@link #term}.
 */
public final class Leader {

    private final Leadership leadership;
    private final Failovers failovers;
    private final @Nullable Evacuations evacuations;

    /**
     * Takes part in nothing yet.
     *
     * @param agent of the orchestrator
     * @param store the cluster's
     * @param options the cluster's times
     * @param counters what is counted
     * @param self who this process is in the election
     * @param gameservers those that live
     * @param links to gameservers, or null; without them no board is handed over
     */
    public Leader(
            Agent agent,
            ClusterStore store,
            ClusterOptions options,
            OrchestratorCounters counters,
            Candidate self,
            KnownGameservers gameservers,
            @Nullable GameserverLinks links) {
        leadership = new Leadership(agent, store.election(), options, counters, self);
        failovers = new Failovers(agent, store, options, counters, leadership);
        evacuations = links == null
                ? null
                : new Evacuations(
                        agent,
                        store.attachments(),
                        options,
                        counters,
                        leadership,
                        gameservers,
                        new Handovers(agent, store.boards(), options, counters, leadership, gameservers, links));
    }

    /** Takes part in the election from now on. */
    public void start() {
        leadership.run();
        failovers.start();
        if (evacuations != null) {
            evacuations.start();
        }
    }

    /**
     * Tells whether nothing is left to be done for boards of gameservers that died before this process started, or another
     * one leads and does it.
     *
     * @return true once that was seen
     */
    public boolean isSettled() {
        return failovers.isSettled();
    }

    /**
     * The term under which this process leads.
     *
     * @return empty if it does not lead, as far as it knows
     */
    public OptionalLong term() {
        long term = leadership.term();
        return term == 0 ? OptionalLong.empty() : OptionalLong.of(term);
    }

    /** Gives the leadership up, if this process has it. */
    public void resign() {
        leadership.resign();
    }
}
