package io.orbstrike.cluster.leader;

import static java.util.Objects.requireNonNull;

import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.ElectionStore.Candidate;
import io.orbstrike.store.ElectionStore.Elected;
import io.orbstrike.store.ElectionStore.LedByOther;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes part in the election, and knows whether this process leads.
 *
 * <p>Confined to the agent's thread, but for {@link #term}.
 */
final class Leadership {

    /* Like a lease, a leadership counts from before its renewal was sent. It is not needed for safety, since every move of a
     * board is a compare-and-set on its token (I5): a leader who is late only costs the other one a retry.
     */

    private static final Logger LOG = System.getLogger(Leadership.class.getName());

    private final Agent agent;
    private final ElectionStore store;
    private final ClusterOptions options;
    private final OrchestratorCounters counters;
    private @Nullable Candidate self;
    private boolean isAsking;
    private long confirmedNs;
    private long answeredNs;
    private boolean othersLead;
    private Runnable onMissedRenewals = () -> {};
    private volatile long term;

    Leadership(Agent agent, ElectionStore store, ClusterOptions options, OrchestratorCounters counters) {
        this.agent = agent;
        this.store = store;
        this.options = options;
        this.counters = counters;
    }

    /** Sets who hears that the store did not answer this process for a while, or that the process stood still. */
    void onMissedRenewals(Runnable hearer) {
        onMissedRenewals = hearer;
    }

    /** Campaigns for a candidate now and at each interval. */
    void start(Candidate candidate) {
        self = candidate;
        answeredNs = agent.nowNs();
        run();
    }

    private void run() {
        if (!agent.isStopped()) {
            agent.schedule(options.renewInterval(), this::run);
            campaign();
        }
    }

    /** Whether this process leads, as far as it knows. */
    boolean leads() {
        return term != 0 && agent.nowNs() - confirmedNs < options.leaseTtl().toNanos();
    }

    /** Whether another one was last said to lead. */
    boolean isLedByOther() {
        return othersLead;
    }

    /** The term under which this process leads or last led; 0 if it does not. */
    long term() {
        return term;
    }

    /** Gives the leadership up, if this process has it, and is no candidate any more. */
    void resign() {
        long resigned = term;
        Candidate given = self;
        if (given != null) {
            term = 0;
            agent.askStore(() -> store.resign(given, resigned, options.leaseTtl()), Unknown::new, outcome -> {});
        }
    }

    private void campaign() {
        if (term != 0 && !leads()) {
            lose("it could not be renewed");
        }
        if (isAsking) {
            return;
        }
        isAsking = true;
        long sentNs = agent.nowNs();
        Duration ttl = options.leaseTtl();
        Candidate candidate = requireNonNull(self, "start comes first");
        agent.askStore(() -> store.campaign(candidate, ttl, ttl), Unknown::new, outcome -> answered(sentNs, outcome));
    }

    private void answered(long sentNs, ElectionStore.CampaignOutcome outcome) {
        isAsking = false;
        if (outcome instanceof Elected || outcome instanceof LedByOther) {
            noteAnswer(sentNs);
        }
        if (outcome instanceof Elected elected) {
            othersLead = false;
            confirmedNs = sentNs;
            if (elected.term() != term) {
                term = elected.term();
                counters.elections.increment();
                LOG.log(Level.INFO, "leads the cluster in term {0}", elected.term());
            }
        } else if (outcome instanceof LedByOther other) {
            othersLead = true;
            if (term != 0) {
                lose("term " + other.term() + " of " + other.leader().process() + " counts");
            }
        } else if (outcome instanceof NotApplied) {
            counters.storeNotApplied.increment();
        } else {
            counters.storeUnknown.increment();
        }
    }

    /* Half a TTL, and half a renewal more for what a timer comes late. The first answer counts from the start: one that has
     * started while the store was away knows as little of who lives as one that was cut off from it.
     */
    private void noteAnswer(long sentNs) {
        long missedNs =
                options.leaseTtl().plus(options.renewInterval()).dividedBy(2).toNanos();
        if (sentNs - answeredNs > missedNs) {
            onMissedRenewals.run();
        }
        answeredNs = sentNs;
    }

    private void lose(String why) {
        counters.leadershipsLost.increment();
        LOG.log(Level.WARNING, "leads no more in term {0}: {1}", term, why);
        term = 0;
    }
}
