package io.orbstrike.cluster.leader;

import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.cluster.orchestrator.HeldBackGameservers;
import io.orbstrike.cluster.orchestrator.KnownGameservers;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore.Candidate;
import io.orbstrike.store.StoreHints;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An orchestrator's part in the election, and what it does while it leads.
 *
 * <p>Confined to the agent's thread, but for {@link #term}.
 */
public final class Leader {

    private final Agent agent;
    private final StoreHints hints;
    private final Leadership leadership;
    private final Brake brake;
    private final EarlyEnds earlyEnds;
    private final Failovers failovers;
    private final Optional<Evacuations> evacuations;
    private StoreHints.@Nullable Subscription subscription;

    /**
     * Takes part in nothing yet.
     *
     * @param agent of the orchestrator
     * @param store the cluster's
     * @param options the cluster's times
     * @param counters what is counted
     * @param gameservers those that live
     * @param heldBack those that are to get no boards
     * @param links to gameservers; if empty, no lease is ended before its time and no board is handed over
     */
    public Leader(
            Agent agent,
            ClusterStore store,
            ClusterOptions options,
            OrchestratorCounters counters,
            KnownGameservers gameservers,
            HeldBackGameservers heldBack,
            Optional<GameserverLinks> links) {
        this.agent = agent;
        this.hints = store.hints();
        leadership = new Leadership(agent, store.election(), options, counters);
        LeaderParts parts =
                new LeaderParts(agent, store, options, counters, leadership, new LiveGameservers(options.leaseTtl()));
        brake = new Brake(parts);
        leadership.onMissedRenewals(brake::missedRenewals);
        earlyEnds = new EarlyEnds(parts, brake, heldBack, links);
        failovers = new Failovers(parts, brake, earlyEnds);
        earlyEnds.onEnded(failovers::look);
        evacuations = links.map(given -> new Evacuations(
                parts,
                brake,
                gameservers,
                new Handovers(parts, brake, gameservers, earlyEnds::isHeldBack, earlyEnds::isOut, given)));
    }

    /**
     * Takes part in the election from now on.
     *
     * @param self who this process is in it
     */
    public void start(Candidate self) {
        subscription = hints.subscribe(new Hearing());
        leadership.start(self);
        failovers.start();
        evacuations.ifPresent(Evacuations::start);
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

    /** Gives the leadership up, if this process has it, and hears no more. */
    public void resign() {
        if (subscription != null) {
            subscription.close();
        }
        leadership.resign();
    }

    private final class Hearing implements StoreHints.Listener {

        @Override
        public void onHint(StoreHints.Hint hint) {
            if (hint instanceof StoreHints.Suspected suspected) {
                agent.execute(() -> earlyEnds.suspected(suspected.gameserver()));
            } else if (hint instanceof StoreHints.Declined declined) {
                agent.execute(() -> failovers.declined(declined.board(), declined.token()));
            } else if (hint instanceof StoreHints.Awaited awaited) {
                agent.execute(() -> failovers.awaited(awaited.board()));
            }
        }

        @Override
        public void onGap() {
            agent.execute(brake::hintsLost);
        }
    }
}
